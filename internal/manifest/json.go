package manifest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// jsonReader reads one JSON document. Large lists come as JSON, and a YAML parser takes five times as long for them.
type jsonReader struct {
	t    *text
	cur  *cursor
	src  string // the file up to the end of the document
	off  int
	slab []Node
	made int // nodes of the last slab
	path []step
	dups []Duplicate
	err  *Error
	// slabSize is the most nodes that are made at once, 0 for maxSlab.
	slabSize int
	// depth is how deep the document stands in a larger one.
	depth int
	// pass are keys whose maps and lists are read as empty ones.
	pass map[string]bool
	// keep is what is read of the value that is being read, nil for all of it: other maps and lists are read as empty ones.
	keep *branch
}

func newJSONReader(t *text, start, end int) *jsonReader {
	return &jsonReader{t: t, cur: newCursor(t), src: t.asString()[:end], off: start}
}

// fail keeps the first error and returns nil, for the caller to return.
func (r *jsonReader) fail(off int, format string, args ...any) *Node {
	if r.err == nil {
		r.err = &Error{File: r.t.name, Message: fmt.Sprintf(format, args...)}
		r.err.Line, r.err.Column = r.t.position(off)
	}
	return nil
}

func (r *jsonReader) newNode(typ Type) *Node {
	if len(r.slab) == 0 {
		r.made = nextSlab(r.made, cmp.Or(r.slabSize, maxSlab))
		r.slab = make([]Node, r.made)
	}
	out := &r.slab[0]
	r.slab = r.slab[1:]
	out.Type = typ
	out.Span.Line, out.Span.Column = r.cur.place(r.off)
	return out
}

// space passes white space.
func (r *jsonReader) space() {
	for r.off < len(r.src) && isSpace(r.src[r.off]) {
		r.off++
	}
}

// next returns the next byte that is not white space, 0 at the end.
func (r *jsonReader) next() byte {
	r.space()
	if r.off < len(r.src) {
		return r.src[r.off]
	}
	return 0
}

// document reads the next value of the document, nil at its end or after an error.
func (r *jsonReader) document() *Node {
	if r.next() == 0 && r.off >= len(r.src) {
		return nil
	}
	return r.value(r.depth)
}

// all reads every value of the document; with an error there is none.
func (r *jsonReader) all() parsed {
	p := parsed{}
	for n := r.document(); n != nil; n = r.document() {
		p.roots = append(p.roots, n)
	}
	p.dups, p.err = r.dups, r.err
	if p.err != nil {
		p.roots = nil
	}
	return p
}

func (r *jsonReader) value(depth int) *Node {
	if depth > maxDepth {
		return r.fail(r.off, "%s", msgDepth())
	}
	switch c := r.next(); {
	case c == '{':
		return r.object(depth)
	case c == '[':
		return r.array(depth)
	case c == '"':
		return r.stringNode()
	case c == '-' || c >= '0' && c <= '9':
		return r.number()
	default:
		return r.word()
	}
}

func (r *jsonReader) close(n *Node) *Node {
	r.off++
	n.Span.EndLine, n.Span.EndColumn = r.cur.place(r.off)
	return n
}

func (r *jsonReader) object(depth int) *Node {
	n := r.newNode(Map)
	r.off++
	set := fieldSet{}
	for first := true; ; first = false {
		switch c := r.next(); {
		case c == '}' && first:
			return r.close(n)
		case c == '}':
			n.Fields = set.fields
			return r.close(n)
		case !first && c != ',':
			return r.fail(r.off, "want a comma or } after a value in JSON")
		case !first:
			r.off++
		}
		f, ok := r.field(depth)
		if !ok {
			return nil
		}
		r.put(&set, f)
	}
}

func (r *jsonReader) field(depth int) (Field, bool) {
	if r.next() != '"' {
		r.fail(r.off, "want a key in double quotes in JSON")
		return Field{}, false
	}
	f := Field{}
	f.Span.Line, f.Span.Column = r.cur.place(r.off)
	var ok bool
	if f.Key, ok = r.quoted(); !ok {
		return f, false
	}
	f.Span.EndLine, f.Span.EndColumn = r.cur.place(r.off)
	if r.next() != ':' {
		r.fail(r.off, "want a colon after a key in JSON")
		return f, false
	}
	r.off++
	if c := r.next(); r.pass[f.Key] && (c == '{' || c == '[') {
		f.Value = r.passOver(c)
		return f, f.Value != nil
	}
	f.Value = r.inside(depth+1, f.Key, step{key: f.Key, index: -1})
	return f, f.Value != nil
}

