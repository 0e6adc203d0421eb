package manifest

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// flowScalar walks a plain or quoted scalar in the source side by side with its decoded text.
type flowScalar struct {
	src   []byte
	off   int
	text  string
	pos   int
	quote byte // ' or " or 0
}

// newFlowScalar starts at the first byte of the scalar, its quote included.
func newFlowScalar(src []byte, off int, text string) *flowScalar {
	f := &flowScalar{src: src, off: off, text: text}
	if off < len(src) && (src[off] == '\'' || src[off] == '"') {
		f.quote = src[off]
		f.off++
	}
	return f
}

// seek moves to the source of text[pos:] and tells whether the source held the text all the way there.
func (f *flowScalar) seek(pos int) bool {
	for f.pos < pos {
		if f.off >= len(f.src) || !f.step() {
			return false
		}
	}
	return true
}

func (f *flowScalar) step() bool {
	switch c := f.src[f.off]; {
	case c == '\\' && f.quote == '"':
		return f.escape()
	case isSpace(c) && f.fold():
		return true
	case c != f.text[f.pos]:
		return false
	case c == '\'' && f.quote == '\'':
		f.off++
	}
	f.off++
	f.pos++
	return true
}

// fold passes a line break and the white space around it: a space in the text for one break, otherwise one line feed less.
func (f *flowScalar) fold() bool {
	end, breaks := skipSpace(f.src, f.off)
	if breaks == 0 {
		return false
	}
	f.off = end
	if breaks == 1 {
		f.pos++
	} else {
		f.pos += breaks - 1
	}
	f.pos = min(f.pos, len(f.text))
	return true
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// skipSpace returns the offset after the white space at off, and how many line breaks are in it.
func skipSpace(src []byte, off int) (end, breaks int) {
	for ; off < len(src) && isSpace(src[off]); off++ {
		if src[off] == '\n' || src[off] == '\r' && (off+1 == len(src) || src[off+1] != '\n') {
			breaks++
		}
	}
	return off, breaks
}

// escape passes one escape sequence of a double-quoted scalar.
func (f *flowScalar) escape() bool {
	if f.off+1 >= len(f.src) {
		return false
	}
	if isSpace(f.src[f.off+1]) && f.src[f.off+1] != ' ' && f.src[f.off+1] != '\t' {
		f.off, _ = skipSpace(f.src, f.off+1)
		return true
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[f.src[f.off+1]]
	_, size := utf8.DecodeRuneInString(f.text[f.pos:])
	if hex := hexAt(f.src, f.off+2, digits); digits == 4 && utf16.IsSurrogate(hex) && hexAt(f.src, f.off+8, 4) >= 0xDC00 {
		f.off += 6
	}
	f.off += 2 + digits
	f.pos += size
	return true
}

// hexAt returns the number written at off, -1 when there is none.
func hexAt(src []byte, off, digits int) rune {
	if off+digits > len(src) {
		return -1
	}
	v, err := strconv.ParseInt(string(src[off:off+digits]), 16, 32)
	if err != nil {
		return -1
	}
	return rune(v)
}

// closeQuote returns the offset after the quoted scalar that begins at off.
func closeQuote(src []byte, off int) int {
	quote := src[off]
	for i := off + 1; i < len(src); i++ {
		switch {
		case src[i] == '\\' && quote == '"':
			i++
		case src[i] != quote:
		case quote == '\'' && i+1 < len(src) && src[i+1] == '\'':
			i++
		default:
			return i + 1
		}
	}
	return len(src)
}

// seekFolded returns the source offset of text[pos:] in a folded block scalar whose content begins at off.
// White space is matched loosely, because folding, keeping and chomping only ever change white space.
func seekFolded(src []byte, off int, text string, pos int) (int, bool) {
	i := 0
	for {
		off, _ = skipSpace(src, off)
		for i < len(text) && isSpace(text[i]) {
			i++
		}
		if i >= pos {
			return off, true
		}
		if off >= len(src) || src[off] != text[i] {
			return 0, false
		}
		off++
		i++
	}
}
