package appconf

import (
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// words splits a line at white space; quotes hold words together and a # at the start of a word ends the line.
func words(line string) []string {
	var out []string
	for i := 0; i < len(line); {
		switch line[i] {
		case ' ', '\t', '\r':
			i++
		case '#':
			return out
		default:
			var w string
			w, i = oneWord(line, i)
			out = append(out, w)
		}
	}
	return out
}

// oneWord reads the word that starts at i and returns where it ends.
func oneWord(line string, i int) (string, int) {
	var b strings.Builder
	quote := byte(0)
	for ; i < len(line); i++ {
		c := line[i]
		switch {
		case c == '\\' && escapes(line[i+1:], quote):
			i++
			b.WriteByte(line[i])
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && isQuote(c):
			quote = c
		case quote == 0 && (c == ' ' || c == '\t'):
			return b.String(), i
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), i
}

// escapes tells whether a backslash before rest takes away the meaning of the next byte.
func escapes(rest string, quote byte) bool {
	return rest != "" && (rest[0] == quote || rest[0] == '\\' || rest[0] == ' ')
}

func isQuote(c byte) bool { return c == '"' || c == '\'' }

// arg is the i-th word, or "".
func arg(w []string, i int) string {
	if i < len(w) {
		return w[i]
	}
	return ""
}
