package helm

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// alphabet is a run of characters that a chart does not use. A mark is the first of them and two digits to the base of the rest. They are
// letters in no case, so that quoting, upper and the like leave them as they are, and YAML needs no quotes for them.
type alphabet rune

// base is the number of digits, most the number of marks that there can be.
const (
	base = 1024
	most = base * base
)

// alphabets are the syllables of Yi, two parts of those of Hangul, and the area for private use.
var alphabets = [...]alphabet{0xA000, 0xAC00, 0xB400, 0xE000}

// chooseAlphabet returns the first one of which no text holds a character; false when there is none. What is no text, such as an archive or a
// picture, is not printed by a template but in base64.
func chooseAlphabet(texts map[string][]byte) (alphabet, bool) {
	for _, a := range alphabets {
		if !a.usedIn(texts) {
			return a, true
		}
	}
	return 0, false
}

func (a alphabet) usedIn(texts map[string][]byte) bool {
	for _, text := range texts {
		if utf8.Valid(text) && bytes.ContainsFunc(text, a.has) {
			return true
		}
	}
	return false
}

func (a alphabet) has(r rune) bool { return r >= rune(a) && r <= rune(a)+base }

// mark writes a mark by its number, from 0 to most.
func (a alphabet) mark(id int) string {
	return string([]rune{rune(a), rune(a) + 1 + rune(id/base), rune(a) + 1 + rune(id%base)}) //nolint:gosec // both digits are below base
}

// hit is a mark in a line: it is in force from that column on, a number of characters from 0.
type hit struct{ column, id int }

// line is a line of marked text without its marks.
type line struct {
	text  string
	hits  []hit
	carry int // the mark in force where the line begins, -1 when there is none
}

// none is the number of no mark.
const none = -1

// lines takes the marks out of a text. What is left of a mark that was cut is taken out, too.
func (a alphabet) lines(text string) []line {
	out := []line{{carry: none}}
	force := none
	var b strings.Builder
	column := 0
	end := func() {
		out[len(out)-1].text = b.String()
		b.Reset()
		column = 0
	}
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		switch {
		case a.has(r):
			if id, n := a.read(text); n > 0 {
				force, size = id, n
				last := &out[len(out)-1]
				last.hits = append(last.hits, hit{column: column, id: id})
			}
		case r == '\n':
			end()
			out = append(out, line{carry: force})
		default:
			b.WriteString(text[:size])
			column++
		}
		text = text[size:]
	}
	end()
	return out
}

// read reads the mark at the start of a text and returns its length in bytes, 0 when there is no whole one.
func (a alphabet) read(text string) (id, n int) {
	r := []rune(text[:min(len(text), 3*utf8.UTFMax)])
	if len(r) < 3 || r[0] != rune(a) || !a.has(r[1]) || !a.has(r[2]) || r[1] == rune(a) || r[2] == rune(a) {
		return 0, 0
	}
	return int(r[1]-rune(a)-1)*base + int(r[2]-rune(a)-1), len(string(r[:3]))
}

// at returns the mark in force at a column of the line, and the column at which it began; the mark at the column itself counts.
func (l *line) at(column int) (h hit, begins bool) {
	h = hit{id: l.carry}
	for _, next := range l.hits {
		if next.column > column {
			break
		}
		h, begins = next, true
	}
	return h, begins
}