// inside reads the value of a field or an item, as far as it is wanted.
func (r *jsonReader) inside(depth int, elem any, at step) *Node {
	keep := r.keep
	if keep != nil {
		if r.keep = keep.next[elem]; r.keep == nil {
			r.keep = &branch{}
			if c := r.next(); c == '{' || c == '[' {
				r.keep = keep
				return r.passOver(c)
			}
		}
	}
	r.path = append(r.path, at)
	n := r.value(depth)
	r.path = r.path[:len(r.path)-1]
	r.keep = keep
	return n
}

// passOver returns an empty map or list for one that is not looked at.
func (r *jsonReader) passOver(open byte) *Node {
	n := r.newNode(Map)
	if open == '[' {
		n.Type = List
	}
	w := window{buf: r.t.data[r.off:len(r.src)], err: io.EOF}
	size := w.value()
	if size == 0 {
		return r.fail(r.off, "the JSON document ends too early")
	}
	r.off += size
	n.Span.EndLine, n.Span.EndColumn = r.cur.place(r.off)
	return n
}

// put adds f; of a key that is there twice the later value stays.
func (r *jsonReader) put(set *fieldSet, f Field) {
	i, _ := set.find(f.Key)
	if i < 0 {
		set.add(f)
		return
	}
	r.dups = append(r.dups, duplicate(append(pathOf(r.path), f.Key), &set.fields[i], &f))
	set.fields[i] = f
}

func (r *jsonReader) array(depth int) *Node {
	n := r.newNode(List)
	n.Items = []*Node{}
	r.off++
	for {
		switch c := r.next(); {
		case c == ']' && len(n.Items) == 0:
			return r.close(n)
		case c == ']':
			return r.close(n)
		case len(n.Items) > 0 && c != ',':
			return r.fail(r.off, "want a comma or ] after a value in JSON")
		case len(n.Items) > 0:
			r.off++
		}
		item := r.inside(depth+1, len(n.Items), step{index: len(n.Items)})
		if item == nil {
			return nil
		}
		n.Items = append(n.Items, item)
	}
}

func (r *jsonReader) stringNode() *Node {
	n := r.newNode(String)
	var ok bool
	if n.Text, ok = r.quoted(); !ok {
		return nil
	}
	n.Span.EndLine, n.Span.EndColumn = r.cur.place(r.off)
	return n
}

// quoted reads a string; the text of one without escapes is shared with the source.
func (r *jsonReader) quoted() (string, bool) {
	start := r.off
	escaped := false
	for i := start + 1; i < len(r.src); i++ {
		switch c := r.src[i]; {
		case c == '"':
			r.off = i + 1
			return r.unquote(start, i+1, escaped)
		case c == '\\':
			escaped = true
			i++
		case c < ' ':
			r.fail(i, "a string in JSON holds a raw line break, tab or control character")
			return "", false
		}
	}
	r.fail(start, "a string in JSON is not closed")
	return "", false
}

func (r *jsonReader) unquote(start, end int, escaped bool) (string, bool) {
	if !escaped {
		return r.src[start+1 : end-1], true
	}
	var out string
	if err := json.Unmarshal([]byte(r.src[start:end]), &out); err != nil {
		r.fail(start, "a string in JSON has an invalid escape")
		return "", false
	}
	return out, true
}

// safeDigits is how many bytes of a whole number always fit into 64 bits; a longer one is read as YAML is.
const safeDigits = 18

func (r *jsonReader) number() *Node {
	n := r.newNode(Int)
	start := r.off
	r.off += countPrefix(r.t.data[start:len(r.src)], "+-.0123456789eE")
	literal := r.src[start:r.off]
	if !json.Valid([]byte(literal)) {
		return r.fail(start, "%q is not a JSON number", clip(literal))
	}
	n.Text = literal
	if strings.ContainsAny(literal, ".eE") {
		f, err := strconv.ParseFloat(literal, 64)
		if err != nil {
			return r.fail(start, "%s is too large a number", clip(literal))
		}
		s := floatScalar(f)
		n.Type, n.Text = s.typ, s.text
	} else if len(literal) > safeDigits || literal == "-0" {
		s := resolvePlain("", literal)
		n.Type, n.Text = s.typ, s.text
	}
	n.Span.EndLine, n.Span.EndColumn = r.cur.place(r.off)
	return n
}

func (r *jsonReader) word() *Node {
	for _, w := range [...]struct {
		text string
		typ  Type
	}{{"true", Bool}, {"false", Bool}, {"null", Null}} {
		if strings.HasPrefix(r.src[r.off:], w.text) {
			n := r.newNode(w.typ)
			n.Text = w.text
			r.off += len(w.text)
			n.Span.EndLine, n.Span.EndColumn = r.cur.place(r.off)
			return n
		}
	}
	if r.off >= len(r.src) {
		return r.fail(r.off, "the JSON document ends too early")
	}
	c, _ := utf8.DecodeRuneInString(r.src[r.off:])
	return r.fail(r.off, "want a JSON value, found %q", c)
}
