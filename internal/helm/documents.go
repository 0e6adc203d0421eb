package helm

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// document is one document of what helm prints, under the name of the file that made it.
type document struct {
	source string // such as web/templates/deployment.yaml
	text   string
}

const sourcePrefix = "# Source: "

// printed splits what helm template prints. A separator straight below the name of a file is one that helm has left in the document: of several that
// only white space parts it cuts at the first.
func printed(text string) []document {
	var out []document
	var b strings.Builder
	source, begins, named := "", false, false
	end := func() {
		if source != "" {
			out = append(out, document{source: source, text: strings.TrimSpace(b.String())})
		}
		b.Reset()
	}
	for l := range strings.Lines(text) {
		bare := strings.TrimRight(l, "\r\n")
		switch {
		case bare == "---" && !named:
			end()
			source, begins = "", true
			continue
		case begins && strings.HasPrefix(bare, sourcePrefix):
			source, begins, named = strings.TrimPrefix(bare, sourcePrefix), false, true
			continue
		case source != "":
			b.WriteString(l)
		}
		begins, named = false, false
	}
	end()
	return out
}

// body decodes what a marked file rendered to.
func body(text string) (string, bool) {
	coded, ok := strings.CutPrefix(strings.TrimSpace(text), key+":")
	if !ok {
		return "", false
	}
	data, err := base64.StdEncoding.DecodeString(strings.TrimSpace(coded))
	if err != nil {
		return "", false
	}
	return strings.ReplaceAll(string(data), "<no value>", ""), true // as helm does with the whole file
}

// separator is where helm splits what a file renders to.
var separator = once(`(?:^|\s*\n)---\s*`)

// part is a document of a marked file: its lines without marks, and with those of the first line that are left of it taken off.
type part []line

func (p part) text() string {
	lines := make([]string, 0, len(p))
	for i := range p {
		lines = append(lines, p[i].text)
	}
	return strings.Join(lines, "\n")
}

// split cuts the lines of a marked file into documents as helm does.
func split(lines []line) []part {
	starts, whole := joined(lines)
	var out []part
	from := 0
	add := func(to int) {
		lead := len(whole[from:to]) - len(strings.TrimLeft(whole[from:to], whitespace))
		text := strings.Trim(whole[from:to], whitespace)
		if text != "" {
			out = append(out, cut(lines, starts, from+lead, from+lead+len(text)))
		}
	}
	for _, m := range separator().FindAllStringIndex(whole, -1) {
		if m[0] >= from {
			add(m[0])
			from = m[1]
		}
	}
	add(len(whole))
	return out
}

// whitespace is what helm trims.
const whitespace = " \t\n\v\f\r\u0085\u00A0"

// joined returns the text of the lines, and the offset at which each begins.
func joined(lines []line) (starts []int, whole string) {
	var b strings.Builder
	for i := range lines {
		starts = append(starts, b.Len())
		b.WriteString(lines[i].text)
		b.WriteByte('\n')
	}
	return starts, strings.TrimSuffix(b.String(), "\n")
}

// cut takes a region of the text out of the lines.
func cut(lines []line, starts []int, from, to int) part {
	var out part
	for i, l := range lines {
		start, end := starts[i], starts[i]+len(l.text)
		if end < from || start > to || start == to && from < to {
			continue
		}
		left := max(from-start, 0)
		out = append(out, l.cut(left, min(to, end)-start))
	}
	return out
}

// cut takes a region of a line, in bytes.
func (l *line) cut(from, to int) line {
	shift := utf8.RuneCountInString(l.text[:from])
	h, begins := l.at(shift)
	out := line{text: l.text[from:to], carry: l.carry}
	if begins && shift > 0 {
		out.carry = h.id
	}
	for _, h := range l.hits {
		switch {
		case h.column >= shift:
			out.hits = append(out.hits, hit{column: h.column - shift, id: h.id})
		default:
			out.hits = append(out.hits[:0], hit{column: h.column - shift, id: h.id})
		}
	}
	return out
}
