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
	for at := int64(0); at < from.Size; {
		n, err := from.ReadAt(buf[:min(int64(len(buf)), from.Size-at)], at)
		for i := 0; ; {
			next := bytes.IndexByte(buf[i:n], '\n')
			if next < 0 {
				break
			}
			i += next + 1
			if l.count%linesPerMark == 0 {
				l.marks = append(l.marks, at+int64(i))
			}
			l.count++
		}
		if at += int64(n); err != nil && !errors.Is(err, io.EOF) || n == 0 {
			break
		}
	}
	return l
}

// Line is a line by its number from 1, without its LF; false when there is none.
func (l *Lines) Line(number int) ([]byte, bool) {
	if number < 1 || number > l.count {
		return nil, false
	}
	at, skip := l.marks[(number-1)/linesPerMark], (number-1)%linesPerMark
	data := l.read(at, skip+1)
	for range skip {
		_, data, _ = bytes.Cut(data, []byte("\n"))
	}
	data, _, _ = bytes.Cut(data, []byte("\n"))
	if at == 0 && skip == 0 {
		data = bytes.TrimPrefix(data, bom)
	}
	return data, true
}

// read returns at least so many lines.
func (l *Lines) read(at int64, lines int) []byte {
	for size := int64(16 << 10); ; size *= 4 {
		data := make([]byte, min(size, l.from.Size-at))
		n, err := l.from.ReadAt(data, at)
		if data = data[:n]; bytes.Count(data, []byte("\n")) >= lines || at+int64(n) >= l.from.Size || err != nil {
			return data
		}
	}
}
