package report

import (
	"strings"

	"github.com/podlint/podlint/internal/lint"
)

// frame shows the lines that a violation is about, and some around them.
func (p *htmlPage) frame(v *lint.Violation) {
	for i, marks := range split(marksOf(v)) {
		if marks[0].line < 1 {
			continue
		}
		if i > 0 {
			p.print("<p class=\"more\"><code>%s</code></p>\n", htmlOf(place(marks[0].file, marks[0].line, marks[0].column)))
		}
		p.print("<pre>")
		last := 0
		for _, m := range marks {
			last = p.marked(m, last)
		}
		p.context(marks[0].file, max(last, 0), last+around, last)
		p.print("</pre>\n")
	}
}

// marked writes the line of a mark with what stands before it and was not written yet, and returns its number.
func (p *htmlPage) marked(m mark, last int) int {
	source, ok := p.frames.source(m)
	if !ok {
		return last
	}
	first := max(m.line-around, 1)
	if last > 0 && first > last+1 {
		p.print("<i>…</i>\n")
	}
	p.context(m.file, first-1, m.line-1, last)
	d := p.frames.draw(source, m, 0)
	before, in, after := parts(d)
	class := "a"
	if m.primary {
		class = "b"
	}
	p.print("<i>%d</i> %s<mark class=\"%s\">%s</mark>%s", m.line, htmlOf(before), class, htmlOf(in), htmlOf(after))
	if m.label != "" {
		p.print("\n<i></i> %s<em>%s</em>", strings.Repeat(" ", min(d.start, around*10)), htmlOf(m.label))
	}
	p.print("\n")
	return m.line
}

// context writes the lines behind the number from up to the number to, but for those up to last.
func (p *htmlPage) context(file string, from, to, last int) {
	for n := max(from, last) + 1; n <= to; n++ {
		source, ok := p.frames.files.line(file, n)
		if !ok {
			return
		}
		if _, more := p.frames.files.line(file, n+1); more || source.text != "" { // the end of the last line begins none
			p.print("<i>%d</i> %s\n", n, htmlOf(cutLine(source, 1, 1, htmlWidth).text))
		}
	}
}

// parts are what stands before, in and behind the span of a line.
func parts(d drawn) (before, in, after string) {
	var b strings.Builder
	at, from, to := 0, 0, 0
	for _, c := range toCells(d.text) {
		if at < d.start {
			from = b.Len() + len(c.text)
		}
		if at < d.start+d.width {
			to = b.Len() + len(c.text)
		}
		b.WriteString(c.text)
		at += c.width
	}
	text := b.String()
	return text[:from], text[from:max(from, to)], text[max(from, to):]
}
