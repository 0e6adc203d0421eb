package manifest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

const (
	// windowStep is how many bytes are read at once.
	windowStep = 256 << 10
	// maxItem is the size in bytes of the largest item of a List that is read; the API server refuses objects a hundredth of that.
	maxItem = 256 << 20
)

// window reads a large input from its start to its end and holds the part that is being looked at.
type window struct {
	from io.Reader
	buf  []byte // what has been read and not been passed, a part of store
	at   int64  // offset of buf[0] in the input
	line int    // lines that begin before buf[0]
	col  int    // code points between the start of that line and buf[0]
	cr   bool   // a CR precedes buf[0]
	err  error  // io.EOF at the end

	store []byte
}

var errItemSize = errors.New("one item of the List is too large")

// fill reads on and tells whether there was more.
func (w *window) fill() bool {
	if w.err == nil && len(w.buf) > maxItem {
		w.err = errItemSize
	}
	if w.err != nil {
		return false
	}
	if cap(w.buf)-len(w.buf) < windowStep {
		if 2*len(w.buf)+windowStep > len(w.store) { // so that what is moved is never much more than what was read
			w.store = make([]byte, 4*len(w.buf)+4*windowStep)
		}
		w.buf = w.store[:copy(w.store, w.buf)]
	}
	n := 0
	for n == 0 && w.err == nil {
		n, w.err = w.from.Read(w.buf[len(w.buf) : len(w.buf)+windowStep])
	}
	w.buf = w.buf[:len(w.buf)+n]
	return n > 0
}

// pass leaves n bytes of the buffer behind and counts their lines and columns.
func (w *window) pass(n int) {
	data := w.buf[:n]
	w.at += int64(n)
	w.buf = w.buf[n:]
	if w.cr || bytes.IndexByte(data, '\r') >= 0 {
		w.passReturns(data)
		return
	}
	if last := bytes.LastIndexByte(data, '\n'); last >= 0 {
		w.line += bytes.Count(data, []byte("\n"))
		w.col, data = 0, data[last+1:]
	}
	w.col += utf8.RuneCount(data)
}

// passReturns counts CR and CRLF as line ends, too, one that the end of data cuts in two as well.
func (w *window) passReturns(data []byte) {
	for _, c := range data {
		switch {
		case c == '\n' && w.cr:
			w.col = 0
		case c == '\n', c == '\r':
			w.line++
			w.col = 0
		case utf8.RuneStart(c):
			w.col++
		}
		w.cr = c == '\r'
	}
}

// next passes white space and returns the byte after it, 0 at the end of the input.
func (w *window) next() byte {
	for {
		n := countPrefix(w.buf, " \t\r\n")
		w.pass(n)
		if len(w.buf) > 0 {
			return w.buf[0]
		}
		if !w.fill() {
			return 0
		}
	}
}

// value returns the length of the JSON value that the buffer begins with, 0 when the input ends before it does. It only balances
// brackets and quotes.
func (w *window) value() int {
	depth := 0
	for i := 0; i < len(w.buf) || w.fill(); {
		if i += inert(w.buf[i:], depth); i == len(w.buf) {
			continue
		}
		switch w.buf[i] {
		case '"':
			if i = w.quoted(i); i == 0 {
				return 0
			}
			if depth == 0 {
				return i
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth == 0 {
				return i + 1
			}
			if depth < 0 {
				return i
			}
		case ',', ' ', '\t', '\r', '\n': // outside of maps and lists, where nothing is inert
			return i
		}
		i++
	}
	return 0
}

// balances are the bytes that matter inside a map or a list; most of a file that people can read is indentation.
var balances = [256]bool{'"': true, '{': true, '}': true, '[': true, ']': true}

// inert returns how many bytes there are before the next one that matters, which any byte does outside of maps and lists.
func inert(data []byte, depth int) int {
	if depth == 0 {
		return 0
	}
	for i, c := range data {
		if balances[c] {
			return i
		}
	}
	return len(data)
}

// quoted returns the offset after the string that begins at from, 0 when the input ends before it does.
func (w *window) quoted(from int) int {
	for at := from + 1; ; {
		i := bytes.IndexByte(w.buf[at:], '"')
		if i < 0 {
			at = len(w.buf)
			if !w.fill() {
				return 0
			}
			continue
		}
		at += i + 1
		slashes := len(w.buf[from+1:at-1]) - len(bytes.TrimRight(w.buf[from+1:at-1], `\`))
		if slashes%2 == 0 {
			return at
		}
	}
}

// place is where the buffer begins.
func (w *window) place() origin { return origin{line: w.line, column: w.col} }

// fail makes an error at the start of the buffer.
func (w *window) fail(name, format string, args ...any) *Error {
	e := &Error{File: name, Line: w.line + 1, Column: w.col + 1, Message: fmt.Sprintf(format, args...)}
	if w.err != nil && !errors.Is(w.err, io.EOF) {
		e.Message = fmt.Sprintf("cannot read: %v", w.err)
	}
	return e
}
