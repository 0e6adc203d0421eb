package picture

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"github.com/podlint/podlint/internal/visible"
)

// cells is how many columns of a terminal a text fills. East Asian ambiguous characters are narrow whatever the locale says, so that the
// same input gives the same bytes.
func cells(s string) int {
	condition := runewidth.Condition{}
	n := 0
	for _, r := range s {
		n += condition.RuneWidth(r)
	}
	return n
}

// longest is how many bytes of a text are shown where there is room for all of it: names and messages may be of any length.
const longest = 2000

// brief is a text without its middle when it is longer than so many bytes.
func brief(s string, most int) string {
	if len(s) <= most {
		return s
	}
	from, to := most/2, len(s)-most/2
	for from > 0 && !utf8.RuneStart(s[from]) {
		from--
	}
	for to < len(s) && !utf8.RuneStart(s[to]) {
		to++
	}
	return s[:from] + "…" + s[to:]
}

// fit makes a text visible and cuts it to so many columns, with dots in place of what is left out: the end of names, the middle of what tells
// apart by its end, such as paths and images.
func fit(s string, room int, dots string) string {
	s = visible.Text(brief(s, 16*room))
	if cells(s) <= room {
		return s
	}
	room = max(room-cells(dots), 0)
	tail := 0
	if strings.Contains(s, "/") {
		tail = room / 2
	}
	return head(s, room-tail) + dots + end(s, tail)
}

// head and end are as much of the start and of the end of a text as fits.
func head(s string, room int) string {
	condition := runewidth.Condition{}
	used := 0
	for i, r := range s {
		if used += condition.RuneWidth(r); used > room {
			return s[:i]
		}
	}
	return s
}

func end(s string, room int) string {
	condition := runewidth.Condition{}
	runes := []rune(s)
	used, i := 0, len(runes)
	for i > 0 {
		if used += condition.RuneWidth(runes[i-1]); used > room {
			break
		}
		i--
	}
	return string(runes[i:])
}

// pad fills a text that fits with blanks.
func pad(s string, room int) string { return s + strings.Repeat(" ", max(room-cells(s), 0)) }

// wrap breaks a text into lines of so many columns, at blanks where there are any.
func wrap(s string, room int) []string {
	var out []string
	for s = visible.Text(brief(s, longest)); cells(s) > room; {
		part := head(s, room)
		if at := strings.LastIndexByte(part, ' '); at > 0 {
			part = part[:at]
		}
		if part == "" {
			break // a character wider than the room
		}
		out = append(out, part)
		s = strings.TrimLeft(s[len(part):], " ")
	}
	return append(out, s)
}

// ascii writes what is not ASCII as escapes, but for the characters that podlint itself writes, which have a likeness.
func ascii(s string) string {
	s = likeness.Replace(s)
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
		} else {
			q := strconv.QuoteRuneToASCII(r)
			b.WriteString(q[1 : len(q)-1])
		}
	}
	return b.String()
}

var likeness = strings.NewReplacer("…", "..", "×", "x", "→", "->")
