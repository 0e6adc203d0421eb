package manifest

import (
	"bytes"
	"strconv"
	"strings"
)

// place is a value on the way of a path, with the field or the list that holds it.
type place struct {
	node  *Node
	field *Field // nil for the root and for an item of a list
}

// AtKey as the last element of a path means the key of the field before it rather than its value.
const AtKey = "@key"

// Locate returns the place of path in the object; exact tells whether path itself was found.
//
//   - A scalar is located at its value, a null that is written as nothing at its key.
//   - A map or a list under a key is located at its key, an item of a list from its first key to the end of that line.
//   - A path that ends in AtKey is located at the key of the field before.
//   - A path that runs on into a scalar by an int is that line of the scalar's text, from the first byte that is not a space.
//
// When the path does not exist it falls back, in this order, to the name of the container that the path runs through, and to
// the nearest ancestor that exists: its key, or its first line when it is an item of a list.
func (o *Object) Locate(path Path) (span Span, exact bool) {
	if o.Root == nil {
		return Span{}, false
	}
	path, key := path.trimKey()
	at := place{node: o.Root}
	var container *Node
	var before any
	for i, elem := range path {
		next, ok := at.step(elem)
		if !ok {
			return o.fallback(at, path[i:], container)
		}
		at = next
		if at.field == nil && IsContainer(before, at.node) {
			container = at.node.Get("name")
		}
		before = elem
	}
	if key && at.field != nil {
		return at.field.Span, true
	}
	return o.spanOf(at), true
}

// trimKey removes a last element AtKey and tells whether there was one.
func (p Path) trimKey() (Path, bool) {
	if last := len(p) - 1; last > 0 && p[last] == AtKey {
		return p[:last], true
	}
	return p, false
}

// Value is the path without a last element AtKey, which is no part of the manifest's structure.
func (p Path) Value() Path {
	value, _ := p.trimKey()
	return value
}

// Field writes the path as people do: spec.containers[0].image.
func (p Path) Field() string {
	var b strings.Builder
	for i, elem := range p {
		switch e := elem.(type) {
		case int:
			b.WriteString("[" + strconv.Itoa(e) + "]")
		case string:
			if e == AtKey {
				continue
			}
			if i > 0 {
				b.WriteByte('.')
			}
			b.WriteString(e)
		}
	}
	return b.String()
}

// IsContainer tells whether an item of the list under a key is a container: every item of the lists of a PodSpec is one, and elsewhere
// what has a name and an image.
func IsContainer(list any, item *Node) bool {
	if item.Get("name") == nil {
		return false
	}
	return list == "containers" || list == "initContainers" || list == "ephemeralContainers" || item.Str("image") != ""
}

func (p place) step(elem any) (place, bool) {
	if key, ok := elem.(string); ok {
		f := p.node.field(key)
		if f == nil {
			return place{}, false
		}
		return place{node: f.Value, field: f}, true
	}
	n := p.node.child(elem)
	return place{node: n}, n != nil
}

// fallback locates a path of which rest does not exist below at.
func (o *Object) fallback(at place, rest Path, container *Node) (Span, bool) {
	if line, ok := asIndex(rest[0]); ok && len(rest) == 1 && at.node.Type == String {
		if s, ok := o.textLine(at.node, line); ok {
			return s, true
		}
		return at.node.Span, false
	}
	if container != nil {
		return container.Span, false
	}
	if at.field != nil {
		return at.field.Span, false
	}
	return o.spanOf(at), false
}

func (o *Object) spanOf(p place) Span {
	s := p.node.Span
	isEmpty := s.Line == s.EndLine && s.Column == s.EndColumn
	switch {
	case p.field != nil && (isEmpty || p.node.Type == Map || p.node.Type == List):
		return p.field.Span
	case p.node.Type == Map || p.node.Type == List:
		return o.firstLine(p.node)
	default:
		return s
	}
}

// firstLine is the first line of a map or list: from its first key or item to the end of what stands there on the same line.
func (o *Object) firstLine(n *Node) Span {
	s := n.Span
	head, value := s, (*Node)(nil)
	switch {
	case len(n.Items) > 0:
		value = n.Items[0]
	case len(n.Fields) > 0 && within(n.Fields[0].Span, s):
		head, value = n.Fields[0].Span, n.Fields[0].Value
		s.Line, s.Column = head.Line, head.Column
	}
	switch {
	case s.EndLine == s.Line:
	case value != nil && value.Span.Line == s.Line && value.Span.EndLine == s.Line:
		s.EndLine, s.EndColumn = s.Line, value.Span.EndColumn
	case head.EndLine == s.Line:
		s.EndLine, s.EndColumn = s.Line, head.EndColumn
	default:
		s.EndLine, s.EndColumn = o.endOfLine(s.Line)
	}
	return s
}

