package manifest

import "bytes"

// chunk is the region of one YAML document in its file, its own "---" line included.
type chunk struct {
	start, end int // offsets
	line       int // 0-based, in text.breaks
	document   int // 0-based index in the file
	empty      bool
}

// splitter cuts a file into documents. A line that starts with "---" or "..." is a document marker wherever it stands,
// in the middle of a scalar too, so that a document that cannot be parsed does not take the others with it.
type splitter struct {
	t          *text
	out        []chunk
	start      int // line
	marked     bool
	content    bool // the chunk has a line that is neither blank nor a comment
	directives bool // the chunk has %YAML or %TAG, which belong to the document that the next "---" opens
}

func split(t *text) []chunk {
	s := &splitter{t: t}
	for i, off := range t.breaks {
		s.line(i, lineAt(t, i, off))
	}
	s.finish(len(t.breaks))
	return s.out
}

func lineAt(t *text, i, off int) []byte {
	if i+1 < len(t.breaks) {
		return t.data[off:t.breaks[i+1]]
	}
	return t.data[off:]
}

func (s *splitter) line(i int, line []byte) {
	switch {
	case isMarker(line, "---") && s.ends():
		s.finish(i)
	case isMarker(line, "..."):
		s.finish(i + 1)
		return
	}
	s.look(line)
}

// ends tells whether a "---" ends what was looked at so far, which it does not when that is only what belongs to its own document.
func (s *splitter) ends() bool { return s.content || s.marked || !s.directives }

// look notes what a line of the chunk is.
func (s *splitter) look(line []byte) {
	switch {
	case isMarker(line, "---"):
		s.marked = true
		s.content = s.content || !isBlank(line[3:])
	case len(line) > 0 && line[0] == '%' && !s.content && !s.marked:
		s.directives = true
	case !s.content:
		s.content = !isBlank(line)
	}
}

// finish ends the current chunk before the given line.
func (s *splitter) finish(next int) {
	if s.marked || s.content || s.directives {
		end := len(s.t.data)
		if next < len(s.t.breaks) {
			end = s.t.breaks[next]
		}
		s.out = append(s.out, chunk{
			start: s.t.breaks[s.start], end: end, line: s.start,
			document: len(s.out), empty: !s.content && !s.directives,
		})
	}
	s.start, s.marked, s.content, s.directives = next, false, false, false
}

func isMarker(line []byte, marker string) bool {
	if !bytes.HasPrefix(line, []byte(marker)) {
		return false
	}
	return len(line) == 3 || bytes.IndexByte([]byte(" \t\r\n"), line[3]) >= 0 || rareBreak(line, 3) > 0
}

// isBlank tells whether nothing but white space and a comment is on the line.
func isBlank(line []byte) bool {
	line = bytes.TrimLeft(line, " \t\r\n")
	return len(line) == 0 || line[0] == '#'
}
