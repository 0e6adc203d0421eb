package fix

import (
	"errors"
	"fmt"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// beside names the entry or the item next to which something is inserted; both nil: at the end.
type beside struct {
	before, after any
	front         string // key before which people put it, where there is one; it counts when both are nil
}

// usually is where people put an entry of that key.
func usually(key string) beside {
	if key == "metadata" {
		return beside{front: "spec"}
	}
	return beside{}
}

// neighbour finds it among the elements of a collection: its index, and whether the new one comes before it.
func (b beside) neighbour(at *spot) (index int, before bool, err error) {
	elem, before := b.after, false
	if b.before != nil {
		elem, before = b.before, true
	}
	if elem == nil && b.front != "" {
		if next := at.child(b.front); next != nil {
			return next.index, true, nil
		}
	}
	if elem == nil {
		return len(at.value.Entries) + len(at.value.Items) - 1, false, nil
	}
	next := at.child(elem)
	if next == nil {
		return 0, false, fmt.Errorf("%v, beside which to insert, is not there", elem)
	}
	return next.index, before, nil
}

// insertEntry adds an entry to the map at a spot.
func (d *document) insertEntry(at *spot, key string, value any, where beside) ([]Region, error) {
	if at.value.Form == manifest.AsScalar {
		return d.fill(at, map[string]any{key: value})
	}
	if at.value.Form != manifest.AsMap {
		return nil, errors.New("an entry can be inserted into a map only")
	}
	inFlow := d.key(key, true, 0) + ": " + d.flow(value)
	return d.insertElement(at, where, inFlow, func(column int) string { return d.entryText(key, value, column) })
}

// insertItem adds an item to the list at a spot.
func (d *document) insertItem(at *spot, value any, where beside) ([]Region, error) {
	if at.value.Form == manifest.AsScalar {
		return d.fill(at, []any{value})
	}
	if at.value.Form != manifest.AsList {
		return nil, errors.New("an item can be inserted into a list only")
	}
	if s, ok := value.(string); ok {
		item := d.text(s, at.value.Flow, habit(at.value.Items))
		return d.insertElement(at, where, item, func(int) string { return "- " + item })
	}
	return d.insertElement(at, where, d.flow(value), func(column int) string { return d.itemText(value, column) })
}

// habit is the quotation mark of most items, 0 when most have none.
func habit(items []*manifest.Written) byte {
	count := map[byte]int{}
	for _, item := range items {
		count[item.Quote]++
	}
	for _, quote := range []byte{'"', '\''} {
		if 2*count[quote] > len(items) {
			return quote
		}
	}
	return 0
}

// fill puts a collection where nothing is written, or null.
func (d *document) fill(at *spot, value any) ([]Region, error) {
	w := at.value
	e := at.entry()
	if d.anything(w) {
		return nil, errors.New("something else than a map or a list stands there")
	}
	if w.Inner < w.End || e == nil || at.holder.Flow {
		return d.replace(at, value)
	}
	end := d.lineEnd(w.End) // behind a comment
	return []Region{{end, end, strings.TrimPrefix(d.behindColon(value, d.column(e.Key.Start)), " ")}}, nil
}

// insertElement writes an element of a collection in the way of its neighbours.
func (d *document) insertElement(at *spot, where beside, inFlow string, inBlock func(column int) string) ([]Region, error) {
	index, before, err := where.neighbour(at)
	switch {
	case err != nil:
		return nil, err
	case index < 0: // it is written as empty brackets
		return []Region{{at.value.Inner + 1, at.value.Inner + 1, inFlow}}, nil
	}
	next := (&spot{holder: at.value, outer: at}).sibling(index)
	if at.value.Flow {
		return []Region{d.insertFlow(next, before, inFlow)}, nil
	}
	column := d.column(next.start())
	margin := d.newline + strings.Repeat(" ", column)
	if before {
		from := next.start()
		if d.begins(from) && index > 0 {
			from = d.commentsAbove(from) + column
		}
		return []Region{{from, from, inBlock(column) + margin}}, nil
	}
	end := d.extentEnd(next)
	return []Region{{end, end, margin + inBlock(column)}}, nil
}

// insertFlow writes an element in brackets, on a line of its own where its neighbour has one.
func (d *document) insertFlow(next *spot, before bool, text string) Region {
	gap := " "
	if d.alone(next.start()) {
		gap = d.newline + d.margin(next.start())
	}
	if before {
		return Region{next.start(), next.start(), text + "," + gap}
	}
	return Region{next.end(), next.end(), "," + gap + text}
}

// insert adds what a change says to the list or map at its path.
func (d *document) insert(path manifest.Path, key string, value any, where beside) ([]Region, error) {
	at, rest, err := d.find(path)
	switch {
	case err != nil:
		return nil, err
	case at.value.Form == manifest.AsAlias:
		return nil, errAlias
	case len(rest) > 0 && key != "":
		return d.make(at, rest.With(key), value)
	case len(rest) > 0:
		return d.make(at, rest.With(0), value)
	case key != "" && at.child(key) != nil:
		return nil, fmt.Errorf("%s is there already", said(path.With(key)))
	case key != "":
		return d.insertEntry(at, key, value, where)
	}
	return d.insertItem(at, value, where)
}
