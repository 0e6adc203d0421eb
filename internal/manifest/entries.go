package manifest

import (
	"bytes"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/source"
)

// entryReader reads a List in block style, as kubectl prints it. An item begins where a dash stands as deep as that of the first item
// and ends where the next one begins, or a line that is not indented. What stands in between is parsed as a document of its own; when
// that is whole, no quote and no bracket was open at its end, so that the next line means the same in the List as it does alone.
type entryReader struct {
	l       *bigList
	w       *window
	batch   batch
	rest    []byte // the List with its first item alone
	dash    int    // indentation of the items
	line    int    // of the key "items", from 1
	first   int    // of the first item, from 1
	untyped bool   // there is an item that says nothing of its type
}

func readEntries(name string, from *source.Large, workers int) (*bigList, error) {
	l := newBigList(name, from, formEntries)
	r := &entryReader{l: l, w: l.w}
	r.batch = batch{l: l, workers: workers, parse: func(w *waiting) { w.p = parseEntry(w.t) }, use: r.use}
	for _, step := range []func() error{r.head, r.items, r.batch.flush, r.tail, r.check} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// keep adds the next line, or an item, to the rest.
func (r *entryReader) keep(n int) error {
	r.rest = append(r.rest, r.w.buf[:n]...)
	r.w.pass(n)
	if len(r.rest) > maxRest {
		return errNoList
	}
	return nil
}

// head reads up to the first item.
func (r *entryReader) head() error {
	for begun := false; r.line == 0; {
		n := r.w.row(0)
		row := bytes.TrimRight(r.w.buf[:n], " \r\n")
		switch {
		case n == 0, len(row) > 0 && row[0] == '%':
			return errNoList
		case isMarker(row, "---"), isMarker(row, "..."):
			if begun || string(row) != "---" {
				return errNoList
			}
			begun = true
		case string(row) == "items:":
			r.line = r.w.line + 1
		case !isBlank(row):
			begun = true
		}
		if err := r.keep(n); err != nil {
			return err
		}
	}
	return r.toFirst()
}

// toFirst passes what stands between the key "items" and the first item.
func (r *entryReader) toFirst() error {
	for {
		n := r.w.row(0)
		row := bytes.TrimRight(r.w.buf[:n], " \r\n")
		dash, isEntry := entry(row)
		switch {
		case isEntry:
			r.dash, r.first = dash, r.w.line+1
			return nil
		case n == 0, !isBlank(row):
			return errNoList
		}
		if err := r.keep(n); err != nil {
			return err
		}
	}
}

// entry tells whether a line begins an item of a list, and how deep.
func entry(row []byte) (indent int, ok bool) {
	indent = countPrefix(row, " ")
	rest := row[indent:]
	return indent, len(rest) > 0 && rest[0] == '-' && (len(rest) == 1 || rest[1] == ' ')
}

// items reads the items.
func (r *entryReader) items() error {
	for index := int32(0); ; index++ {
		n, err := r.entry()
		if err != nil || n == 0 {
			return err
		}
		if err := r.batch.add(index, n, chunk{}); err != nil {
			return err
		}
		if index == 0 {
			err = r.keep(n)
		} else {
			r.w.pass(n)
		}
		if err != nil {
			return err
		}
	}
}

// entry returns the length of the item that the buffer begins with, 0 when there is none any more.
func (r *entryReader) entry() (size int, err error) {
	for size <= maxItem {
		n := r.w.row(size)
		row := bytes.TrimRight(r.w.buf[size:size+n], "\r\n")
		indent, isEntry := entry(row)
		switch {
		case n == 0:
			return size, nil
		case complexKey(row):
			return 0, errNoList
		case len(row) == indent, row[indent] == '#', indent > r.dash && size > 0:
		case indent == r.dash && isEntry:
			if size > 0 {
				return size, nil
			}
		case indent == 0:
			return size, nil
		default:
			return 0, errNoList
		}
		size += n
	}
	return 0, errNoList
}

// complexKey tells whether a line may hold a key that is written with a question mark: without a value, it has the place of what follows.
func complexKey(row []byte) bool {
	row = bytes.TrimLeft(row, " -")
	return len(row) > 0 && row[0] == '?' && (len(row) == 1 || row[1] == ' ')
}

// tail reads what follows after the items.
func (r *entryReader) tail() error {
	for n := r.w.row(0); n > 0; n = r.w.row(0) {
		if row := r.w.buf[:n]; isMarker(row, "---") || isMarker(row, "...") {
			return errNoList
		}
		if err := r.keep(n); err != nil {
			return err
		}
	}
	if !r.w.whole() || !plainText(r.rest) {
		return errNoList
	}
	return nil
}

// check reads the List as if it had one item, and demands that the items stand where they were looked for.
func (r *entryReader) check() error {
	t := newText(r.l.name, r.rest)
	p := parse(t, chunk{end: len(r.rest)})
	if p.err != nil || len(p.roots) != 1 || p.aliased > 0 || slices.ContainsFunc(p.dups, func(d Duplicate) bool { return len(d.Path) == 1 }) {
		return errNoList
	}
	r.l.is = typeOf(p.roots[0])
	of, isList := strings.CutSuffix(r.l.is.kind, "List")
	if !isList || r.l.is.apiVersion == "" || r.untyped && referred[of] || !r.placed(p.roots[0].field("items")) {
		return errNoList
	}
	return nil
}

// placed tells whether a field is the one whose items were read.
func (r *entryReader) placed(f *Field) bool {
	if f == nil || f.Span.Line != r.line || f.Span.Column != 1 {
		return false
	}
	v := f.Value
	return v.Type == List && len(v.Items) == 1 && v.Span.Line == r.first && v.Span.Column == r.dash+1
}

func (r *entryReader) use(w *waiting) error {
	if w.p.err != nil || w.p.aliased > 0 {
		return errNoList
	}
	if root := w.p.roots[0]; root.Type == Map && root.field("kind") == nil && root.field("apiVersion") == nil {
		if w.marked {
			return errNoList // the List's own type may stand behind the items
		}
		r.untyped = true
	}
	return r.l.take(w)
}

// entryDepth is how deep the list of one item stands in its List.
const entryDepth = itemDepth

// parseEntry reads a text that is one item of a list with its dash.
func parseEntry(t *text) (p parsed) {
	defer func() {
		if r := recover(); r != nil {
			p = parsed{err: errorAt(t, 0, "cannot parse this item: %v", r)}
		}
	}()
	ch := chunk{end: len(t.data)}
	if err := checkText(t, ch); err != nil {
		return parsed{err: err}
	}
	p = parseYAMLAt(t, ch, entryDepth)
	if p.err != nil {
		return p
	}
	if len(p.roots) != 1 || p.roots[0].Type != List || len(p.roots[0].Items) != 1 {
		return parsed{err: errorAt(t, 0, "want one item of a list here")}
	}
	p.roots = p.roots[0].Items
	for i := range p.dups {
		p.dups[i].Path = p.dups[i].Path[1:]
	}
	return p
}
