package manifest

import (
	"bytes"

	"go.yaml.in/yaml/v3"
)

// collectionSpan runs from the first key, item or bracket of y to the end of its last value.
func (c *converter) collectionSpan(y *yaml.Node, last Span, closing byte) Span {
	off := c.skipProperties(c.start(y))
	var s Span
	s.Line, s.Column = c.cur.place(off)
	s.EndLine, s.EndColumn = s.Line, s.Column
	if last.EndLine > 0 {
		s.EndLine, s.EndColumn = last.EndLine, last.EndColumn
	}
	if y.Style&yaml.FlowStyle == 0 || off >= len(c.t.data) {
		return s
	}
	from := off + 1
	if last.EndLine > 0 {
		from = c.cur.offsetOf(last.EndLine, last.EndColumn)
	}
	s.EndLine, s.EndColumn = c.cur.place(findClosing(c.t.data, from, closing))
	return s
}

// findClosing returns the offset after the next closing bracket, which nothing but white space, commas, aliases and comments precede.
func findClosing(src []byte, off int, closing byte) int {
	for ; off < len(src); off++ {
		switch src[off] {
		case closing:
			return off + 1
		case '#':
			for off < len(src) && src[off] != '\n' && src[off] != '\r' {
				off++
			}
		}
	}
	return len(src)
}

// skipProperties passes the tag and the anchor in front of a value.
func (c *converter) skipProperties(off int) int {
	src := c.t.data
	for off < len(src) && (src[off] == '!' || src[off] == '&') {
		off = skipBlank(src, off+propertyLen(src[off:]))
	}
	return off
}

// propertyLen is the length of the tag or the anchor that src begins with.
func propertyLen(src []byte) int {
	if bytes.HasPrefix(src, []byte("!<")) {
		return bytes.IndexByte(src, '>') + 1 // the parser saw to it that there is one
	}
	if i := bytes.IndexAny(src, " \t\r\n\u0085\u2028\u2029,[]{}"); i >= 0 {
		return i
	}
	return len(src)
}

// skipBlank passes white space and comments.
func skipBlank(src []byte, off int) int {
	for {
		off, _ = skipSpace(src, off)
		if off >= len(src) || src[off] != '#' {
			return off
		}
		for off < len(src) && src[off] != '\n' && src[off] != '\r' {
			off++
		}
	}
}

func (c *converter) scalarSpan(y *yaml.Node) Span {
	start := c.start(y)
	plain := y.Style&^(yaml.TaggedStyle|yaml.FlowStyle) == 0
	if plain && y.Value == "" && y.Anchor == "" && y.Style&yaml.TaggedStyle == 0 && !c.isText(y) {
		return c.spanOf(start, start)
	}
	if off := c.skipProperties(start); !plain || y.Value != "" {
		return c.spanOf(off, c.scalarEnd(y, off))
	}
	return c.spanOf(start, c.propertiesEnd(start))
}

// propertiesEnd returns the end of the tag and anchor of an empty value, white space left out.
func (c *converter) propertiesEnd(start int) int {
	end := c.skipProperties(start)
	return start + len(bytes.TrimRight(c.t.data[start:min(end, c.t.lineEnd(c.t.lineOf(start)))], " \t"))
}

func (c *converter) spanOf(start, end int) Span {
	var s Span
	s.Line, s.Column = c.cur.place(start)
	s.EndLine, s.EndColumn = c.cur.place(max(start, end))
	return s
}

// scalarEnd returns the offset after the scalar that begins at off; for a block scalar, after its indicators.
func (c *converter) scalarEnd(y *yaml.Node, off int) int {
	src := c.t.data
	switch {
	case off >= len(src):
		return len(src)
	case y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return off + 1 + countPrefix(src[off+1:], "+-0123456789")
	case src[off] == '"' || src[off] == '\'':
		return closeQuote(src, off)
	case bytes.HasPrefix(src[off:], []byte(y.Value)):
		return off + len(y.Value)
	}
	f := newFlowScalar(src, off, y.Value)
	if f.seek(len(y.Value)) {
		return f.off
	}
	return max(off, c.t.lineEnd(c.t.lineOf(off)))
}

// countPrefix returns how many of the first bytes are in set.
func countPrefix(src []byte, set string) int {
	return len(src) - len(bytes.TrimLeft(src, set))
}
