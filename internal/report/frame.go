package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/lint"
)

// near is how many lines apart two places of one file may lie to be shown in one frame.
const near = 12

// defaultWidth is used when the width of the terminal is not known: most lines of manifests fit, and generated ones are cut.
const defaultWidth = 120

// mark is a span under which carets stand.
type mark struct {
	file              string
	line, column, end int // end is exclusive; 0 reaches to the end of the line
	label             string
	primary           bool
	rendered          *lint.Excerpt // the line of a result to draw in place of that of the file
}

// frames draws the lines that a violation is about and returns the width of the gutter.
func (t *text) frames(v *lint.Violation) int {
	marks := marksOf(v)
	indent := 0
	for _, m := range marks {
		indent = max(indent, len(strconv.Itoa(m.line)))
	}
	for i, frame := range split(marks) {
		if i > 0 {
			t.print("%*s %s %s:%d:%d\n", indent-1, "", t.paint.gutter("-->"), Printable(frame[0].file), frame[0].line, frame[0].column)
		}
		t.frame(indent, frame, v.Severity)
	}
	return indent
}

func marksOf(v *lint.Violation) []mark {
	marks := []mark{newMark(v.File, v.Line, v.Column, v.EndLine, v.EndColumn, "", true)}
	if v.Rendered != nil {
		marks[0] = marks[0].drawnAs(v.Rendered.Line)
	}
	for _, r := range v.Related {
		if sameSpan(v, &r) {
			marks[0].label = joined(marks[0].label, r.Message)
			continue
		}
		marks = append(marks, newMark(r.File, r.Line, r.Column, r.EndLine, r.EndColumn, r.Message, false).drawnAs(r.Rendered))
	}
	return marks
}

// sameSpan tells whether a related place is that of the violation: it is drawn once.
func sameSpan(v *lint.Violation, r *lint.Related) bool {
	return v.File == r.File && v.Line == r.Line && v.Column == r.Column && v.EndLine == r.EndLine && v.EndColumn == r.EndColumn
}

func joined(label, more string) string {
	if label == "" {
		return more
	}
	return label + "; " + more
}

func newMark(file string, line, column, endLine, endColumn int, label string, primary bool) mark {
	m := mark{file: file, line: line, column: column, label: label, primary: primary}
	if endLine == line {
		m.end = endColumn
	}
	return m
}

// drawnAs is the mark with the line of a result to draw, when there is one.
func (m mark) drawnAs(line *lint.Excerpt) mark {
	m.rendered = line
	return m
}

// source is the line to draw for a mark.
func (t *text) source(m mark) (*measured, bool) {
	if m.rendered != nil {
		return &measured{text: m.rendered.Text}, true
	}
	return t.files.line(m.file, m.line)
}

// bar stands between the number of a line and the line: another one where a build made the line of that one.
func (m mark) bar() string {
	if m.rendered != nil {
		return "~"
	}
	return "|"
}

// split groups the marks into frames: what is near the violation in its file joins its frame, the others get one each.
func split(marks []mark) [][]mark {
	first, others := marks[:1:1], [][]mark(nil)
	for _, m := range marks[1:] {
		distance := m.line - first[0].line
		if m.file == first[0].file && -near <= distance && distance <= near {
			first = append(first, m)
		} else {
			others = append(others, []mark{m})
		}
	}
	slices.SortStableFunc(first, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.column, b.column))
	})
	return append([][]mark{first}, others...)
}

// frame draws the lines of marks, which are in one file and in order.
func (t *text) frame(indent int, marks []mark, severity string) {
	t.print("%*s %s\n", indent, "", t.paint.gutter("|"))
	last, shown := 0, ""
	for _, m := range marks {
		source, ok := t.source(m)
		if !ok {
			continue
		}
		drawn := t.draw(source, m, indent)
		if m.line != last || source.text != shown {
			t.gap(indent, last, m)
			t.print("%s %s %s\n", t.paint.gutter(fmt.Sprintf("%*d", indent, m.line)), t.paint.gutter(m.bar()), drawn.text)
		}
		t.print("%*s %s %s%s\n", indent, "", t.paint.gutter("|"), strings.Repeat(" ", drawn.start), t.carets(drawn, m, severity))
		last, shown = m.line, source.text
	}
}

// gap shows that lines between last and m are left out; a single one is shown instead.
func (t *text) gap(indent, last int, m mark) {
	switch {
	case last == 0 || m.line == last || m.line == last+1:
	case m.line == last+2:
		source, ok := t.files.line(m.file, last+1)
		if !ok {
			source = &measured{}
		}
		cut := cutLine(source, 1, 1, t.columns(indent))
		t.print("%s %s\n", t.paint.gutter(fmt.Sprintf("%*d |", indent, last+1)), cut.text)
	default:
		t.print("%s\n", t.paint.gutter("..."))
	}
}

func (t *text) carets(d drawn, m mark, severity string) string {
	label := ""
	if m.label != "" {
		label = " " + Printable(m.label)
	}
	if !m.primary {
		return t.paint.gutter(strings.Repeat("-", d.width) + label)
	}
	return t.paint.severity(severity, strings.Repeat("^", d.width)+label)
}

func (t *text) draw(source *measured, m mark, indent int) drawn {
	if m.rendered != nil {
		return cutLine(source, m.rendered.Column, m.rendered.EndColumn, t.columns(indent))
	}
	return cutLine(source, m.column, m.end, t.columns(indent))
}

// columns is the room for a source line right of the gutter.
func (t *text) columns(indent int) int {
	return max(cmp.Or(t.opt.Width, defaultWidth)-indent-3, 20)
}
