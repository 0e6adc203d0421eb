package fix

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// Earlier as the last element of a path to remove means the first one of a key that stands twice, which nobody reads.
const Earlier = "@earlier"

// doomed finds what is to be taken out.
func (d *document) doomed(path manifest.Path) (*spot, error) {
	earlier := false
	if last := len(path) - 1; last > 0 && path[last] == Earlier {
		path, earlier = path[:last], true
	}
	at, err := d.whole(path)
	if err == nil && earlier {
		at, err = at.earlier()
	}
	switch {
	case err != nil:
		return nil, err
	case at.holder == nil:
		return nil, errors.New("a whole document is not removed")
	case at.value.Anchored || d.anchorsWithin(at.value):
		return nil, errors.New("an anchor stands there, and aliases may lead to it")
	}
	return at, nil
}

// earlier is the first of two entries of one key.
func (s *spot) earlier() (*spot, error) {
	if s.entry() != nil {
		for i := range s.holder.Entries {
			if e := &s.holder.Entries[i]; i != s.index && !e.Merge && e.Name == s.entry().Name {
				return s.sibling(i), nil
			}
		}
	}
	return nil, errors.New("the key stands there once")
}

func (d *document) anchorsWithin(w *manifest.Written) bool {
	for i := range w.Entries {
		if e := &w.Entries[i]; e.Key.Anchored || e.Value.Anchored || d.anchorsWithin(e.Value) {
			return true
		}
	}
	for _, item := range w.Items {
		if item.Anchored || d.anchorsWithin(item) {
			return true
		}
	}
	return false
}

// removals take elements out, with the comments that are about them.
func (d *document) removals(gone []*spot) ([]Region, error) {
	var holders []*manifest.Written
	of := map[*manifest.Written][]*spot{}
	for _, at := range gone {
		if of[at.holder] == nil {
			holders = append(holders, at.holder)
		}
		of[at.holder] = append(of[at.holder], at)
	}
	var out []Region
	for _, holder := range holders {
		more, err := d.removeFrom(holder, of[holder])
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

// removeFrom takes elements out of what holds them.
func (d *document) removeFrom(holder *manifest.Written, gone []*spot) ([]Region, error) {
	switch {
	case len(gone) < gone[0].count():
	case holder.Flow:
		return []Region{{holder.Inner + 1, holder.End - 1, ""}}, nil
	default:
		return d.empty(gone)
	}
	out := make([]Region, 0, len(gone))
	for _, at := range gone {
		switch {
		case holder.Flow:
			out = append(out, d.removeFlow(at))
		case d.begins(at.start()):
			out = append(out, d.lines(at, at.index > 0))
		case at.index+1 < at.count(): // it begins on the line of a dash, where the next one takes its place
			out = append(out, Region{at.start(), at.sibling(at.index + 1).start(), ""})
		}
	}
	return out, nil
}

// removeFlow takes out an element in brackets that is not the only one, and one comma.
func (d *document) removeFlow(at *spot) Region {
	if at.index > 0 {
		return Region{at.sibling(at.index - 1).end(), at.end(), ""}
	}
	return Region{at.start(), at.sibling(1).start(), ""}
}

// empty writes brackets where all elements of a collection go.
func (d *document) empty(gone []*spot) ([]Region, error) {
	at, brackets := gone[0], "{}"
	if at.holder.Form == manifest.AsList {
		brackets = "[]"
	}
	switch {
	case !d.begins(at.start()) && len(gone) == 1:
		return []Region{{at.start(), at.end(), brackets}}, nil
	case at.outer == nil || !d.begins(at.sibling(0).start()):
		return nil, errors.New("nothing would be left there")
	}
	from := at.outer.start() + 1 // behind a dash
	if e := at.outer.entry(); e != nil {
		var err error
		if from, err = d.colon(e); err != nil {
			return nil, err
		}
	}
	out := []Region{{from, from, " " + brackets}}
	for _, at := range gone {
		out = append(out, d.lines(at, true))
	}
	return out, nil
}

// lines are those of an element in block style, with the comments in it, and with those above when they are about it alone.
func (d *document) lines(at *spot, above bool) Region {
	start, end := d.firstLine(at, above), d.nextLine(d.extentEnd(at))
	if end == len(d.data) && start > 0 && !bytes.HasSuffix(d.data, []byte("\n")) {
		start = len(bytes.TrimRight(d.data[:start], "\r\n"))
	}
	return Region{start, end, ""}
}

// firstLine is the start of the line of an element in block style, or of the comments above it.
func (d *document) firstLine(at *spot, above bool) int {
	if above {
		return d.commentsAbove(at.start())
	}
	return d.lineStart(at.start())
}

// commentsAbove is the start of the line of an offset, or of the comments that stand directly above it and as deep.
func (d *document) commentsAbove(off int) int {
	start := d.lineStart(off)
	margin := string(d.data[start:off])
	for start > 0 {
		above := d.lineStart(start - 1)
		if !strings.HasPrefix(string(d.data[above:start]), margin+"#") {
			break
		}
		start = above
	}
	return start
}

// extentEnd is the end of the last line of an element in block style: with the comment at its end, and the comments below that are deeper than it.
func (d *document) extentEnd(at *spot) int {
	column := d.column(at.start())
	end := d.lineEnd(at.end())
	for next := d.nextLine(end); next < len(d.data); next = d.nextLine(next) {
		line := d.data[next:d.lineEnd(next)]
		deep := len(line) - len(bytes.TrimLeft(line, " "))
		if deep < len(line) && (line[deep] != '#' || deep <= column) {
			break
		}
		if deep < len(line) {
			end = d.lineEnd(next)
		}
	}
	return end
}

// rename gives the entry at a path another key.
func (d *document) rename(path manifest.Path, key string) ([]Region, error) {
	at, err := d.whole(path)
	if err != nil {
		return nil, err
	}
	e := at.entry()
	switch {
	case e == nil:
		return nil, fmt.Errorf("%s is no key", said(path))
	case e.Key.Form != manifest.AsScalar || e.Key.Anchored:
		return nil, errAlias
	case at.holder.Entry(key) != nil:
		return nil, fmt.Errorf("%s is there already", said(path[:len(path)-1].With(key)))
	}
	return []Region{{e.Key.Inner, e.Key.End, d.key(key, at.holder.Flow, e.Key.Quote)}}, nil
}
