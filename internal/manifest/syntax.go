package manifest

import (
	"bytes"
	"fmt"

	"go.yaml.in/yaml/v3"

	"github.com/podlint/podlint/internal/source"
)

// Form is how a value is written.
type Form uint8

// The forms of values.
const (
	AsScalar Form = iota
	AsMap
	AsList
	AsAlias
)

// Written is a value as it stands in its file, for those who change the file. Offsets are of bytes of the file, ends are exclusive.
type Written struct {
	Form Form
	// Flow tells that the value stands in brackets or is written with them, as all of JSON is.
	Flow bool
	// Quote is the quotation mark of a scalar, or '|' or '>'; 0 for a plain one.
	Quote byte
	// Anchored tells that aliases may lead here.
	Anchored bool
	// Start is the first byte, tag and anchor included; Inner is the first one after them.
	Start, Inner int
	// End is after the last byte. A block scalar ends with its last line that is not empty, its break left out; a value that is written as nothing
	// ends where it starts.
	End int
	// Body is where the text of a block scalar begins, else 0.
	Body int
	// Entries are those of a map as they are written: of a key that is there twice both, and merge keys.
	Entries []WrittenEntry
	// Items are those of a list, Dashes the offsets of their dashes; there are none in brackets.
	Items  []*Written
	Dashes []int
}

// WrittenEntry is an entry of a map.
type WrittenEntry struct {
	Name       string
	Merge      bool // it is "<<"
	Key, Value *Written
}

// Entry returns the last entry of that name, as kubectl reads it, else nil.
func (w *Written) Entry(name string) *WrittenEntry {
	for i := len(w.Entries) - 1; i >= 0; i-- {
		if e := &w.Entries[i]; e.Name == name && !e.Merge {
			return e
		}
	}
	return nil
}

// Syntax reads how the documents of a file are written.
type Syntax struct {
	t      *text
	chunks []chunk
}

// NewSyntax is for a file as [Set.Sources] holds it.
func NewSyntax(data []byte) *Syntax {
	t := newText("", data)
	return &Syntax{t: t, chunks: split(t)}
}

// Documents are the indices of those that are not empty.
func (s *Syntax) Documents() []int {
	var out []int
	for _, ch := range s.chunks {
		if !ch.empty {
			out = append(out, ch.document)
		}
	}
	return out
}

// Document reads a document by its index in the file, and where it begins and ends. It fails for one that is no YAML, or has keys that are
// written with a question mark.
func (s *Syntax) Document(index int) (w *Written, start, end int, err error) {
	defer func() {
		if r := recover(); r != nil {
			w, err = nil, fmt.Errorf("cannot parse this document: %v", r)
		}
	}()
	for _, ch := range s.chunks {
		if ch.document == index && !ch.empty {
			w, err = syntaxOf(s.t, ch)
			return w, ch.start, ch.end, err
		}
	}
	return nil, 0, 0, fmt.Errorf("the file has no document %d", index)
}

// Span is the region of the bytes from start to end.
func (s *Syntax) Span(start, end int) Span { return s.t.span(start, end) }

// Offset is where a place is, the end of its line when that is shorter.
func (s *Syntax) Offset(line, column int) int { return s.t.offset(line, column) }

func syntaxOf(t *text, ch chunk) (*Written, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(t.data[ch.start:ch.end], &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, fmt.Errorf("document %d is empty", ch.document)
	}
	s := &syntaxReader{c: newConverter(t, ch), end: ch.end}
	w := s.value(doc.Content[0], -1, false)
	return w, s.err
}

// syntaxReader turns the nodes of a document into what is written.
type syntaxReader struct {
	c   *converter
	end int // of the document
	err error
}

func (s *syntaxReader) fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf(format, args...)
	}
}

// value reads y, which stands deeper than the column indent, from 0; -1 for the root.
func (s *syntaxReader) value(y *yaml.Node, indent int, inFlow bool) *Written {
	w := &Written{Flow: inFlow || y.Style&yaml.FlowStyle != 0, Anchored: y.Anchor != "", Start: s.c.start(y)}
	w.Inner, w.End = w.Start, w.Start
	switch y.Kind {
	case yaml.AliasNode:
		w.Form = AsAlias
		w.End = w.Start + propertyLen(s.c.t.data[w.Start:])
	case yaml.MappingNode:
		w.Form, w.Inner = AsMap, s.c.skipProperties(w.Start)
		s.entries(w, y)
	case yaml.SequenceNode:
		w.Form, w.Inner = AsList, s.c.skipProperties(w.Start)
		s.items(w, y)
	case yaml.ScalarNode:
		s.scalar(w, y, indent)
	default:
		s.fail("a value is of no known kind")
	}
	return w
}

// column is the column of an offset, from 0, in characters.
func (s *syntaxReader) column(off int) int {
	_, column := s.c.t.position(off)
	return column - 1
}

