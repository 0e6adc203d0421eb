package lsp

import (
	"bytes"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/source"
)

// layout finds places in a text. Lines end as in an editor: with LF, CRLF or CR.
type layout struct {
	data  []byte
	lines []int // offset of each line
}

func newLayout(data []byte) *layout { return &layout{data: data, lines: source.LineStarts(data)} }

// line is the bytes of a line, from 0, without its end.
func (l *layout) line(n int) []byte {
	if n < 0 || n >= len(l.lines) {
		return nil
	}
	end := len(l.data)
	if n+1 < len(l.lines) {
		end = l.lines[n+1]
	}
	return bytes.TrimRight(l.data[l.lines[n]:end], "\r\n")
}

// units is how many UTF-16 code units a character takes.
func units(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}

// offset is the byte that a position means: one behind the end of a line means its end, one behind the last line the end of the text.
func (l *layout) offset(p Position) int {
	switch {
	case p.Line < 0:
		return 0
	case p.Line >= len(l.lines):
		return len(l.data)
	}
	line, at, left := l.line(p.Line), 0, p.Character
	for at < len(line) && left > 0 {
		r, size := utf8.DecodeRune(line[at:])
		left -= units(r)
		at += size
	}
	return l.lines[p.Line] + at
}

// position is where an offset lies.
func (l *layout) position(offset int) Position {
	offset = max(0, min(offset, len(l.data)))
	n := 0
	for low, high := 0, len(l.lines); low < high; {
		mid := (low + high) / 2
		if l.lines[mid] <= offset {
			n, low = mid, mid+1
		} else {
			high = mid
		}
	}
	character := 0
	for _, r := range string(l.data[l.lines[n]:offset]) {
		character += units(r)
	}
	return Position{n, character}
}

// place turns a line and a column in characters, both counted from 1, into a position. A byte order mark has no column.
func (l *layout) place(line, column int) Position {
	if line < 1 {
		return Position{}
	}
	text := l.line(line - 1)
	character := 0
	if rest, marked := bytes.CutPrefix(text, []byte("\uFEFF")); marked && line == 1 {
		text, character = rest, 1
	}
	for ; column > 1 && len(text) > 0; column-- {
		r, size := utf8.DecodeRune(text)
		character += units(r)
		text = text[size:]
	}
	return Position{line - 1, character}
}

// span turns lines and columns into a range that is not empty where there is anything to mark.
func (l *layout) span(line, column, endLine, endColumn int) Range {
	out := Range{l.place(line, column), l.place(max(endLine, line), endColumn)}
	if !before(out.Start, out.End) {
		out.End = Position{out.Start.Line, out.Start.Character + 1}
	}
	return out
}

// at is the line and column of a position as podlint counts them.
func (l *layout) at(p Position) (line, column int) {
	if p.Line < 0 || p.Line >= len(l.lines) {
		return p.Line + 1, 1
	}
	text := l.data[l.lines[p.Line]:l.offset(p)]
	if p.Line == 0 {
		text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	}
	return p.Line + 1, utf8.RuneCount(text) + 1
}

func before(a, b Position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Character < b.Character
}

// meets tells whether two ranges have a place in common; one that is empty meets what it touches.
func meets(a, b Range) bool { return !before(a.End, b.Start) && !before(b.End, a.Start) }

// change applies what an editor did to a text.
func change(data []byte, c *contentChange) []byte {
	if c.Range == nil {
		return []byte(c.Text)
	}
	l := newLayout(data)
	start, end := l.offset(c.Range.Start), l.offset(c.Range.End)
	if end < start {
		start, end = end, start
	}
	out := make([]byte, 0, len(data)-(end-start)+len(c.Text))
	return append(append(append(out, data[:start]...), c.Text...), data[end:]...)
}

// editsFor is the one replacement that makes a text of another, as short as it can be; none when they are the same.
func editsFor(was, now []byte) []textEdit {
	if bytes.Equal(was, now) {
		return nil
	}
	start := alike(was, now)
	end := alikeAtEnd(was, now, start)
	l := newLayout(was)
	from, to := l.position(start), l.position(len(was)-end)
	return []textEdit{{Range: Range{from, to}, NewText: string(now[start : len(now)-end])}}
}

// cuts tells whether an offset lies in the middle of a character, or of an end of a line.
func cuts(data []byte, at int) bool {
	return at > 0 && at < len(data) && (!utf8.RuneStart(data[at]) || data[at-1] == '\r' && data[at] == '\n')
}

// alike is how many bytes at their start two texts have in common, whole characters.
func alike(a, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for cuts(a, n) || cuts(b, n) {
		n--
	}
	return n
}

// alikeAtEnd is the same for their end, behind what they have in common at their start.
func alikeAtEnd(a, b []byte, start int) int {
	n := 0
	for n < len(a)-start && n < len(b)-start && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	for n > 0 && (cuts(a, len(a)-n) || cuts(b, len(b)-n)) {
		n--
	}
	return n
}
