package fix

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// onLines is an element from brackets as it stands on a line of its own.
func (m *moved) onLines() (string, error) {
	switch {
	case strings.ContainsAny(m.text, "\r\n"):
		return "", errStyles
	case m.from.entry() == nil:
		return "- " + m.text, nil
	}
	return m.text, nil
}

// inBrackets is an element as it stands in brackets, with a margin where it has lines of its own.
func (m *moved) inBrackets(margin string) (string, error) {
	d := m.d
	if m.from.holder.Flow {
		return strings.ReplaceAll(m.text, d.newline+d.margin(m.from.start()), d.newline+margin), nil
	}
	text := string(d.data[m.from.start():m.from.end()])
	isPlain := m.from.entry() != nil && m.from.value.Form == manifest.AsScalar && m.from.value.Body == 0
	if !isPlain || strings.TrimSpace(m.text) != text || strings.ContainsAny(text, "\r\n") {
		return "", errStyles
	}
	return text, nil
}

// margin is what stands before an offset on its line, as far as it is blank.
func (d *document) margin(off int) string {
	line := d.data[d.lineStart(off):off]
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

// alone tells whether an offset is the first on its line.
func (d *document) alone(off int) bool { return len(d.margin(off)) == off-d.lineStart(off) }

// brackets is how a move writes what it adds in brackets.
type brackets struct {
	lines bool   // the first on the way has lines of its own
	deep  bool   // the element has
	step  string // of the indentation
}

// intoFlow writes the element into brackets.
func (m *moved) intoFlow(to *spot, path manifest.Path) ([]Region, error) {
	d, w := m.d, to.value
	next := &spot{holder: w, outer: to}
	how := brackets{deep: m.from.holder.Flow && d.alone(m.from.start()), step: d.flowStep(m.from)}
	margin := ""
	if len(w.Entries)+len(w.Items) > 0 {
		next = next.sibling(0)
		how.lines, margin = d.alone(next.start()), d.margin(next.start())
	}
	how.deep = how.deep && how.lines
	text, err := m.flowBelow(path, margin, how)
	switch {
	case err != nil:
		return nil, err
	case w.Form != manifest.AsScalar:
		return d.insertElement(to, m.where(to, path[0]), text, nil)
	case d.anything(w):
		return nil, errStyles
	}
	text = enclosed(path[0], text)
	if w.Inner == w.End {
		text = " " + text
	}
	return []Region{{w.Inner, w.End, text}}, nil
}

// anything tells whether more than nothing or null is written.
func (d *document) anything(w *manifest.Written) bool {
	text := string(d.data[w.Inner:w.End])
	return w.Anchored || w.Quote != 0 || text != "" && text != "null" && text != "~"
}

// flowStep is by what the elements of a collection in brackets are indented.
func (d *document) flowStep(at *spot) string {
	if at.outer != nil && at.holder.Flow && d.alone(at.start()) {
		if deeper, ok := strings.CutPrefix(d.margin(at.start()), d.margin(at.outer.start())); ok {
			return deeper
		}
	}
	return strings.Repeat(" ", d.step)
}

// flowBelow is the element with the keys of what holds it, in brackets.
func (m *moved) flowBelow(path manifest.Path, margin string, how brackets) (string, error) {
	if len(path) == 1 {
		return m.together(margin, how)
	}
	inner, around := how, ""
	if inner.lines = how.lines && (len(path) > 2 || how.deep); inner.lines { //nolint:mnd // the element has its lines where it had them
		around = m.d.newline + margin
	}
	rest, err := m.flowBelow(path[1:], margin+how.step, inner)
	if inner.lines {
		rest = around + how.step + rest + around
	}
	return m.d.key(fmt.Sprint(path[0]), true, 0) + ": " + enclosed(path[1], rest), err
}

// together are the elements that move to one place.
func (m *moved) together(margin string, how brackets) (string, error) {
	gap := ", "
	if how.lines {
		gap = "," + m.d.newline + margin
	}
	out, err := m.inBrackets(margin)
	for _, other := range m.more {
		text, failed := other.inBrackets(margin)
		if failed != nil {
			err = failed
		}
		out += gap + text
	}
	return out, err
}

// enclosed puts brackets around what an element is in.
func enclosed(elem any, text string) string {
	if isKey(elem) {
		return "{" + text + "}"
	}
	return "[" + text + "]"
}
