package report

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/source"
)

// lines hands out single lines of the sources.
type lines struct {
	sources map[string][]byte
	long    map[string]*source.Large
	indexed map[string]*source.Lines // of long, as far as they were asked for
	name    string                   // of the file that was read last; violations come sorted by file, so one is enough
	split   [][]byte                 // its lines; nil for one of long
	kept    map[int]*measured        // its long lines by number, as far as they were asked for
	bytes   int                      // in kept
}

const (
	// longLine is from where on, in bytes, a line is kept: manifests in one line are asked for it again for each violation.
	longLine = 4 << 10
	// maxKept bounds the lines that are kept, in bytes.
	maxKept = 64 << 20
)

// line returns a line by its number from 1, without its end.
func (l *lines) line(file string, number int) (*measured, bool) {
	if !l.open(file) {
		return nil, false
	}
	if m := l.kept[number]; m != nil {
		return m, true
	}
	data, ok := l.read(file, number)
	if !ok {
		return nil, false
	}
	m := &measured{text: string(data)}
	if len(m.text) >= longLine {
		l.keep(number, m)
	}
	return m, true
}

func (l *lines) open(file string) bool {
	if l.name == file && l.kept != nil {
		return true
	}
	var split [][]byte
	if l.long[file] == nil {
		data, ok := l.sources[file]
		if !ok {
			return false
		}
		split = source.SplitLines(bytes.TrimPrefix(data, []byte("\uFEFF")))
	}
	l.name, l.split, l.kept, l.bytes = file, split, map[int]*measured{}, 0
	return true
}

func (l *lines) read(file string, number int) ([]byte, bool) {
	large := l.long[file]
	if large == nil {
		if number < 1 || number > len(l.split) {
			return nil, false
		}
		return l.split[number-1], true
	}
	if l.indexed[file] == nil {
		if l.indexed == nil {
			l.indexed = map[string]*source.Lines{}
		}
		l.indexed[file] = source.NewLines(large)
	}
	return l.indexed[file].Line(number)
}

func (l *lines) keep(number int, m *measured) {
	if l.bytes += len(m.text); l.bytes > maxKept {
		l.kept, l.bytes = map[int]*measured{}, len(m.text)
	}
	l.kept[number] = m
}

// measured is a line in which characters are found by their number without counting from its start each time.
type measured struct {
	text string

	points int     // characters, those of the space at its end left out
	width  int     // columns of these
	marks  []point // of each 1024th character, that space included; nil: not measured yet
}

// point is where a character begins.
type point struct {
	bytes int
	units int // in UTF-16
}

const pointsPerMark = 1024

// measure looks at the whole line once.
func (m *measured) measure() {
	if m.marks != nil {
		return
	}
	shown := len(strings.TrimRightFunc(m.text, unicode.IsSpace))
	var at point
	for n := 0; ; n++ {
		if n%pointsPerMark == 0 {
			m.marks = append(m.marks, at)
		}
		if at.bytes >= len(m.text) {
			return
		}
		c, size := nextCell(m.text[at.bytes:])
		if at.bytes < shown {
			m.points++
			m.width += c.width
		}
		at = at.next(size)
	}
}

func (p point) next(size int) point {
	p.units++
	if size == 4 {
		p.units++ // a surrogate pair
	}
	p.bytes += size
	return p
}

// find is where the n-th character from 0 begins; behind the last one it is the end, and left is how many characters were missing.
func (m *measured) find(n int) (at point, left int) {
	m.measure()
	n = max(n, 0)
	mark := min(n/pointsPerMark, len(m.marks)-1)
	at, left = m.marks[mark], n-mark*pointsPerMark
	for ; left > 0 && at.bytes < len(m.text); left-- {
		_, size := utf8.DecodeRuneInString(m.text[at.bytes:])
		at = at.next(size)
	}
	return at, left
}

func (m *measured) offset(n int) int {
	at, _ := m.find(n)
	return at.bytes
}
