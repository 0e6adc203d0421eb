package fix

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

var errStyles = errors.New("the value would move between brackets and lines")

// moves take elements out of their collections and put them into others, with the comments that are about them. inner are regions of other
// changes: those in the elements are made on the way. gone are the elements.
func (d *document) moves(changes []*change, inner []Region) (out []Region, gone []*spot, err error) {
	out = inner
	var all []*moved
	for _, c := range changes {
		m, err := d.moving(c)
		if err != nil {
			return nil, nil, err
		}
		if out, err = m.take(out); err != nil {
			return nil, nil, err
		}
		gone = append(gone, m.from)
		i := slices.IndexFunc(all, m.joins)
		if i < 0 {
			all = append(all, m)
		} else {
			all[i].more = append(all[i].more, m)
		}
	}
	for _, m := range all {
		put, err := m.put(m.to, m.path)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, put...)
	}
	return out, gone, nil
}

// moving finds both ends of a move.
func (d *document) moving(c *change) (*moved, error) {
	from, err := d.doomed(c.from)
	if err != nil {
		return nil, err
	}
	last := len(c.path) - 1
	to, missing, err := d.find(c.path[:last])
	switch {
	case err != nil:
		return nil, err
	case (from.entry() != nil) != isKey(c.path[last]):
		return nil, errors.New("an entry can be moved into a map only, an item into a list")
	case from.entry() != nil && from.entry().Name != c.path[last]:
		return nil, errors.New("an entry is moved with its key")
	}
	return &moved{d: d, from: from, to: to, path: missing.With(c.path[last])}, nil
}

// joins tells whether two elements go to one place.
func (m *moved) joins(other *moved) bool {
	last := len(m.path) - 1
	return m.to.value == other.to.value && slices.Equal(m.path[:last], other.path[:len(other.path)-1]) && isKey(m.path[last])
}

func isKey(elem any) bool {
	_, ok := elem.(string)
	return ok
}

// moved is an element on its way.
type moved struct {
	d    *document
	from *spot
	to   *spot         // as far as the way is written
	path manifest.Path // what is missing of the way, and the element itself
	text string        // as it is to be, without the indentation of its first line
	more []*moved      // that go to the same place
}

// take reads the text of the element.
func (m *moved) take(inner []Region) (rest []Region, err error) {
	d, at := m.d, m.from
	whole := Region{Start: at.start(), End: at.end()}
	if !at.holder.Flow {
		if !d.begins(at.start()) {
			return nil, errors.New("the value stands on the line of a dash")
		}
		whole = Region{Start: d.firstLine(at, at.index > 0 || at.count() == 1), End: d.extentEnd(at)}
	}
	var inside []Region
	for _, r := range inner {
		if r.Start >= whole.Start && r.End <= whole.End {
			inside = append(inside, r)
		} else {
			rest = append(rest, r)
		}
	}
	m.text = string(Apply(d.data[:whole.End], inside)[whole.Start:])
	return rest, nil
}

// at is the text for a column.
func (m *moved) at(column int) (string, error) {
	if m.from.holder.Flow {
		return m.onLines()
	}
	has := m.d.column(m.from.start())
	lines := strings.Split(strings.ReplaceAll(m.text, "\r\n", "\n"), "\n")
	for i, line := range lines {
		bare := strings.TrimLeft(line, " ")
		deep := len(line) - len(bare) + column - has
		switch {
		case bare == "":
			lines[i] = ""
		case deep < 0:
			return "", errors.New("a line of the value is not indented as deep as the value")
		case i == 0:
			lines[i] = bare
		default:
			lines[i] = strings.Repeat(" ", deep) + bare
		}
	}
	return strings.Join(lines, m.d.newline), nil
}

// put writes the element at a place; path is what is missing on the way, and the element itself.
func (m *moved) put(to *spot, path manifest.Path) ([]Region, error) {
	var failed error
	block := func(column int) string {
		text, err := m.below(path, column)
		failed = err
		return text
	}
	w := to.value
	isEmpty := len(w.Entries)+len(w.Items) == 0
	var out []Region
	var err error
	switch {
	case to.inFlow() || w.Flow && (m.from.holder.Flow || !isEmpty):
		return m.intoFlow(to, path)
	case isEmpty:
		out, err = m.fill(to, block)
	default:
		out, err = m.d.insertElement(to, m.where(to, path[0]), "", block)
	}
	if err = errors.Join(err, failed); err != nil {
		return nil, err
	}
	return out, nil
}

// where is beside what the element is put: a new collection stands before the one that the element comes from.
func (m *moved) where(to *spot, elem any) beside {
	if i, isItem := elem.(int); isItem && i < len(to.value.Items) {
		return beside{before: i}
	}
	if outer := m.from.outer; outer != nil && outer.holder == to.value && outer.entry() != nil && isKey(elem) && outer.entry().Name != elem {
		return beside{before: outer.entry().Name}
	}
	if key, ok := elem.(string); ok {
		return usually(key)
	}
	return beside{}
}

// below is the element with the keys of what holds it.
func (m *moved) below(path manifest.Path, column int) (string, error) {
	if len(path) == 1 {
		text, err := m.at(column)
		for _, other := range m.more {
			next, failed := other.at(column)
			text += m.d.newline + strings.Repeat(" ", column) + next
			err = errors.Join(err, failed)
		}
		return text, err
	}
	deeper := column + m.d.step
	if !isKey(path[1]) {
		deeper = column + m.d.dash
	}
	rest, err := m.below(path[1:], deeper)
	return fmt.Sprintf("%s:%s%s%s", m.d.key(fmt.Sprint(path[0]), false, 0), m.d.newline, strings.Repeat(" ", deeper), rest), err
}

// fill puts the element into an empty collection, or where nothing is written.
func (m *moved) fill(to *spot, block func(column int) string) ([]Region, error) {
	e := to.entry()
	if e == nil {
		return nil, errStyles
	}
	from, err := m.d.colon(e)
	if err != nil {
		return nil, err
	}
	column := m.d.column(e.Key.Start) + m.d.step
	if m.from.entry() == nil {
		column = m.d.column(e.Key.Start) + m.d.dash
	}
	return []Region{{from, max(to.value.End, from), m.d.newline + strings.Repeat(" ", column) + block(column)}}, nil
}
