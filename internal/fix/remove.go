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

// remove takes out what stands at a path, with the comments that are about it.
func (d *document) remove(path manifest.Path) ([]Region, error) {
	if last := len(path) - 1; last > 0 && path[last] == Earlier {
		return d.removeEarlier(path[:last])
	}
	at, err := d.whole(path)
	switch {
	case err != nil:
		return nil, err
	case at.holder == nil:
		return nil, errors.New("a whole document is not removed")
	case at.value.Anchored || d.anchorsWithin(at.value):
		return nil, errors.New("an anchor stands there, and aliases may lead to it")
	}
	return d.removeAt(at)
}

// removeEarlier takes out the first of two entries of one key.
func (d *document) removeEarlier(path manifest.Path) ([]Region, error) {
	at, err := d.whole(path)
	if err != nil {
		return nil, err
	}
	if at.entry() == nil {
		return nil, fmt.Errorf("%s is no key", said(path))
	}
	for i := range at.holder.Entries {
		e := &at.holder.Entries[i]
		if i == at.index || e.Merge || e.Name != at.entry().Name {
			continue
		}
		if first := at.sibling(i); !first.value.Anchored && !d.anchorsWithin(first.value) {
			return d.removeAt(first)
		}
		return nil, errors.New("an anchor stands there, and aliases may lead to it")
	}
	return nil, fmt.Errorf("%s stands there once", said(path))
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

func (d *document) removeAt(at *spot) ([]Region, error) {
	if at.holder.Flow {
		return []Region{d.removeFlow(at)}, nil
	}
	lines := d.begins(at.start())
	switch {
	case at.count() == 1:
		return d.empty(at, lines)
	case lines:
		return []Region{d.lines(at)}, nil
	case at.index+1 < at.count(): // it begins on the line of a dash, where the next one takes its place
		return []Region{{at.start(), at.sibling(at.index + 1).start(), ""}}, nil
	}
	return nil, errors.New("the place cannot be taken out without moving others")
}

// removeFlow takes out an element in brackets, and one comma.
func (d *document) removeFlow(at *spot) Region {
	switch {
	case at.index > 0:
		return Region{at.sibling(at.index - 1).end(), at.end(), ""}
	case at.count() > 1:
		return Region{at.start(), at.sibling(1).start(), ""}
	}
	return Region{at.holder.Inner + 1, at.holder.End - 1, ""}
}

// empty writes brackets where the only element of a collection goes.
func (d *document) empty(at *spot, lines bool) ([]Region, error) {
	brackets := "{}"
	if at.holder.Form == manifest.AsList {
		brackets = "[]"
	}
	if !lines {
		return []Region{{at.start(), at.end(), brackets}}, nil
	}
	if at.outer == nil {
		return nil, errors.New("nothing would be left of the document")
	}
	from := at.outer.start() + 1 // behind a dash
	if e := at.outer.entry(); e != nil {
		var err error
		if from, err = d.colon(e); err != nil {
			return nil, err
		}
	}
	return []Region{{from, from, " " + brackets}, d.lines(at)}, nil
}

// lines are those of an element in block style, with the comments above that are about it alone and those in it.
func (d *document) lines(at *spot) Region {
	start, end := d.lineStart(at.start()), d.nextLine(d.extentEnd(at))
	if at.index > 0 || at.count() == 1 {
		start = d.commentsAbove(at.start())
	}
	if end == len(d.data) && start > 0 && !bytes.HasSuffix(d.data, []byte("\n")) {
		start = len(bytes.TrimRight(d.data[:start], "\r\n"))
	}
	return Region{start, end, ""}
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
		if deep == len(line) || line[deep] != '#' || deep <= column {
			break
		}
		end = d.lineEnd(next)
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
