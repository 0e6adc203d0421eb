package report

import (
	"strings"
	"unicode/utf8"
)

// Wrap breaks a line at spaces so that each part has at most so many columns; parts after the first begin with an indent. A word that is longer
// stays whole. A width of 0 breaks nothing.
func Wrap(line string, width int, indent string) string {
	if width <= 0 || utf8.RuneCountInString(line) <= width {
		return line
	}
	var out strings.Builder
	lead := line[:len(line)-len(strings.TrimLeft(line, " "))]
	out.WriteString(lead)
	at, fresh := utf8.RuneCountInString(lead), true
	for word := range strings.SplitSeq(line[len(lead):], " ") {
		n := utf8.RuneCountInString(word)
		switch {
		case fresh:
		case at+1+n > width:
			out.WriteString("\n" + indent)
			at = utf8.RuneCountInString(indent)
		default:
			out.WriteByte(' ')
			at++
		}
		out.WriteString(word)
		at, fresh = at+n, false
	}
	return out.String()
}

// Cut shortens a text to so many columns, at a space where there is one. A width of 0 cuts nothing.
func Cut(text string, width int) string {
	if width <= 1 || utf8.RuneCountInString(text) <= width {
		return text
	}
	head := string([]rune(text)[:width-1])
	if i := strings.LastIndexByte(head, ' '); i > len(head)/2 {
		head = head[:i]
	}
	return strings.TrimRight(head, " ") + "…"
}
