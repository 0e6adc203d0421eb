// Package visible writes the texts of strangers so that nothing in them is for a terminal, a browser or a reader's eye to act on. It knows
// no format: what a format escapes on its own account is for that format to say.
package visible

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text returns s with everything that a terminal would act on written as an escape: control characters, the marks that turn
// the direction of text, line breaks, and bytes that are not UTF-8.
func Text(s string) string {
	if clean(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if Shown(r, size) {
			b.WriteString(s[:size])
		} else {
			b.WriteString(Escape(s[:size], r, size))
		}
		s = s[size:]
	}
	return b.String()
}

// Cut returns s when it has at most that many characters, else its beginning with an ellipsis as the last of them.
func Cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:max(most-1, 0)]) + "…"
}

func clean(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// Shown tells whether a terminal shows r, which the decoder took from size bytes, as it is. Go counts every space but U+0020 as not
// printable; the wide ones are harmless.
func Shown(r rune, size int) bool {
	return !Invalid(r, size) && (unicode.IsPrint(r) || unicode.Is(unicode.Zs, r))
}

// Invalid tells whether the decoder met a byte that is not UTF-8.
func Invalid(r rune, size int) bool { return r == utf8.RuneError && size == 1 }

// Escape is r, which stands in s, in ASCII.
func Escape(s string, r rune, size int) string {
	if Invalid(r, size) {
		return `\x` + strconv.FormatUint(uint64(s[0]), 16)
	}
	q := strconv.QuoteRuneToASCII(r)
	return q[1 : len(q)-1]
}