func (s *syntaxReader) entries(w *Written, y *yaml.Node) {
	for i := 0; i+1 < len(y.Content) && s.err == nil; i += 2 {
		k, v := y.Content[i], y.Content[i+1]
		key := s.value(k, -1, w.Flow)
		if key.Form == AsMap || key.Form == AsList || s.isComplex(key) {
			s.fail("a key is written in a way that is not changed here")
			return
		}
		e := WrittenEntry{Merge: isMergeKey(k), Key: key}
		if !e.Merge {
			e.Name, _ = s.c.key(k)
		}
		e.Value = s.value(v, s.column(key.Start), w.Flow)
		if e.Value.End == e.Value.Start && !s.isAt(e.Value) {
			e.Value.Start = s.afterColon(key.End)
			e.Value.Inner, e.Value.End = e.Value.Start, e.Value.Start
		}
		w.Entries = append(w.Entries, e)
		w.End = max(w.End, e.Value.End, key.End)
	}
	s.close(w, '}')
}

// isAt tells whether a scalar that is written as nothing has at least its quotes or its properties.
func (s *syntaxReader) isAt(w *Written) bool {
	return w.Quote != 0 || w.Inner != w.Start || w.Form != AsScalar
}

// isComplex tells a key behind a question mark.
func (s *syntaxReader) isComplex(key *Written) bool {
	before := bytes.TrimRight(s.c.t.data[:key.Start], " ")
	return bytes.HasSuffix(before, []byte("?")) && (len(before) == 1 || bytes.IndexByte([]byte(" \n\r-{,["), before[len(before)-2]) >= 0)
}

// afterColon is the offset behind the colon of a key that ends at off.
func (s *syntaxReader) afterColon(off int) int {
	if i := bytes.IndexByte(s.c.t.data[off:s.end], ':'); i >= 0 {
		return off + i + 1
	}
	return off
}

func (s *syntaxReader) items(w *Written, y *yaml.Node) {
	at := w.Inner
	for _, child := range y.Content {
		indent := -1
		if !w.Flow {
			at = skipBlank(s.c.t.data, at)
			if at >= s.end || s.c.t.data[at] != '-' {
				s.fail("an item of a list stands where no dash is found")
				return
			}
			w.Dashes, indent = append(w.Dashes, at), s.column(at)
		}
		item := s.value(child, indent, w.Flow)
		if item.End == item.Start && !s.isAt(item) && !w.Flow {
			item.Start, item.Inner, item.End = at+1, at+1, at+1
		}
		if at = item.End; s.err != nil {
			return
		}
		w.Items, w.End = append(w.Items, item), max(w.End, at)
	}
	s.close(w, ']')
}

// close finds the bracket that ends a collection.
func (s *syntaxReader) close(w *Written, bracket byte) {
	if w.Flow {
		w.End = findClosing(s.c.t.data, max(w.End, w.Inner+1), bracket)
	}
}

func (s *syntaxReader) scalar(w *Written, y *yaml.Node, indent int) {
	src := s.c.t.data
	switch {
	case y.Style&yaml.LiteralStyle != 0:
		w.Quote = '|'
	case y.Style&yaml.FoldedStyle != 0:
		w.Quote = '>'
	case y.Style&yaml.DoubleQuotedStyle != 0:
		w.Quote = '"'
	case y.Style&yaml.SingleQuotedStyle != 0:
		w.Quote = '\''
	}
	if w.Quote == 0 && y.Value == "" {
		if w.Anchored || y.Style&yaml.TaggedStyle != 0 {
			w.Inner = s.c.propertiesEnd(w.Start)
			w.End = w.Inner
		}
		return
	}
	w.Inner = s.c.skipProperties(w.Start)
	w.End = s.c.scalarEnd(y, w.Inner)
	if w.Quote == '|' || w.Quote == '>' {
		s.block(w, src, indent)
	}
}

// block finds where the text of a block scalar stands, which is deeper than indent.
func (s *syntaxReader) block(w *Written, src []byte, indent int) {
	t := s.c.t
	head := t.lineOf(w.Inner)
	w.Body = len(src)
	if head+1 < len(t.lines) {
		w.Body = t.lines[head+1]
	}
	keep := bytes.IndexByte(src[w.Inner:t.lineEnd(head)], '+') >= 0
	least := indent + 1
	if digits := bytes.IndexAny(src[w.Inner:w.End], "123456789"); digits >= 0 {
		least = max(indent, 0) + int(src[w.Inner+digits]-'0')
	}
	for line, first := head+1, true; line < len(t.lines) && t.lines[line] < s.end; line++ {
		content := src[t.lines[line]:t.lineEnd(line)]
		deep := countPrefix(content, " ")
		if deep == len(content) {
			if keep {
				w.End = t.lineEnd(line)
			}
			continue
		}
		if deep < least {
			return
		}
		if first {
			least, first = max(least, deep), false
		}
		w.End = t.lineEnd(line)
	}
}

// Roots are the values of all documents of a file in their order, for comparing; an error is of the first document that cannot be parsed.
func Roots(name string, data []byte) ([]*Object, error) {
	out, errs := Documents(source.File{Name: name, Data: data})
	if len(errs) > 0 {
		return nil, fmt.Errorf("line %d: %s", errs[0].Line, errs[0].Message)
	}
	return out, nil
}
