package manifest

import (
	"bytes"
	"errors"
	"io"

	"github.com/podlint/podlint/internal/source"
)

const (
	// maxRest is how many bytes there may be in a long YAML List beside its items.
	maxRest = 1 << 20
	// maxDocument is the size in bytes of the largest document of a long YAML stream; with a larger one it is read as a whole.
	maxDocument = 4 << 20
	// maxBatch and batchBytes bound the items that wait to be parsed together.
	maxBatch   = 64
	batchBytes = 1 << 20
)

// readYAML takes a large input apart that is plainly a List in block style or a stream of documents. Of any other form, and of a List
// in which something is wrong, nothing is said but errNoList: then the whole must be read. Nothing that is read this way may be read
// otherwise as a part of the whole.
func readYAML(name string, from *source.Large, workers int) (*bigList, error) {
	if isKustomization(name, &Node{}) {
		return nil, errNoList
	}
	l, err := readEntries(name, from, workers)
	if err != nil {
		l, err = readStream(name, from, workers)
	}
	return l, err
}

// row returns the length of the line that begins at an offset of the buffer, its end included; 0 at the end of the input.
func (w *window) row(from int) int {
	for at := from; ; {
		if i := bytes.IndexByte(w.buf[at:], '\n'); i >= 0 {
			return at + i + 1 - from
		}
		at = len(w.buf)
		if !w.fill() {
			return len(w.buf) - from
		}
	}
}

// whole tells whether all of the input was read.
func (w *window) whole() bool { return len(w.buf) == 0 && errors.Is(w.err, io.EOF) }

// plainText tells whether lines end in data as everybody counts them, and no comment speaks to podlint, which is looked for in files
// that are held.
func plainText(data []byte) bool {
	if bytes.Contains(data, []byte("podlint:")) || hasRareBreak(data) || bytes.Contains(data, []byte("\n\xef\xbb\xbf")) || bytes.HasPrefix(data, bom) {
		return false
	}
	if bytes.IndexByte(data, '\r') < 0 {
		return true
	}
	return bytes.Count(data, []byte("\r")) == bytes.Count(data, []byte("\r\n"))
}

// waiting is an item that is to be parsed.
type waiting struct {
	it     Item
	t      *text
	marked bool // it carries a suppression
	ch     chunk
	p      parsed
}

// batch parses items on several goroutines and hands them on in their order.
type batch struct {
	l       *bigList
	workers int
	parse   func(w *waiting)
	use     func(w *waiting) error
	all     []waiting
	bytes   int
}

// add takes the first size bytes of the window as an item.
func (b *batch) add(index int32, size int, ch chunk) error {
	w := b.l.w
	if size > maxItem || !plainText(w.buf[:size]) {
		return errNoList
	}
	t := newText(b.l.name, bytes.Clone(w.buf[:size]))
	t.origin = w.place()
	it := Item{list: b.l, offset: w.at, size: int32(size), index: index, line: int32(t.origin.line)} //nolint:gosec // maxItem bounds size; no more lines than bytes
	b.all = append(b.all, waiting{it: it, t: t, ch: ch, marked: bytes.Contains(t.data, []byte(Suppression))})
	if b.bytes += size; b.bytes >= batchBytes || len(b.all) >= maxBatch {
		return b.flush()
	}
	return nil
}

func (b *batch) flush() error {
	each(len(b.all), b.workers, func(i int) { b.parse(&b.all[i]) })
	for i := range b.all {
		if err := b.use(&b.all[i]); err != nil {
			return err
		}
	}
	clear(b.all)
	b.all, b.bytes = b.all[:0], 0
	return nil
}

// take holds what others may refer to, and of anything else only its outline.
func (l *bigList) take(w *waiting) error {
	root := w.p.roots[0]
	is := itemType(root, l.header())
	if l.form == formStream && (is.apiVersion == "" || is.kind == "") {
		return nil
	}
	if !referred[is.kind] && !w.marked && !isList(root, is.kind) {
		seen := string(outline(stub(root, stubbed), is).appendJSON(nil))
		l.remember(root, is.kind, seen)
		l.outlines[seen]++
		l.items.add(w.it)
		return nil
	}
	o, err := w.it.object(w.t, w.p)
	if err != nil {
		return errNoList
	}
	if o == nil {
		return nil
	}
	if !w.marked {
		stubHeld(o)
	}
	l.held = append(l.held, o.Unfold(noHolds)...)
	return nil
}

func stubHeld(o *Object) {
	pass := heldStubs
	if o.Kind == "Secret" {
		pass = secretStubs
	}
	o.Root = stub(o.Root, pass)
}

// stub empties the maps and lists of some keys, as a reader of JSON that passes over them does. No two values below n are the same.
func stub(n *Node, pass map[string]bool) *Node {
	for i := range n.Fields {
		f := &n.Fields[i]
		if v := f.Value; pass[f.Key] && (v.Type == Map || v.Type == List) {
			f.Value = &Node{Type: v.Type, Span: v.Span}
		} else {
			stub(v, pass)
		}
	}
	for _, item := range n.Items {
		stub(item, pass)
	}
	return n
}
