package suppress

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// suppression is a directive at its place, with what it covers.
type suppression struct {
	Directive

	file string
	span manifest.Span
	path manifest.Path // of an annotation
	at   *manifest.Object
	text string // what is wrong, empty when nothing is
	bad  string // id of the notice about it
	// quoted is set for a comment inside a block scalar: it may be a mere example of one.
	quoted bool
	// idle is set for what need not have anything to do: a comment in a part of a template that no values of this run lead to, and an
	// annotation that is copied from that of a controller.
	idle bool

	wholeFile bool
	object    *manifest.Object // covers all of it
	line      int              // covers this line, 0 for none
	items     []container      // covers these
	values    []manifest.Span  // covers what these entries of a file set, as values of a chart

	used map[string]bool // by rule or category
}

// container is an item of a list of containers.
type container struct {
	object *manifest.Object
	name   string
	span   manifest.Span
}

func (s *suppression) fail(id, text string) {
	s.bad, s.text = id, text
}

// find returns the suppressions of a set in the order of files and lines. What is reported in a file that is no manifest, such as one that a
// ConfigMap is made of, can be suppressed there as well; reported are those files.
func find(set *manifest.Set, reported map[string]bool) []*suppression {
	var all []*suppression
	byFile := objectsByFile(set)
	for _, objects := range byFile {
		data := set.Sources[objects[0].File]
		if bytes.Contains(data, []byte("podlint:")) {
			all = append(all, comments(data, objects)...)
		}
		if data == nil || bytes.Contains(data, []byte(Prefix)) {
			for _, o := range objects {
				all = append(all, ofObject(set, o)...)
			}
		}
	}
	all = append(all, ofValues(set)...)
	all = append(all, templates(set)...)
	return append(all, ofOthers(set, byFile, reported)...)
}

// ofOthers are the suppressions in files that hold no objects. A comment of theirs covers its line, or the file.
func ofOthers(set *manifest.Set, byFile [][]*manifest.Object, reported map[string]bool) []*suppression {
	known := map[string]bool{}
	for _, objects := range byFile {
		known[objects[0].File] = true
	}
	for _, t := range set.Templates {
		known[t.Name] = true
	}
	for _, o := range set.Values {
		known[o.File] = true
	}
	var all []*suppression
	for _, name := range slices.Sorted(maps.Keys(reported)) {
		if data := string(set.Sources[name]); !known[name] && strings.Contains(data, "podlint:") {
			all = append(all, readSheet(manifest.Template{Name: name}, data, nil)...)
		}
	}
	return all
}

// ofObject are the suppressions in the annotations of an object. Where its controller is in the set, they are copies of the controller's.
func ofObject(set *manifest.Set, o *manifest.Object) []*suppression {
	all := annotations(o)
	if _, copied := set.Controller(o); copied {
		for _, s := range all {
			s.idle = true
		}
	}
	return all
}

// objectsByFile groups what is judged, in the order of the set.
func objectsByFile(set *manifest.Set) [][]*manifest.Object {
	index := map[string]int{}
	var out [][]*manifest.Object
	for _, o := range slices.Concat(set.Objects, set.Written, set.Makers) {
		if o.Patch || o.Root == nil || o.Context && !annotated(o) {
			continue
		}
		i, known := index[o.File]
		if !known {
			i = len(out)
			index[o.File] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], o)
	}
	return out
}

// annotated tells whether annotations of an object itself suppress something.
func annotated(o *manifest.Object) bool {
	all := o.Root.Get("metadata", "annotations")
	return all != nil && slices.ContainsFunc(all.Fields, func(f manifest.Field) bool { return strings.HasPrefix(f.Key, Prefix) })
}

// page is a file with what is needed to tell its comments from its contents.
type page struct {
	lines   []string
	objects []*manifest.Object
	scalars []manifest.Span // of texts and keys, not of block scalars
	blocks  []manifest.Span // of the contents of block scalars
}

func comments(data []byte, objects []*manifest.Object) []*suppression {
	p := &page{objects: objects}
	for line := range source.LineSeq(bytes.TrimPrefix(data, []byte("\uFEFF"))) {
		p.lines = append(p.lines, string(line))
	}
	for _, o := range objects {
		p.walk(o.Root)
	}
	var out []*suppression
	for i, line := range p.lines {
		if s := p.comment(i+1, line); s != nil {
			out = append(out, s)
		}
	}
	return out
}

// walk notes where texts stand.
func (p *page) walk(n *manifest.Node) {
	for i := range n.Fields {
		p.scalars = append(p.scalars, n.Fields[i].Span)
		p.walk(n.Fields[i].Value)
	}
	for _, item := range n.Items {
		p.walk(item)
	}
	switch {
	case n.Type != manifest.String:
	case n.Block:
		p.blocks = append(p.blocks, p.block(n.Span.Line))
	default:
		p.scalars = append(p.scalars, n.Span)
	}
}

