package helm

import (
	"strings"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/manifest"
)

// origin leads from the lines of a rendered document to the templates.
type origin struct {
	marker *marker
	text   []string       // the lines of the document
	lines  []traced       // the same with their marks; nil when they cannot be followed
	order  []int          // the marks of all lines
	start  manifest.Place // of the template
	layers []layer        // of the values of its chart
}

// number gives the lines the numbers of their marks, and tells the templates which of their lines printed.
func (o *origin) number() {
	for i := range o.lines {
		o.lines[i].first = len(o.order)
		for _, h := range o.lines[i].hits {
			o.order = append(o.order, h.id)
			o.printedBy(h.id)
		}
	}
}

func (o *origin) printedBy(id int) {
	if id >= len(o.marker.marks) {
		return
	}
	m := &o.marker.marks[id]
	last, _ := m.file.position(m.end)
	for line := m.line; line <= last; line++ {
		m.file.printed[line] = true
	}
}

// excerpt is the line of the document that a span begins in; false when the template has the same line at its place.
func (o *origin) excerpt(span manifest.Span) (manifest.Excerpt, bool) {
	if span.Line < 1 || span.Line > len(o.text) {
		return manifest.Excerpt{}, false
	}
	text := o.text[span.Line-1]
	if from, ok := o.at(span.Line, span.Column); ok && strings.TrimSpace(from.mark.file.line(from.line)) == strings.TrimSpace(text) {
		return manifest.Excerpt{}, false
	}
	end := span.EndColumn
	if span.EndLine > span.Line {
		end = utf8.RuneCountInString(text) + 1
	}
	return manifest.Excerpt{Text: text, Column: span.Column, EndColumn: max(end, span.Column+1)}, true
}

// place is where a span of the document was written. When that is not known it is the start of the template.
func (o *origin) place(span manifest.Span) (manifest.Place, bool) {
	from, ok := o.at(span.Line, span.Column)
	if !ok {
		return o.start, false
	}
	at := manifest.Span{Line: from.line, Column: from.column, EndLine: from.line, EndColumn: max(from.end, from.column+1)}
	if from.mark.action != nil {
		at.EndLine, at.EndColumn = from.mark.file.position(from.mark.end)
	}
	last := max(span.EndColumn-1, span.Column)
	if span.EndLine > span.Line {
		last = utf8.RuneCountInString(strings.TrimRight(o.lines[span.Line-1].text, " "))
	}
	if to, ok := o.at(span.Line, last); ok && to.mark.file == from.mark.file {
		line, column := to.line, to.column+1
		if to.mark.action != nil {
			line, column = to.mark.file.position(to.mark.end)
		}
		if line == at.Line && column > at.Column {
			at.EndLine, at.EndColumn = line, column
		}
	}
	return manifest.Place{File: from.mark.file.shown, Span: at}, true
}

// written is a character of a template, or an action.
type written struct {
	mark         *mark
	line, column int
	end          int // column behind the text
}

// at is what made the character at a line and a column of the document, both from 1.
func (o *origin) at(number, column int) (written, bool) {
	if number < 1 || number > len(o.lines) || !o.lines[number-1].known {
		return written{}, false
	}
	l := &o.lines[number-1]
	column--
	if l.shared >= 0 {
		column = min(column, l.shared)
	}
	h, begins := l.at(column)
	if h.id < 0 || h.id >= len(o.marker.marks) {
		return written{}, false
	}
	m := &o.marker.marks[h.id]
	if m.action != nil {
		return written{mark: m, line: m.line, column: m.column}, true
	}
	_, end := m.file.position(m.end)
	w := written{mark: m, line: m.line, column: m.column + column - h.column, end: end}
	return w, begins && w.column < end && l.rune(column) == char(m.file.line(m.line), w.column-1)
}

// rune is the character at a column from 0.
func (l *line) rune(column int) rune { return char(l.text, column) }

// char is a character of a text by its number from 0, 0 when there is none.
func char(text string, number int) rune {
	for _, r := range text {
		if number == 0 {
			return r
		}
		number--
	}
	return 0
}

// wrote is what a person wrote at a place: the characters from there to its end.
func (o *origin) wrote(at manifest.Place) string {
	for i := range o.marker.marks {
		if t := o.marker.marks[i].file; t.shown == at.File {
			r := []rune(t.line(at.Span.Line))
			from, to := at.Span.Column-1, len(r)
			if at.Span.EndLine == at.Span.Line {
				to = min(at.Span.EndColumn-1, to)
			}
			if from < 0 || from > to {
				return ""
			}
			return string(r[from:to])
		}
	}
	return ""
}

// written names the object as its template does, so that neither the release nor values make each violation a new one.
func (o *origin) written(c *chart, obj *manifest.Object) *manifest.Object {
	said := func(key string) string {
		span, exact := obj.Locate(manifest.Path{"metadata", key})
		if !exact {
			return ""
		}
		at, known := o.place(span)
		if !known {
			return ""
		}
		return o.wrote(at)
	}
	return &manifest.Object{File: o.start.File, Kind: obj.Kind, Namespace: said("namespace"), Name: c.about.Root.Str("name") + " " + said("name")}
}
