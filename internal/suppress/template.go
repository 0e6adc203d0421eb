package suppress

import (
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// templates returns the suppressions in files that are no manifests but make some: comments of YAML and of templates, and the annotations
// of what was made.
func templates(set *manifest.Set) []*suppression {
	if len(set.Templates) == 0 {
		return nil
	}
	var made map[string][]madeAt
	var all []*suppression
	for _, t := range set.Templates {
		data := string(set.Sources[t.Name])
		if !strings.Contains(data, "podlint:") {
			continue
		}
		if made == nil {
			made = rendered(set)
		}
		all = append(all, readSheet(t, data, made[t.Name])...)
	}
	return append(all, madeAnnotations(set)...)
}

// sheet is a template.
type sheet struct {
	manifest.Template

	lines []string
	made  []madeAt
}

func readSheet(t manifest.Template, data string, made []madeAt) []*suppression {
	s := &sheet{Template: t, made: made}
	for line := range source.LineSeq([]byte(data)) {
		s.lines = append(s.lines, string(line))
	}
	var out []*suppression
	for i, line := range s.lines {
		if found := s.comment(i+1, line); found != nil {
			out = append(out, found)
		}
	}
	return out
}

// madeAt is what a line of a template begins: an object, or a container of it.
type madeAt struct {
	line      int
	object    *manifest.Object
	container string // empty for the object itself
}

// rendered lists by file what the objects of templates begin with.
func rendered(set *manifest.Set) map[string][]madeAt {
	out := map[string][]madeAt{}
	for _, part := range set.Renders {
		for _, o := range part.Objects {
			if !ofTemplate(set, o) {
				continue
			}
			shell := withoutRoot(o)
			out[o.File] = append(out[o.File], madeAt{line: o.Line, object: shell})
			eachContainerAt(o.Root, nil, func(path manifest.Path, name string) {
				for _, at := range [...]manifest.Path{path, path.With("name")} {
					if place, known := o.Place(at); known {
						out[place.File] = append(out[place.File], madeAt{line: place.Span.Line, object: shell, container: name})
					}
				}
			})
		}
	}
	return out
}

// ofTemplate tells an object that a template made.
func ofTemplate(set *manifest.Set, o *manifest.Object) bool {
	return o.Render != nil && o.Render.Line != nil && set.Sources[o.File] != nil
}

// withoutRoot is an object of which only the place counts: the lines of its values are those of the result.
func withoutRoot(o *manifest.Object) *manifest.Object {
	shell := *o
	shell.Root = &manifest.Node{Type: manifest.Map}
	return &shell
}

// eachContainerAt calls use with the path and the name of every container below n.
func eachContainerAt(n *manifest.Node, at manifest.Path, use func(path manifest.Path, name string)) {
	for i := range n.Fields {
		f := &n.Fields[i]
		path := at.With(f.Key)
		for j, item := range f.Value.Items {
			if name := item.Str("name"); name != "" && manifest.IsContainer(f.Key, item) {
				use(path.With(j), name)
			} else {
				eachContainerAt(item, path.With(j), use)
			}
		}
		if f.Value.Type == manifest.Map {
			eachContainerAt(f.Value, path, use)
		}
	}
	for i, item := range n.Items {
		eachContainerAt(item, at.With(i), use)
	}
}

var (
	hash = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:^|[ \t])#[ \t]*(podlint:.*)$`)
	})
	braces = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\{\{-?[ \t]*/\*[ \t]*(podlint:.*?)[ \t]*\*/[ \t]*-?\}\}`)
	})
)

// comment reads the comment of a line, nil when it has none that speaks to podlint.
func (s *sheet) comment(number int, line string) *suppression {
	m := braces().FindStringSubmatchIndex(line)
	if m == nil {
		m = hash().FindStringSubmatchIndex(line)
	}
	if m == nil {
		return nil
	}
	d, ok, err := ParseComment(line[m[2]:m[3]])
	if !ok {
		return nil
	}
	column := utf8.RuneCountInString(line[:m[0]]) + 1
	out := &suppression{
		Directive: d, file: s.Name, used: map[string]bool{},
		at:   &manifest.Object{File: s.Name, Line: 1, Root: &manifest.Node{Type: manifest.Map}},
		span: manifest.Span{Line: number, Column: column, EndLine: number, EndColumn: column + utf8.RuneCountInString(line[m[0]:m[1]])},
	}
	switch {
	case err != nil:
		out.fail(invalid, "suppression cannot be read: "+err.Error())
	case d.File:
		s.coverFile(out)
	default:
		s.coverLine(out, strings.TrimSpace(line[:m[0]]+line[m[1]:]) == "")
		out.idle = !s.Printed[out.line]
	}
	return out
}

// isRemark tells a line that is nothing but a comment.
func isRemark(line string) bool {
	line = strings.TrimSpace(line)
	comment := (strings.HasPrefix(line, "{{/*") || strings.HasPrefix(line, "{{- /*")) && strings.HasSuffix(line, "}}")
	return strings.HasPrefix(line, "#") || comment || isMarker(line)
}

// coverFile demands that only comments come before.
func (s *sheet) coverFile(out *suppression) {
	for _, line := range s.lines[:out.span.Line-1] {
		if strings.TrimSpace(line) != "" && !isRemark(line) {
			out.fail(misplaced, "podlint:ignore-file has no effect here: it belongs in the head of a template")
			return
		}
	}
	out.wholeFile = true
}

// coverLine finds what the comment is about: its own line, or the next one when it stands alone.
func (s *sheet) coverLine(out *suppression, alone bool) {
	out.line = out.span.Line
	for alone {
		out.line++
		if out.line > len(s.lines) || strings.TrimSpace(s.lines[out.line-1]) == "" {
			out.fail(misplaced, "podlint:ignore has no effect here: it belongs at the end of a line or directly above one")
			return
		}
		alone = isRemark(s.lines[out.line-1])
	}
	for _, m := range s.made {
		switch {
		case m.line != out.line:
		case m.container != "":
			out.items = append(out.items, container{object: m.object, name: m.container})
		default:
			out.object = m.object
			return
		}
	}
}

// madeAnnotations are the suppressions in the annotations of what templates made, each once for all values.
func madeAnnotations(set *manifest.Set) []*suppression {
	seen := map[string]bool{}
	var all []*suppression
	for _, part := range set.Renders {
		for _, o := range part.Objects {
			if !ofTemplate(set, o) {
				continue
			}
			for _, s := range annotations(o) {
				at, _ := o.Place(s.path)
				s.file, s.span = at.File, at.Span
				if id := fmt.Sprint(at, s.path[len(s.path)-1]); !seen[id] {
					seen[id] = true
					all = append(all, s.ofTemplate())
				}
			}
		}
	}
	return all
}

// ofTemplate forgets the lines of the result.
func (s *suppression) ofTemplate() *suppression {
	s.at = withoutRoot(s.at)
	if s.object != nil {
		s.object = s.at
	}
	for i := range s.items {
		s.items[i].object, s.items[i].span = s.at, manifest.Span{}
	}
	return s
}
