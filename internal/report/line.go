package report

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"github.com/podlint/podlint/internal/visible"
)

// tabWidth is that of YAML's only legal use of tabs, inside scalars and comments, where any width will do.
const tabWidth = 4

// drawn is a line ready for a terminal.
type drawn struct {
	text         string
	start, width int // columns before and under the span
}

// cell is one character as the terminal shows it.
type cell struct {
	text  string
	width int
}

// cutLine renders a line within room columns. When it does not fit, the part around the span from column to end (code points from 1,
// end exclusive, 0 for the end of the line) is kept. Of a long line only the part around the span is looked at.
func cutLine(line *measured, column, end, room int) drawn {
	line.measure()
	from := min(max(column-1, 0), line.points)
	to := line.points
	if end > 0 {
		to = min(max(end-1, from), line.points)
	}
	lo, hi := 0, line.points
	if reach := 8 * min(max(room, 20), 1<<20); line.points > 2*reach { // what fits is far within it, marks without a width aside
		lo, hi = max(from-reach, 0), min(from+reach, line.points)
	}
	cells := toCells(line.text[line.offset(lo):line.offset(hi)])
	from, to = from-lo, min(to, hi)-lo
	if lo == 0 {
		from = afterMargin(cells, from, to)
	}
	first, last := 0, len(cells)
	if hi-lo < line.points || line.width > room {
		first, last = window(cells, from, to, room)
	}
	from, to = max(from, first), min(to, last)
	var b strings.Builder
	if lo+first > 0 {
		b.WriteString("…")
	}
	for _, c := range cells[first:last] {
		b.WriteString(c.text)
	}
	if lo+last < line.points {
		b.WriteString("…")
	}
	d := drawn{text: b.String(), start: width(cells[first:from]), width: max(width(cells[from:max(from, to)]), 1)}
	if lo+first > 0 {
		d.start++
	}
	return d
}

// afterMargin begins a span that begins in the spaces before the text of a line at the text, unless there is none in it.
func afterMargin(cells []cell, from, to int) int {
	blank := func(c cell) bool { return strings.TrimSpace(c.text) == "" }
	text := slices.IndexFunc(cells, func(c cell) bool { return !blank(c) })
	if from < text && text < to {
		return text
	}
	return from
}

// window chooses the cells that fit into room columns, which are not all: a part that begins a third of the room before the span, or earlier
// when the line's end leaves room.
func window(cells []cell, from, to, room int) (first, last int) {
	room -= 2 // an ellipsis at each end
	lead := room / 3
	if w := width(cells[from:to]); w < room {
		lead = max(lead, min((room-w)/2, room/2))
	}
	first = from
	for w := 0; first > 0 && w+cells[first-1].width <= lead; first-- {
		w += cells[first-1].width
	}
	last = first
	w := 0
	for ; last < len(cells) && w+cells[last].width <= room; last++ {
		w += cells[last].width
	}
	for ; first > 0 && w+cells[first-1].width <= room; first-- {
		w += cells[first-1].width
	}
	return first, last
}

func width(cells []cell) int {
	n := 0
	for _, c := range cells {
		n += c.width
	}
	return n
}

func toCells(line string) []cell {
	cells := make([]cell, 0, len(line))
	for len(line) > 0 {
		c, size := nextCell(line)
		cells = append(cells, c)
		line = line[size:]
	}
	return cells
}

// nextCell is the first character of a line and its length in bytes.
func nextCell(line string) (cell, int) {
	r, size := utf8.DecodeRuneInString(line)
	switch {
	case ' ' <= r && r < 0x7f:
		return cell{text: line[:size], width: 1}, size
	case r == '\t':
		return cell{text: strings.Repeat(" ", tabWidth), width: tabWidth}, size
	case !visible.Shown(r, size):
		text := visible.Escape(line[:size], r, size)
		return cell{text: text, width: len(text)}, size
	}
	// East Asian ambiguous characters are narrow here whatever the locale says, so that the same input gives the same bytes.
	condition := runewidth.Condition{}
	return cell{text: line[:size], width: condition.RuneWidth(r)}, size
}

// Printable is [visible.Text], for what a report says.
func Printable(s string) string { return visible.Text(s) }
