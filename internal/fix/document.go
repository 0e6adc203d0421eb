package fix

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/manifest"
)

// document is one document of a file, as it is written.
type document struct {
	data       []byte // of the whole file
	start, end int    // of the document in it
	root       *manifest.Written
	json       bool   // keys and texts need double quotes
	newline    string // that the file uses
	step       int    // by which maps are indented
	dash       int    // by which the dashes of a list are indented under their key
}

// Columns of indentation where a document shows none.
const (
	usualStep = 2
	usualDash = 2
)

func newDocument(data []byte, syntax *manifest.Syntax, index int) (*document, error) {
	root, start, end, err := syntax.Document(index)
	if err != nil {
		return nil, fmt.Errorf("how the document is written cannot be followed: %w", err)
	}
	d := &document{data: data, start: start, end: end, root: root, newline: newlineOf(data), step: -1, dash: -1}
	d.json = d.isJSON(root)
	d.habits(root)
	if d.step < 0 {
		d.step = usualStep
	}
	if d.dash < 0 {
		d.dash = usualDash
	}
	return d, nil
}

// newlineOf is how the lines of a file end.
func newlineOf(data []byte) string {
	if i := bytes.IndexByte(data, '\n'); i > 0 && data[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// isJSON tells whether all of a value is written as JSON is.
func (d *document) isJSON(w *manifest.Written) bool {
	if w.Form != manifest.AsMap && w.Form != manifest.AsList {
		return true
	}
	if !w.Flow {
		return false
	}
	for i := range w.Entries {
		if e := &w.Entries[i]; e.Key.Quote != '"' || !d.isJSON(e.Value) {
			return false
		}
	}
	for _, item := range w.Items {
		if !d.isJSON(item) {
			return false
		}
	}
	return true
}

// habits finds how deep the first map and the first list in block style are indented.
func (d *document) habits(w *manifest.Written) {
	for i := range w.Entries {
		e := &w.Entries[i]
		if !w.Flow && !e.Value.Flow {
			deeper := d.column(e.Value.Inner) - d.column(e.Key.Start)
			switch {
			case e.Value.Form == manifest.AsMap && d.step < 0 && deeper > 0:
				d.step = deeper
			case e.Value.Form == manifest.AsList && d.dash < 0 && deeper >= 0:
				d.dash = deeper
			}
		}
		d.habits(e.Value)
	}
	for _, item := range w.Items {
		d.habits(item)
	}
}

// lineStart is the offset of the first byte of the line that holds off.
func (d *document) lineStart(off int) int {
	return bytes.LastIndexByte(d.data[:off], '\n') + 1
}

// lineEnd is the offset behind the content of the line that holds off, its break left out.
func (d *document) lineEnd(off int) int {
	end := len(d.data)
	if i := bytes.IndexByte(d.data[off:], '\n'); i >= 0 {
		end = off + i
	}
	if end > off && d.data[end-1] == '\r' {
		end--
	}
	return end
}

// nextLine is the start of the line after the one that holds off, the end of the file after the last.
func (d *document) nextLine(off int) int {
	if i := bytes.IndexByte(d.data[off:], '\n'); i >= 0 {
		return off + i + 1
	}
	return len(d.data)
}

// column is the column of an offset, from 0, in characters.
func (d *document) column(off int) int {
	return utf8.RuneCount(bytes.TrimPrefix(d.data[d.lineStart(off):off], []byte("\uFEFF")))
}

// begins tells whether nothing but spaces stands before an offset on its line.
func (d *document) begins(off int) bool {
	return len(bytes.Trim(d.data[d.lineStart(off):off], " ")) == 0
}

// spot is where a path leads: an entry of a map or an item of a list, with what holds it. The root has no holder.
type spot struct {
	holder *manifest.Written
	index  int // in the holder's entries or items
	value  *manifest.Written
	outer  *spot // of the holder; nil when that is the root
}

func (s *spot) entry() *manifest.WrittenEntry {
	if s.holder == nil || s.holder.Form != manifest.AsMap {
		return nil
	}
	return &s.holder.Entries[s.index]
}

// start is the first byte: of the key of an entry, of the dash or the value of an item.
func (s *spot) start() int {
	switch {
	case s.entry() != nil:
		return s.entry().Key.Start
	case s.holder != nil && !s.holder.Flow:
		return s.holder.Dashes[s.index]
	}
	return s.value.Start
}

// end is behind the last byte of the value, at least behind the colon of a key.
func (s *spot) end() int {
	if e := s.entry(); e != nil {
		return max(s.value.End, e.Key.End)
	}
	return s.value.End
}

// sibling is the spot of another element of the same holder.
func (s *spot) sibling(index int) *spot {
	out := &spot{holder: s.holder, index: index, outer: s.outer}
	if s.holder.Form == manifest.AsMap {
		out.value = s.holder.Entries[index].Value
	} else {
		out.value = s.holder.Items[index]
	}
	return out
}

// count is how many elements the holder has.
func (s *spot) count() int { return len(s.holder.Entries) + len(s.holder.Items) }

var (
	errAlias  = errors.New("the value is written at an anchor, and the fix would change another user of it")
	errMerged = errors.New("the value comes in through a merge key (<<), and the fix would change another user of its anchor")
)

// find follows a path as far as it is written. rest is what is not there; an int at its head is an item that a list does not have.
func (d *document) find(path manifest.Path) (at *spot, rest manifest.Path, err error) {
	at = &spot{value: d.root}
	for i, elem := range path {
		if at.value.Form == manifest.AsAlias {
			return nil, nil, errAlias
		}
		next := at.child(elem)
		if next == nil {
			if merges(at.value) {
				return nil, nil, errMerged
			}
			return at, path[i:], nil
		}
		at = next
	}
	return at, nil, nil
}

func merges(w *manifest.Written) bool {
	for i := range w.Entries {
		if w.Entries[i].Merge {
			return true
		}
	}
	return false
}

func (s *spot) child(elem any) *spot {
	outer := s
	if s.holder == nil {
		outer = nil
	}
	w := s.value
	switch e := elem.(type) {
	case string:
		for i, entry := range slices.Backward(w.Entries) {
			if entry.Name == e && !entry.Merge {
				return &spot{holder: w, index: i, value: entry.Value, outer: outer}
			}
		}
	case int:
		if e >= 0 && e < len(w.Items) {
			return &spot{holder: w, index: e, value: w.Items[e], outer: outer}
		}
	}
	return nil
}

// whole finds a path that must be written.
func (d *document) whole(path manifest.Path) (*spot, error) {
	at, rest, err := d.find(path)
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("%s is not there", said(path))
	}
	if err != nil {
		return nil, err
	}
	return at, nil
}

// said writes a path for people.
func said(path manifest.Path) string {
	out := ""
	for _, elem := range path {
		switch e := elem.(type) {
		case int:
			out += fmt.Sprintf("[%d]", e)
		default:
			if out != "" {
				out += "."
			}
			out += fmt.Sprint(e)
		}
	}
	return out
}
