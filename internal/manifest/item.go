package manifest

import (
	"fmt"
	"strings"
	"unique"
)

// Item is an object in a List that is too long to be held: where it stands.
type Item struct {
	list         *bigList
	offset       int64
	size         int32
	line, column int32 // from 0
	index        int32
	alike        int32 // what the List knows it as, 0 for nothing
}

// File is the name of the file that the item stands in.
func (it *Item) File() string { return it.list.name }

// Load reads the item. The object is nil when it is none that Kubernetes knows, or with an error.
func (it *Item) Load() (*Object, *Error) { return it.load(loadedStubs, nil) }

// LoadPart is Load for what leads to some paths, and for the object's names: these have their places, and of all else nothing is read.
func (it *Item) LoadPart(of *Part) (*Object, *Error) { return it.load(nil, &of.root) }

func (it *Item) load(pass map[string]bool, keep *branch) (*Object, *Error) {
	data := make([]byte, it.size)
	if n, err := it.list.from.ReadAt(data, it.offset); n < len(data) {
		return nil, &Error{File: it.list.name, Line: int(it.line) + 1, Column: int(it.column) + 1, Message: fmt.Sprintf("cannot read: %v", err)}
	}
	t := newText(it.list.name, data)
	t.origin = origin{line: int(it.line), column: int(it.column)}
	switch it.list.form {
	case formEntries:
		return it.object(t, parseEntry(t))
	case formStream:
		return it.object(t, parse(t, chunk{end: len(data)}))
	default:
		return it.object(t, parseItem(t, pass, keep))
	}
}

func (it *Item) object(t *text, p parsed) (*Object, *Error) {
	if p.err != nil {
		return nil, p.err
	}
	if len(p.roots) != 1 {
		return nil, errorAt(t, 0, "want one value here")
	}
	o := newObject(t, chunk{}, p.roots[0], itemType(p.roots[0], it.list.header()))
	if o == nil {
		return nil, nil //nolint:nilnil // there is no object, and that is no fault
	}
	o.Duplicates = p.dups
	if it.list.form == formStream {
		o.Document = int(it.index)
	} else {
		o.Item, o.Prefix = int(it.index), Path{"items", int(it.index)}
	}
	// The violations of an item outlive it, and must not keep its text.
	o.APIVersion, o.Kind = unique.Make(o.APIVersion).Value(), unique.Make(o.Kind).Value()
	o.Namespace, o.Name = unique.Make(o.Namespace).Value(), strings.Clone(o.Name)
	return o, nil
}

// itemDepth is how deep an item stands in its List.
const itemDepth = 2

// itemSlab is small, because many small items may be held.
const itemSlab = 4

// parseItem reads a text that is one JSON value. Of the keys that pass names the values become empty ones of their type, and so do those
// that do not lie on keep, unless it is nil.
func parseItem(t *text, pass map[string]bool, keep *branch) (p parsed) {
	defer func() {
		if r := recover(); r != nil {
			p = parsed{err: errorAt(t, 0, "cannot parse this item: %v", r)}
		}
	}()
	if err := checkText(t, chunk{end: len(t.data)}); err != nil {
		return parsed{err: err}
	}
	r := newJSONReader(t, 0, len(t.data))
	r.pass, r.keep, r.depth, r.slabSize = pass, keep, itemDepth, itemSlab
	return r.all()
}
