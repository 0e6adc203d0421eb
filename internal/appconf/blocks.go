package appconf

import "strings"

// directive is one statement of a format with braces: words ended by a semicolon, or words that open a block.
type directive struct {
	words []string
	line  int
	up    int // index of the block that holds it, -1 at the top
	opens bool
}

// name is the directive's first word.
func (d directive) name() string { return arg(d.words, 0) }

// block reads texts of the nginx family: words, "quoted words", # comments, ; and { }.
type block struct {
	text  string
	at    int
	line  int
	out   []directive
	stack []int
	cur   []string
	start int
	slash bool // "//" and "/* */" are comments too
}

// parseBlocks returns the directives of a text in its order. Blocks deeper than maxDepth end the reading.
func parseBlocks(text string, slash bool) []directive {
	b := &block{text: text, slash: slash}
	for b.at < len(text) && len(b.stack) < maxDepth {
		b.step()
	}
	return b.out
}

func (b *block) step() {
	switch c := b.text[b.at]; {
	case strings.IndexByte(" \t\r\n", c) >= 0:
		if c == '\n' {
			b.line++
		}
		b.at++
	case c == '#' || c == '/' && b.slash && b.comment():
		b.skipComment()
	case c == ';':
		b.end(false)
		b.at++
	case c == '{':
		b.end(true)
		b.at++
	case c == '}':
		b.end(false)
		b.at++
		if len(b.stack) > 0 {
			b.stack = b.stack[:len(b.stack)-1]
		}
	default:
		b.word()
	}
}

// comment tells whether a comment of the C family starts here.
func (b *block) comment() bool {
	return strings.HasPrefix(b.text[b.at:], "//") || strings.HasPrefix(b.text[b.at:], "/*")
}

func (b *block) skipComment() {
	if strings.HasPrefix(b.text[b.at:], "/*") {
		b.skipTo("*/")
		return
	}
	b.skipTo("\n")
}

// skipTo moves to the next end mark, counting lines.
func (b *block) skipTo(mark string) {
	i := strings.Index(b.text[b.at:], mark)
	if i < 0 {
		b.at = len(b.text)
		return
	}
	b.line += strings.Count(b.text[b.at:b.at+i], "\n")
	b.at += i
	if mark != "\n" {
		b.at += len(mark)
	}
}

// end closes the statement that was read; opens tells whether a block begins.
func (b *block) end(opens bool) {
	if len(b.cur) == 0 && !opens {
		return
	}
	up := -1
	if len(b.stack) > 0 {
		up = b.stack[len(b.stack)-1]
	}
	line := b.start
	if len(b.cur) == 0 {
		line = b.line
	}
	b.out = append(b.out, directive{words: b.cur, line: line, up: up, opens: opens})
	if opens && strings.HasSuffix(arg(b.cur, 0), "_by_lua_block") {
		b.skipCode()
	} else if opens {
		b.stack = append(b.stack, len(b.out)-1)
	}
	b.cur = nil
}

// skipCode moves to the brace that closes a block of another language; step moves past it without closing a block of ours.
func (b *block) skipCode() {
	depth := 0
	quote := byte(0)
	for ; b.at < len(b.text); b.at++ {
		switch c := b.text[b.at]; {
		case c == '\n':
			b.line++
			quote = 0
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '-' && strings.HasPrefix(b.text[b.at:], "--"):
			b.skipTo("\n")
			b.at--
		case c == '{':
			depth++
		case c == '}':
			depth--
			if depth == 0 {
				return
			}
		}
	}
}

func (b *block) word() {
	if len(b.cur) == 0 {
		b.start = b.line
	}
	var w strings.Builder
	for ; b.at < len(b.text); b.at++ {
		c := b.text[b.at]
		switch {
		case isQuote(c) && w.Len() == 0:
			b.quoted(&w, c)
		case b.escaped():
			b.at++
			w.WriteByte(b.text[b.at])
		case strings.HasPrefix(b.text[b.at:], "${"):
			b.variable(&w)
		case strings.IndexByte(" \t\r\n;{}", c) >= 0:
			b.cur = append(b.cur, w.String())
			return
		default:
			w.WriteByte(c)
		}
	}
	b.cur = append(b.cur, w.String())
}

// quoted copies up to the closing quote, on which it stops.
func (b *block) quoted(w *strings.Builder, quote byte) {
	for b.at++; b.at < len(b.text) && b.text[b.at] != quote; b.at++ {
		if b.text[b.at] == '\n' {
			b.line++
		}
		if b.escaped() {
			b.at++
		}
		w.WriteByte(b.text[b.at])
	}
}

// escaped tells whether a backslash protects the next byte of the line.
func (b *block) escaped() bool {
	return b.text[b.at] == '\\' && b.at+1 < len(b.text) && b.text[b.at+1] != '\n'
}

// variable copies "${name}" so that its braces open no block.
func (b *block) variable(w *strings.Builder) {
	for i := b.at; i < len(b.text) && i < b.at+128 && b.text[i] != '\n'; i++ {
		if b.text[i] == '}' {
			w.WriteString(b.text[b.at : i+1])
			b.at = i
			return
		}
	}
	w.WriteString("${")
	b.at++
}

// inside is the innermost enclosing block of that name, or -1.
func inside(list []directive, d directive, name string) int {
	for up := d.up; up >= 0; up = list[up].up {
		if list[up].name() == name {
			return up
		}
	}
	return -1
}
