package manifest

import (
	"bytes"
	"sort"
	"sync"
	"unicode/utf8"
)

// text is one file: its bytes and where its lines begin. A line ends with LF, CRLF or CR, as in an editor.
type text struct {
	name  string
	data  []byte
	lines []int // offset of the first byte of each line; never empty
	// breaks are the lines as a YAML parser counts them, which also breaks at NEL, LS and PS; the same slice when there are none.
	breaks []int
	ascii  bool
	origin origin

	once   sync.Once
	shared string // data, once asString was called
}

// origin is where a text begins that is a part of a file, both counted from 0. Every Span is one of the whole file.
type origin struct{ line, column int }

// shift turns a place in the text, counted from 1, into one in the file.
func (o origin) shift(line, column int) (int, int) {
	if line == 1 {
		column += o.column
	}
	return line + o.line, column
}

// back is the reverse of shift.
func (o origin) back(line, column int) (int, int) {
	line -= o.line
	if line == 1 {
		column -= o.column
	}
	return line, column
}

// asString returns the whole file as one string, which the strings of its JSON documents are parts of.
func (t *text) asString() string {
	t.once.Do(func() { t.shared = string(t.data) })
	return t.shared
}

var bom = []byte("\xef\xbb\xbf")

func newText(name string, data []byte) *text {
	t := &text{name: name, data: data}
	start := 0
	if bytes.HasPrefix(data, bom) {
		start = len(bom)
	}
	t.ascii = isASCII(data[start:])
	t.lines = lineStarts(data, start, false)
	t.breaks = t.lines
	if !t.ascii && hasRareBreak(data) {
		t.breaks = lineStarts(data, start, true)
	}
	return t
}

func isASCII(data []byte) bool {
	for _, b := range data {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// rareBreak returns the length of the NEL, LS or PS at offset i, else 0.
func rareBreak(data []byte, i int) int {
	switch {
	case data[i] == 0xC2 && i+1 < len(data) && data[i+1] == 0x85:
		return 2
	case data[i] == 0xE2 && i+2 < len(data) && data[i+1] == 0x80 && (data[i+2] == 0xA8 || data[i+2] == 0xA9):
		return 3
	}
	return 0
}

func hasRareBreak(data []byte) bool {
	return bytes.Contains(data, []byte("\u0085")) || bytes.Contains(data, []byte("\u2028")) || bytes.Contains(data, []byte("\u2029"))
}

func lineStarts(data []byte, start int, rare bool) []int {
	lines := make([]int, 1, 1+len(data)/24)
	lines[0] = start
	for i := start; i < len(data); {
		n := 0
		switch b := data[i]; {
		case b == '\n', b == '\r' && (i+1 == len(data) || data[i+1] != '\n'):
			n = 1
		case b == '\r':
			n = 2
		case rare && b >= utf8.RuneSelf:
			n = rareBreak(data, i)
		}
		if n > 0 {
			lines = append(lines, i+n)
		}
		i += max(n, 1)
	}
	return lines
}

// lineEnd returns the offset just after the content of the 0-based line, its break left out.
func (t *text) lineEnd(line int) int {
	end := len(t.data)
	if line+1 < len(t.lines) {
		end = t.lines[line+1]
	}
	for end > t.lines[line] && (t.data[end-1] == '\n' || t.data[end-1] == '\r') {
		end--
	}
	return end
}

// lineOf returns the 0-based line that holds offset off.
func (t *text) lineOf(off int) int {
	return max(0, sort.SearchInts(t.lines, off+1)-1)
}

// position returns the line and column of offset off.
func (t *text) position(off int) (line, column int) {
	i := t.lineOf(off)
	return t.origin.shift(i+1, utf8.RuneCount(t.data[min(t.lines[i], off):off])+1)
}

// span returns the region of the bytes from start to end.
func (t *text) span(start, end int) Span {
	s := Span{}
	s.Line, s.Column = t.position(start)
	s.EndLine, s.EndColumn = t.position(end)
	return s
}

// offset returns the offset of a place, the end of its line when the line is shorter.
func (t *text) offset(line, column int) int {
	line, column = t.origin.back(line, column)
	if line < 1 || line > len(t.lines) {
		return len(t.data)
	}
	return skipRunes(t.data, t.lines[line-1], column-1)
}

func skipRunes(data []byte, off, n int) int {
	for ; n > 0 && off < len(data); n-- {
		if data[off] < utf8.RuneSelf {
			off++
			continue
		}
		_, size := utf8.DecodeRune(data[off:])
		off += size
	}
	return off
}

// cursor turns places into offsets and offsets into places, fast for places that follow each other: a long line of a minified
// file is not walked again for each value.
type cursor struct {
	t      *text
	line   int // 0-based in t.lines
	off    int
	column int // from 1
}

func newCursor(t *text) *cursor { return &cursor{t: t, off: t.lines[0], column: 1} }

// place returns line and column of off.
func (c *cursor) place(off int) (line, column int) {
	if off < c.off || c.line+1 < len(c.t.lines) && c.t.lines[c.line+1] <= off {
		c.seekLine(off)
	}
	if c.t.ascii {
		c.column += off - c.off
	} else {
		c.column += utf8.RuneCount(c.t.data[c.off:off])
	}
	c.off = off
	return c.t.origin.shift(c.line+1, c.column)
}

func (c *cursor) seekLine(off int) {
	next := c.line + 1
	if off >= c.off && next < len(c.t.lines) && (next+1 == len(c.t.lines) || off < c.t.lines[next+1]) {
		c.line = next
	} else {
		c.line = c.t.lineOf(off)
	}
	c.off, c.column = min(c.t.lines[c.line], off), 1
}

// offset returns the offset of a place that a YAML parser gave, line counted from 0 in t.breaks.
func (c *cursor) offset(line, column int) int {
	t := c.t
	if line >= len(t.breaks) {
		return len(t.data)
	}
	if t.ascii {
		return min(t.breaks[line]+column-1, len(t.data))
	}
	start := t.breaks[line]
	if start == t.lines[c.line] && column >= c.column {
		return skipRunes(t.data, c.off, column-c.column)
	}
	return skipRunes(t.data, start, column-1)
}

// offsetOf returns the offset of a place in t.lines, quickly when it is where the cursor stands.
func (c *cursor) offsetOf(line, column int) int {
	if l, at := c.t.origin.back(line, column); l == c.line+1 && at >= c.column {
		return skipRunes(c.t.data, c.off, at-c.column)
	}
	return c.t.offset(line, column)
}
