package source

import (
	"bytes"
	"iter"
)

// LineSeq are the lines of a text without their ends. A line ends with LF, CRLF or CR, as in YAML and in editors, so that a place means the
// same in every part of the program. What comes behind the last end is a line, too, also when it is empty.
func LineSeq(text []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		returns := hasReturns(text)
		for {
			end, next := lineEnd(text, returns)
			if !yield(text[:end]) || next < 0 {
				return
			}
			text = text[next:]
		}
	}
}

// SplitLines lists what LineSeq gives.
func SplitLines(text []byte) [][]byte {
	lines := make([][]byte, 0, 1+bytes.Count(text, []byte("\n")))
	for line := range LineSeq(text) {
		lines = append(lines, line)
	}
	return lines
}

// LineStarts are the offsets at which the lines begin.
func LineStarts(text []byte) []int {
	starts, returns := []int{0}, hasReturns(text)
	for at := 0; ; {
		_, next := lineEnd(text[at:], returns)
		if next < 0 {
			return starts
		}
		at += next
		starts = append(starts, at)
	}
}

// lineEnd is where the first line of a text ends and the next one begins; next is -1 when there is none. returns tells whether there may be
// a CR at all: to look for one byte is much faster than for two.
func lineEnd(text []byte, returns bool) (end, next int) {
	if returns {
		end = bytes.IndexAny(text, "\r\n")
	} else {
		end = bytes.IndexByte(text, '\n')
	}
	switch {
	case end < 0:
		return len(text), -1
	case text[end] == '\r' && end+1 < len(text) && text[end+1] == '\n':
		return end, end + 2
	}
	return end, end + 1
}

func hasReturns(text []byte) bool { return bytes.IndexByte(text, '\r') >= 0 }
