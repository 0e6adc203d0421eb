package manifest

import "encoding/binary"

// Items are the objects of Lists that are too long to be held: where each stands, in about ten bytes. They are in the order of the
// files and, in a file, of its lines.
type Items struct {
	lists []*bigList
	n     int
}

// Len is how many items there are.
func (s *Items) Len() int { return s.n }

// At is the item of that index, from 0 to Len()-1. It may be called by several goroutines at once.
func (s *Items) At(i int) Item {
	for _, l := range s.lists {
		if i < l.items.n {
			it := l.items.at(i)
			it.list = l
			return it
		}
		i -= l.items.n
	}
	return Item{}
}

func (s *Items) add(l *bigList) {
	s.lists = append(s.lists, l)
	s.n += l.items.n
}

// markEvery is how many items are passed at most to find one.
const markEvery = 64

// itemTable keeps items in the order of their places, each as its distance from the one before.
type itemTable struct {
	n     int
	data  []byte
	marks []tableMark
	last  Item
}

// tableMark is where in the data an item begins, and the item before it.
type tableMark struct {
	at     int
	before Item
}

func (t *itemTable) add(it Item) {
	if t.n%markEvery == 0 {
		t.marks = append(t.marks, tableMark{at: len(t.data), before: t.last})
	}
	for _, v := range [...]int64{
		it.offset - t.last.end(), int64(it.size), int64(it.line - t.last.line), int64(it.column), int64(it.index - t.last.index), int64(it.alike),
	} {
		t.data = binary.AppendUvarint(t.data, uint64(v)) //nolint:gosec // none is negative, because the places only grow
	}
	t.last = it
	t.n++
}

func (t *itemTable) at(i int) Item {
	mark := &t.marks[i/markEvery]
	data, it := t.data[mark.at:], mark.before
	for range i%markEvery + 1 {
		var v [6]int64
		for k := range v {
			u, n := binary.Uvarint(data)
			v[k], data = int64(u), data[n:] //nolint:gosec // it was an int64
		}
		it = Item{
			offset: it.end() + v[0], size: int32(v[1]), line: it.line + int32(v[2]), column: int32(v[3]), //nolint:gosec // they were int32
			index: it.index + int32(v[4]), alike: int32(v[5]), //nolint:gosec // as above
		}
	}
	return it
}

func (it *Item) end() int64 { return it.offset + int64(it.size) }
