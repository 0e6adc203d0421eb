package report

import (
	"fmt"
	"strings"

	"github.com/podlint/podlint/internal/lint"
)

// moreRoom is kept free for the line that says how much was left out and for closing tags.
const moreRoom = 200

// page collects Markdown up to a size.
type page struct {
	b     strings.Builder
	limit int // bytes, and so at most as many characters
	left  int // blocks that did not fit
}

// add appends text unless the page is full. After the first thing that does not fit nothing else is added, so that the order stays.
func (p *page) add(text string) bool {
	if p.left > 0 || p.b.Len()+len(text)+moreRoom > p.limit {
		return false
	}
	p.b.WriteString(text)
	return true
}

// row appends a row of the open table, or counts it.
func (p *page) row(text string) {
	if !p.add(text) {
		p.left++
	}
}

// finish returns the page with a line for what did not fit.
func (p *page) finish() string {
	if p.left > 0 {
		fmt.Fprintf(&p.b, "\n%d more are not shown here.\n", p.left)
	}
	return p.b.String()
}

const tableHead = "| | where | what | rule |\n|---|---|---|---|\n"

// summaryPage is everything as one table of at most limit bytes, the gravest first.
func summaryPage(r *lint.Result, opt *Options, limit int) string {
	p := &page{limit: limit}
	p.add("## podlint: " + counts(r) + "\n\n")
	if len(r.Errors)+len(r.Violations) > 0 {
		p.add(tableHead)
	}
	for _, e := range ErrorsOnce(r.Errors) {
		p.row(errorRow(&e, opt))
	}
	for rank := 3; rank >= 0; rank-- {
		for i := range r.Violations {
			if lint.Rank(r.Violations[i].Severity) == rank {
				p.row(violationRow(&r.Violations[i], opt.place(r.Violations[i].File), opt))
			}
		}
	}
	return p.finish()
}

// inWhatWasRead follows "no violations" where not everything was looked at.
const inWhatWasRead = " in what could be read"

// counts is the one line that says how the run went.
func counts(r *lint.Result) string {
	text := severities(r.Summary)
	n := len(r.Errors)
	if n > 0 && len(r.Violations) == 0 {
		text += inWhatWasRead
	}
	text += notReported(r.Summary)
	if n > 0 {
		text += "; " + Count(n, "place") + " could not be read"
	}
	if left := notShown(&r.Summary.Hidden); left != "" {
		text += "; " + left
	}
	return text
}

// severities names the counts that are not 0.
func severities(s lint.Summary) string {
	var parts []string
	for _, c := range []struct {
		n    int
		noun string
	}{{s.Errors, "error"}, {s.Warnings, "warning"}, {s.Infos, "info"}} {
		if c.n > 0 {
			parts = append(parts, Count(c.n, c.noun))
		}
	}
	if len(parts) == 0 {
		return "no violations"
	}
	return strings.Join(parts, ", ")
}

func errorRow(e *lint.Error, opt *Options) string {
	return fmt.Sprintf("| **error** | %s | %s | %s |\n", code(place(opt.place(e.File), e.Line, e.Column)), markdown(e.Message), inputError)
}

// violationRow renders a row; where is the file's name, empty when it stands above the table.
func violationRow(v *lint.Violation, where string, opt *Options) string {
	rule := v.Rule
	if v.Documentation != "" {
		rule = "[" + v.Rule + "](" + v.Documentation + ")"
	}
	what := markdown(said(v))
	if v.Fix != nil {
		what += "<br>" + withCode(v.Fix.Title)
	}
	if by := renderedBy(v.Rendered, opt.place, maxBuilds); by != "" {
		what += "<br>rendered " + markdown(by)
	}
	return fmt.Sprintf("| %s | %s | %s | %s |\n", emphasis(v.Severity), code(strings.TrimPrefix(place(where, v.Line, v.Column), ":")), what, rule)
}

func emphasis(severity string) string {
	if severity == "error" {
		return "**error**"
	}
	return severity
}

// markdown renders a plain text as one line of Markdown that shows it as it is. A zero-width space keeps an @ from calling somebody.
func markdown(s string) string {
	return plain.Replace(Printable(s))
}

var plain = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "|", `\|`, "#", `\#`, "~", `\~`,
	"&", "&amp;", "@", "@&#8203;",
)

// withCode is markdown for a text whose back-ticks mark code, as those of fixes do.
func withCode(s string) string {
	parts := strings.Split(s, "`")
	if len(parts)%2 == 0 {
		return markdown(s)
	}
	for i := range parts {
		if i%2 == 0 {
			parts[i] = markdown(parts[i])
		} else {
			parts[i] = code(Printable(parts[i]))
		}
	}
	return strings.Join(parts, "")
}

// code renders a text as code, in HTML so that back-ticks and pipes need no care.
func code(s string) string {
	if s == "" {
		return ""
	}
	return "<code>" + htmlText.Replace(s) + "</code>"
}

var htmlText = strings.NewReplacer(
	"&", "&amp;", "<", "&lt;", ">", "&gt;", "|", "&#124;", "`", "&#96;", "*", "&#42;", "_", "&#95;", "[", "&#91;", "\\", "&#92;",
	"~", "&#126;",
)
