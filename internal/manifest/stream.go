package manifest

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/source"
)

// streamReader reads a stream of documents. What is wrong in one of them is an error of that document, as in a file that is held.
type streamReader struct {
	l     *bigList
	w     *window
	batch batch
	held  reader // of what is no single object
	next  int32  // number of the next document
}

func readStream(name string, from *source.Large, workers int) (*bigList, error) {
	l := newBigList(name, from, formStream)
	r := &streamReader{l: l, w: l.w, held: reader{set: &Set{}}}
	r.batch = batch{l: l, workers: workers, parse: func(w *waiting) { w.p = parse(w.t, w.ch) }, use: r.use}
	if err := r.all(); err != nil {
		return nil, err
	}
	l.documents, l.kustomized, l.errs = r.held.set.Documents, r.held.kustomized, r.held.set.Errors
	return l, nil
}

// all cuts the input into documents, by the rules by which a file is that is held.
func (r *streamReader) all() error {
	s, size := splitter{}, 0
	for {
		n := r.w.row(size)
		row := r.w.buf[size : size+n]
		if isMarker(row, "...") || size+n > maxDocument {
			return errNoList
		}
		if n == 0 || isMarker(row, "---") && s.ends() {
			if err := r.document(&s, size); err != nil {
				return err
			}
			size = 0
		}
		if n == 0 {
			break
		}
		s.look(r.w.buf[size : size+n])
		size += n
	}
	if !r.w.whole() {
		return errNoList
	}
	return r.batch.flush()
}

// document takes the first bytes of the buffer as a document, unless there is nothing in them.
func (r *streamReader) document(s *splitter, size int) error {
	ch := chunk{end: size, empty: !s.content && !s.directives}
	some := s.marked || s.content || s.directives
	*s = splitter{}
	if some {
		if err := r.batch.add(r.next, size, ch); err != nil {
			return err
		}
		r.next++
	} else if !plainText(r.w.buf[:size]) {
		return errNoList
	}
	r.w.pass(size)
	return nil
}

func (r *streamReader) use(w *waiting) error {
	if w.p.err == nil && len(w.p.roots) == 1 && w.p.aliased == 0 && isSingle(w.t.name, w.p.roots[0]) {
		r.held.set.Documents++
		return r.l.take(w)
	}
	before := len(r.held.set.Objects)
	w.ch.document = int(w.it.index)
	r.held.collect(w.t, w.ch, wanted(w.t.name, w.p))
	r.l.held = append(r.l.held, slices.Clone(r.held.set.Objects[before:])...)
	return nil
}

// isSingle tells whether a document is one object, or none.
func isSingle(name string, root *Node) bool {
	return !isKustomization(name, root) && !strings.HasSuffix(root.Str("kind"), "List")
}