// block is where the text of a block scalar stands whose head is on a line: what follows as deep as its first line, or deeper.
func (p *page) block(head int) manifest.Span {
	if head > len(p.lines) {
		return manifest.Span{}
	}
	end, least := head, indent(p.lines[head-1])+1
	for first := true; end < len(p.lines); end++ {
		if strings.TrimSpace(p.lines[end]) == "" {
			continue
		}
		deep := indent(p.lines[end])
		if deep < least {
			break
		}
		if first {
			least, first = deep, false
		}
	}
	return manifest.Span{Line: head + 1, Column: 1, EndLine: end + 1, EndColumn: 1}
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

func holds(spans []manifest.Span, line, column int) bool {
	return slices.ContainsFunc(spans, func(s manifest.Span) bool { return inside(s, line, column) })
}

// inside tells whether a place lies in a span, the end of which is exclusive.
func inside(s manifest.Span, line, column int) bool {
	afterStart := line > s.Line || line == s.Line && column >= s.Column
	beforeEnd := line < s.EndLine || line == s.EndLine && column < s.EndColumn
	return afterStart && beforeEnd
}

// comment reads the comment of a line, nil when it has none that speaks to podlint.
func (p *page) comment(number int, line string) *suppression {
	start := p.commentStart(number, line)
	if start < 0 {
		return nil
	}
	d, ok, err := ParseComment(line[start+1:])
	at := p.objectAt(number)
	if !ok || at == nil {
		return nil
	}
	column := utf8.RuneCountInString(line[:start]) + 1
	s := &suppression{
		Directive: d, file: at.File, at: at, used: map[string]bool{},
		span:   manifest.Span{Line: number, Column: column, EndLine: number, EndColumn: utf8.RuneCountInString(strings.TrimRight(line, " \t")) + 1},
		quoted: holds(p.blocks, number, column),
	}
	switch {
	case err != nil:
		s.fail(invalid, "suppression cannot be read: "+err.Error())
	case d.File:
		p.coverFile(s)
	default:
		p.coverLine(s, strings.TrimSpace(line[:start]) == "")
	}
	return s
}

// commentStart returns the index of the "#" that begins a comment to podlint, -1 when there is none.
func (p *page) commentStart(number int, line string) int {
	for from := 0; ; {
		i := strings.IndexByte(line[from:], '#')
		if i < 0 {
			return -1
		}
		i += from
		from = i + 1
		if i > 0 && line[i-1] != ' ' && line[i-1] != '\t' {
			continue
		}
		if !strings.HasPrefix(strings.TrimLeft(line[i+1:], " \t"), "podlint:") {
			continue
		}
		if !holds(p.scalars, number, utf8.RuneCountInString(line[:i])+1) {
			return i
		}
	}
}

// objectAt is the object that a line belongs to: the one that it lies in, else the next one, else the last.
func (p *page) objectAt(number int) *manifest.Object {
	for _, o := range p.objects {
		if number < o.Root.Span.EndLine || number == o.Root.Span.EndLine && o.Root.Span.EndColumn > 1 {
			return o
		}
	}
	return p.objects[len(p.objects)-1]
}

// coverFile demands that only comments come before, up to the start of the document.
func (p *page) coverFile(s *suppression) {
	for i := s.span.Line - 2; i >= 0; i-- {
		line := strings.TrimSpace(p.lines[i])
		switch {
		case isMarker(p.lines[i]):
			i = 0
		case line != "" && line[0] != '#' && line[0] != '%':
			s.fail(misplaced, "podlint:ignore-file has no effect here: it belongs in the head of a document")
			return
		}
	}
	s.wholeFile = true
}

func isMarker(line string) bool {
	return line == "---" || strings.HasPrefix(line, "--- ") || strings.HasPrefix(line, "---\t")
}

// coverLine finds what the comment is about: its own line, or the next one when it stands alone.
func (p *page) coverLine(s *suppression, alone bool) {
	s.line = s.span.Line
	for alone {
		s.line++
		if s.line > len(p.lines) || strings.TrimSpace(p.lines[s.line-1]) == "" {
			s.fail(misplaced, "podlint:ignore has no effect here: it belongs at the end of a line or directly above one")
			return
		}
		line := strings.TrimSpace(p.lines[s.line-1])
		alone = line[0] == '#' || isMarker(p.lines[s.line-1])
	}
	for _, o := range p.objects {
		if o.Line == s.line {
			s.object = o
			return
		}
		if lineIn(o.Root.Span, s.line) {
			s.items = append(s.items, containersAt(o, o.Root, s.line)...)
			s.values = entriesAt(s.values, o.Root, s.line)
		}
	}
}

func lineIn(s manifest.Span, line int) bool { return line >= s.Line && line <= s.EndLine }

// containersAt finds the containers that begin, or have their name, on a line.
func containersAt(o *manifest.Object, n *manifest.Node, line int) []container {
	var out []container
	eachContainer(n, func(item, name *manifest.Node) {
		if item.Span.Line == line || name.Span.Line == line {
			out = append(out, container{object: o, name: name.Text, span: item.Span})
		}
	})
	return out
}

// eachContainer calls use for every container below n that has a name.
func eachContainer(n *manifest.Node, use func(item, name *manifest.Node)) {
	for i := range n.Fields {
		f := &n.Fields[i]
		for _, item := range f.Value.Items {
			if manifest.IsContainer(f.Key, item) {
				use(item, item.Get("name"))
			} else {
				eachContainer(item, use)
			}
		}
		if f.Value.Type == manifest.Map {
			eachContainer(f.Value, use)
		}
	}
	for _, item := range n.Items {
		eachContainer(item, use)
	}
}
