package helm

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/source"
)

// template is a file below templates/ of a chart or of one of its subcharts.
type template struct {
	path   string // in the copy of the chart
	shown  string // as the user would type it
	data   []byte
	starts []int // of its lines, as helm counts them
	breaks []int // where the lines of its places begin

	printed map[int]bool // lines of which something was printed
}

func newTemplate(name, shown string, data []byte) *template {
	t := &template{path: name, shown: shown, data: data, starts: []int{0}, breaks: source.LineStarts(data), printed: map[int]bool{}}
	for i, c := range data {
		if c == '\n' {
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// position returns the line and the column, in characters, of an offset; both count from 1.
func (t *template) position(offset int) (line, column int) {
	offset = min(offset, len(t.data))
	i, found := slices.BinarySearch(t.breaks, offset)
	if !found {
		i--
	}
	return i + 1, utf8.RuneCount(t.data[t.breaks[i]:offset]) + 1
}

// line returns the text of a line by its number from 1.
func (t *template) line(number int) string {
	if number < 1 || number > len(t.breaks) {
		return ""
	}
	for line := range source.LineSeq(t.data[t.breaks[number-1]:]) {
		return string(line)
	}
	return ""
}

// isPartial tells a file that helm renders only where another one includes it.
func isPartial(name string) bool { return strings.HasPrefix(path.Base(name), "_") }

// isNotes tells the file that is shown to a person.
func isNotes(name string) bool { return strings.HasSuffix(name, "NOTES.txt") }
