package appconf

import (
	"slices"
	"strings"
)

// toml is the text as TOML, or nil when it holds no setting of that form. The text is parsed once.
func (s *source) toml() *settings {
	if !s.tomlDone {
		s.tomlDone = true
		s.tomlList = parseTOML(s.text)
	}
	return s.tomlList
}

// tree is the text as TOML when its name says so, else as YAML or JSON.
func (s *source) tree() *settings {
	if s.ends(".toml") {
		return s.toml()
	}
	return s.yaml()
}

// tomlParser reads the part of TOML that configurations use. What it does not understand it skips to the end of the line.
type tomlParser struct {
	text   string
	at     int
	line   int
	table  []string
	counts map[string]int // [[name]] -> number of tables so far
	out    *settings
}

func parseTOML(text string) *settings {
	p := &tomlParser{text: text, counts: map[string]int{}, out: &settings{}}
	for p.skipBlank(true); p.at < len(p.text); p.skipBlank(true) {
		p.statement()
	}
	if len(p.out.list) == 0 {
		return nil
	}
	return p.out
}

// skipBlank moves past blanks and comments, and past line ends when those count as blanks.
func (p *tomlParser) skipBlank(lines bool) {
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == '\n' && lines:
			p.line++
			p.at++
		case c == ' ' || c == '\t' || c == '\r':
			p.at++
		case c == '#':
			p.skipLine()
			if !lines {
				return
			}
		default:
			return
		}
	}
}

// skipLine moves to the end of the line.
func (p *tomlParser) skipLine() {
	i := strings.IndexByte(p.text[p.at:], '\n')
	if i < 0 {
		p.at = len(p.text)
		return
	}
	p.at += i
}

func (p *tomlParser) statement() {
	if p.text[p.at] == '[' {
		p.header()
		p.skipLine()
		return
	}
	key := p.key("=\n")
	if p.at >= len(p.text) || p.text[p.at] != '=' {
		p.skipLine()
		return
	}
	p.at++
	if len(key) > 0 && len(p.table)+len(key) < maxDepth {
		p.value(append(slices.Clip(p.table), key...), 0)
	}
	p.skipLine()
}

// header reads [a.b] and [[a.b]]; the latter gets a number.
func (p *tomlParser) header() {
	line := p.line
	p.at++
	list := p.at < len(p.text) && p.text[p.at] == '['
	if list {
		p.at++
	}
	name := p.key("]\n")
	if len(name) >= maxDepth/2 {
		name = nil
	}
	p.table = p.nested(name)
	if list && len(name) > 0 {
		joined := strings.Join(p.table, ".")
		p.table = append(p.table, itoa(p.counts[joined]))
		p.counts[joined]++
	}
	if len(p.table) > 0 {
		p.out.add(append(slices.Clip(p.table), ""), "", line)
	}
}

// nested puts the number of the last table of a list behind the list's name: [[a]] [a.b] is a.0.b.
func (p *tomlParser) nested(name []string) []string {
	var out []string
	for i, part := range name {
		out = append(out, part)
		if count := p.counts[strings.Join(out, ".")]; count > 0 && i+1 < len(name) {
			out = append(out, itoa(count-1))
		}
	}
	return out
}

// quotedDot stands for a dot of a quoted key, which does not divide it: [sources."app.log"]. It looks like one.
const quotedDot = "\u2024"

// key reads a dotted key up to one of the end bytes.
func (p *tomlParser) key(ends string) []string {
	var parts []string
	var b strings.Builder
	quote := byte(0)
	for ; p.at < len(p.text); p.at++ {
		c := p.text[p.at]
		plain := quote == 0
		switch {
		case endsKey(c, plain, ends):
			return append(parts, strings.TrimSpace(b.String()))
		case !plain && c == quote:
			quote = 0
		case plain && isQuote(c):
			quote = c
		case plain && c == '.':
			parts = append(parts, strings.TrimSpace(b.String()))
			b.Reset()
		case c == '.':
			b.WriteString(quotedDot)
		default:
			b.WriteByte(c)
		}
	}
	return append(parts, strings.TrimSpace(b.String()))
}

// endsKey tells whether a byte ends a key: the end of the line even within quotes, one of the end bytes outside of them.
func endsKey(c byte, plain bool, ends string) bool {
	return c == '\n' || plain && strings.IndexByte(ends, c) >= 0
}

// value reads a value and adds its scalars.
func (p *tomlParser) value(path []string, depth int) {
	p.skipBlank(false)
	if p.at >= len(p.text) || depth > maxDepth/2 {
		p.at = len(p.text)
		return
	}
	switch c := p.text[p.at]; c {
	case '[':
		p.array(path, depth)
	case '{':
		p.inline(path, depth)
	case '"', '\'':
		line := p.line
		p.out.add(path, p.quoted(c), line)
	default:
		start := p.at
		for p.at < len(p.text) && strings.IndexByte(",]}\n#", p.text[p.at]) < 0 {
			p.at++
		}
		p.out.add(path, strings.TrimSpace(p.text[start:p.at]), p.line)
	}
}

func (p *tomlParser) array(path []string, depth int) {
	p.at++
	for nr := 0; ; nr++ {
		p.skipBlank(true)
		if p.at >= len(p.text) || p.text[p.at] == ']' {
			p.at++
			break
		}
		before := p.at
		p.value(append(slices.Clip(path), itoa(nr)), depth+1)
		p.skipBlank(true)
		if p.at < len(p.text) && p.text[p.at] == ',' || p.at == before {
			p.at++
		}
	}
	p.at = min(p.at, len(p.text))
}

func (p *tomlParser) inline(path []string, depth int) {
	p.at++
	for {
		p.skipBlank(true)
		if p.at >= len(p.text) || p.text[p.at] == '}' {
			p.at++
			break
		}
		before := p.at
		key := p.key("=}\n")
		if p.at < len(p.text) && p.text[p.at] == '=' {
			p.at++
			p.value(append(slices.Clip(path), key...), depth+1)
		}
		p.skipBlank(true)
		if p.at < len(p.text) && p.text[p.at] == ',' || p.at == before {
			p.at++
		}
	}
	p.at = min(p.at, len(p.text))
}

// quoted reads "a", 'a' and their forms over several lines; an unknown escape stands for its letter.
func (p *tomlParser) quoted(quote byte) string {
	triple := strings.Repeat(string(quote), 3)
	if strings.HasPrefix(p.text[p.at:], triple) {
		p.at += 3
		end := strings.Index(p.text[p.at:], triple)
		if end < 0 {
			end = len(p.text) - p.at
		}
		v := p.text[p.at : p.at+end]
		p.line += strings.Count(v, "\n")
		p.at = min(p.at+end+3, len(p.text))
		return v
	}
	var b strings.Builder
	for p.at++; p.at < len(p.text) && p.text[p.at] != '\n'; p.at++ {
		c := p.text[p.at]
		if c == quote {
			p.at++
			break
		}
		if c == '\\' && quote == '"' && p.at+1 < len(p.text) && p.text[p.at+1] != '\n' {
			p.at++
			c = p.text[p.at]
		}
		b.WriteByte(c)
	}
	return b.String()
}
