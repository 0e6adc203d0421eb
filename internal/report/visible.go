package report

import (
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/visible"
)

// revealing writes what a person could be misled by, such as the marks that turn the direction of text, as escapes of the format: who reads
// the format as it is meant to be read gets the same text.
type revealing struct {
	to     io.Writer
	escape func(r rune) string
	rest   []byte // the beginning of a character
}

// NewEncoder writes JSON in which everything is visible, and no more is escaped than that and JSON itself ask for.
func NewEncoder(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(&revealing{to: w, escape: inJSON})
	enc.SetEscapeHTML(false)
	return enc
}

// inJSON and inXML are the escapes of strings in these languages.
func inJSON(r rune) string {
	if r > 0xFFFF {
		high, low := utf16.EncodeRune(r)
		return fmt.Sprintf(`\u%04x\u%04x`, high, low)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

func inXML(r rune) string { return fmt.Sprintf("&#x%X;", r) }

// Write writes whole characters.
func (v *revealing) Write(p []byte) (int, error) {
	if len(v.rest) == 0 && asIs(p) {
		return v.to.Write(p)
	}
	text := append(v.rest, p...) //nolint:gocritic // rest is taken over
	out := make([]byte, 0, len(text)+16)
	for len(text) > 0 && utf8.FullRune(text) {
		r, size := utf8.DecodeRune(text)
		if r == '\n' || r == '\t' || r == '\r' || visible.Shown(r, size) || visible.Invalid(r, size) {
			out = append(out, text[:size]...)
		} else {
			out = append(out, v.escape(r)...)
		}
		text = text[size:]
	}
	v.rest = append([]byte(nil), text...)
	if _, err := v.to.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

// asIs tells text of ASCII alone, as most is.
func asIs(p []byte) bool {
	for _, b := range p {
		if b >= 0x7f {
			return false
		}
	}
	return true
}