// within tells whether inner begins inside outer; the fields of a merge key stand elsewhere.
func within(inner, outer Span) bool {
	return inner.Line >= outer.Line && inner.Line <= outer.EndLine
}

func (o *Object) endOfLine(line int) (endLine, endColumn int) {
	i := line - 1 - o.text.origin.line
	content := bytes.TrimRight(o.text.data[o.text.lines[i]:o.text.lineEnd(i)], " \t")
	return o.text.position(o.text.lines[i] + len(content))
}

// textLine returns where the 0-based line of a string's text stands, and false when the text has no such line.
func (o *Object) textLine(n *Node, line int) (Span, bool) {
	pos, end, ok := lineIn(n.Text, line)
	if !ok || o.text == nil {
		return Span{}, false
	}
	t := o.text
	off := t.offset(n.Span.Line, n.Span.Column)
	if n.Text == "" {
		return n.Span, true // the next line of a block scalar is no longer its own
	}
	if !n.Block {
		return flowLine(t, n, off, pos, end), true
	}
	below, _ := t.origin.back(n.Span.Line, 1) // 0-based, the line after the indicators
	if off >= len(t.data) || t.data[off] != '>' {
		return t.contentOf(below + line), true
	}
	if below >= len(t.lines) {
		return n.Span, true
	}
	if at, ok := seekFolded(t.data, t.lines[below], n.Text, pos); ok && at < len(t.data) {
		return t.span(at, t.lineEnd(t.lineOf(at))), true
	}
	return n.Span, true
}

// lineIn returns the region of a 0-based line of text, its line feed left out.
func lineIn(text string, line int) (start, end int, ok bool) {
	for ; line > 0; line-- {
		i := strings.IndexByte(text[start:], '\n')
		if i < 0 || start+i+1 == len(text) {
			return 0, 0, false
		}
		start += i + 1
	}
	end = len(text)
	if i := strings.IndexByte(text[start:], '\n'); i >= 0 {
		end = start + i
	}
	return start, end, line == 0
}

// flowLine locates text[pos:end] of a plain or quoted scalar; where the source cannot be followed it is the whole scalar.
func flowLine(t *text, n *Node, off, pos, end int) Span {
	if pos == 0 && end == len(n.Text) {
		return n.Span
	}
	f := newFlowScalar(t.data, off, n.Text)
	if !f.seek(pos) {
		return n.Span
	}
	start := t.skipBreak(f.off)
	if !f.seek(end) {
		return n.Span
	}
	return t.span(start, max(start, f.off))
}

// skipBreak moves past an escaped line break of a double-quoted scalar and the spaces around it: the text goes on in the next line.
func (t *text) skipBreak(off int) int {
	rest := t.data[min(off, len(t.data)):]
	spaces := countPrefix(rest, " \t")
	if !bytes.HasPrefix(rest[spaces:], []byte("\\\n")) && !bytes.HasPrefix(rest[spaces:], []byte("\\\r\n")) {
		return off + spaces
	}
	at := off + spaces + bytes.IndexByte(rest[spaces:], '\n') + 1
	at += countPrefix(t.data[at:], " \t")
	if bytes.HasPrefix(t.data[at:], []byte(`\ `)) { // an escaped space keeps the indentation
		at += 1 + countPrefix(t.data[at+1:], " \t")
	}
	return at
}

// contentOf is the 0-based line of the file without the spaces before and the line break behind.
func (t *text) contentOf(line int) Span {
	if line >= len(t.lines) {
		return t.span(len(t.data), len(t.data))
	}
	end := t.lineEnd(line)
	start := min(t.lines[line]+countPrefix(t.data[t.lines[line]:], " \t"), end)
	return t.span(start, end)
}

// Locate is Object.Locate for a path that may begin with "@Kind/namespace/name", which leads into another object of the set.
// It returns the object that the path ends in, o itself when there is no such object.
func (s *Set) Locate(o *Object, path Path) (in *Object, span Span, exact bool) {
	if len(path) > 0 {
		if ref, ok := path[0].(string); ok && strings.HasPrefix(ref, "@") {
			return s.locateOther(o, ref[1:], path[1:])
		}
	}
	span, exact = o.Locate(path)
	return o, span, exact
}

func (s *Set) locateOther(o *Object, ref string, path Path) (in *Object, span Span, exact bool) {
	parts := strings.SplitN(ref, "/", 3)
	if len(parts) == 3 {
		if other := s.FindNear(o, parts[0], parts[1], parts[2]).Object; other != nil {
			span, exact = other.Locate(path)
			return other, span, exact
		}
	}
	span, _ = o.Locate(nil)
	return o, span, false
}
