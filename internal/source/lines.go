package source

import (
	"bytes"
	"errors"
	"io"
)

// linesPerMark is how many lines are read at most to find one.
const linesPerMark = 256

// Lines finds lines of a Large by their numbers. It is for one goroutine.
type Lines struct {
	from  *Large
	marks []int64 // where each 256th line begins
	count int
}

// NewLines looks at all of the input once.
func NewLines(from *Large) *Lines {
	l := &Lines{from: from, marks: []int64{0}, count: 1}
	buf := make([]byte, 256<<10)
	cr := false // the part before ended with one
	for at := int64(0); at < from.Size; {
		n, err := from.ReadAt(buf[:min(int64(len(buf)), from.Size-at)], at)
		cr = l.index(buf[:n], at, cr)
		if at += int64(n); err != nil && !errors.Is(err, io.EOF) || n == 0 {
			break
		}
	}
	if cr {
		l.begin(from.Size)
	}
	return l
}

// index notes the lines of a part, which begins at an offset. A CR at its end may be half of a line's end.
func (l *Lines) index(part []byte, at int64, cr bool) (endsWithCR bool) {
	for i := 0; i < len(part); {
		next := bytes.IndexAny(part[i:], "\r\n")
		if cr && (next != 0 || part[i] != '\n') {
			l.begin(at + int64(i))
		}
		if cr = false; next < 0 {
			return false
		}
		i += next + 1
		if part[i-1] == '\r' {
			cr = true
			continue
		}
		l.begin(at + int64(i))
	}
	return cr
}

// begin notes that a line begins at an offset.
func (l *Lines) begin(at int64) {
	if l.count%linesPerMark == 0 {
		l.marks = append(l.marks, at)
	}
	l.count++
}

// Line is a line by its number from 1, without its end; false when there is none.
func (l *Lines) Line(number int) ([]byte, bool) {
	if number < 1 || number > l.count {
		return nil, false
	}
	at, skip := l.marks[(number-1)/linesPerMark], (number-1)%linesPerMark
	data := l.read(at, skip+1)
	for line := range LineSeq(data) {
		if skip--; skip < 0 {
			data = line
			break
		}
	}
	if at == 0 && number == 1 {
		data = bytes.TrimPrefix(data, bom)
	}
	return data, true
}

// read returns at least so many lines and what follows them, to tell a CR from a CRLF.
func (l *Lines) read(at int64, lines int) []byte {
	for size := int64(16 << 10); ; size *= 4 {
		data := make([]byte, min(size, l.from.Size-at))
		n, err := l.from.ReadAt(data, at)
		if data = data[:n]; enough(data, lines) || at+int64(n) >= l.from.Size || err != nil {
			return data
		}
	}
}

func enough(data []byte, lines int) bool {
	for range LineSeq(data) {
		if lines--; lines < 0 {
			return true
		}
	}
	return false
}
