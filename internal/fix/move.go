package fix

import (
	"errors"
	"fmt"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

var errStyles = errors.New("the value would move between brackets and lines")

// move takes an element out of its collection and puts it into another one, with the comments that are about it. inner are regions of other
// changes; those in the element are made on the way, and rest are the others.
func (d *document) move(c *change, inner []Region) (out, rest []Region, err error) {
	from, err := d.whole(c.from)
	if err != nil {
		return nil, nil, err
	}
	last := len(c.path) - 1
	to, missing, err := d.find(c.path[:last])
	switch {
	case err != nil:
		return nil, nil, err
	case from.holder == nil || (from.entry() != nil) != isKey(c.path[last]):
		return nil, nil, errors.New("an entry can be moved into a map only, an item into a list")
	case from.entry() != nil && from.entry().Name != c.path[last]:
		return nil, nil, errors.New("an entry is moved with its key")
	case from.value.Anchored || d.anchorsWithin(from.value):
		return nil, nil, errors.New("an anchor stands there, and aliases may lead to it")
	}
	m := &moved{d: d, from: from}
	if rest, err = m.take(inner); err != nil {
		return nil, nil, err
	}
	gone, err := d.removeAt(from)
	if err != nil {
		return nil, nil, err
	}
	put, err := m.put(to, missing.With(c.path[last]))
	return append(gone, put...), rest, err
}

func isKey(elem any) bool {
	_, ok := elem.(string)
	return ok
}

// moved is an element on its way.
type moved struct {
	d    *document
	from *spot
	text string // as it is to be, without the indentation of its first line
}

// take reads the text of the element.
func (m *moved) take(inner []Region) (rest []Region, err error) {
	d, at := m.d, m.from
	whole := Region{Start: at.start(), End: at.end()}
	if !at.holder.Flow {
		if !d.begins(at.start()) {
			return nil, errors.New("the value stands on the line of a dash")
		}
		whole = d.lines(at)
		whole.Start = max(whole.Start, d.lineStart(at.start()), d.commentsAbove(at.start()))
		if at.index > 0 || at.count() == 1 {
			whole.Start = d.commentsAbove(at.start())
		}
		whole.End = d.extentEnd(at)
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
		return m.text, nil
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
	var out []Region
	var err error
	switch {
	case m.from.holder.Flow != w.Flow && len(w.Entries)+len(w.Items) > 0:
		return nil, errStyles
	case w.Flow && len(path) > 1:
		return nil, errStyles
	case len(w.Entries)+len(w.Items) == 0 && !w.Flow, len(w.Entries)+len(w.Items) == 0 && !m.from.holder.Flow:
		out, err = m.fill(to, block)
	default:
		out, err = m.d.insertElement(to, m.where(to, path[0]), m.text, block)
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
	return beside{}
}

// below is the element with the keys of what holds it.
func (m *moved) below(path manifest.Path, column int) (string, error) {
	if len(path) == 1 {
		return m.at(column)
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
	if e == nil || to.holder.Flow || m.from.holder.Flow {
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
