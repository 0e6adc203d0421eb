package report

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/podlint/podlint/internal/lint"
)

// Text writes what a person reads: a line file:line:column for each violation, the lines of the manifest that it is about, the way
// out, and at the end what was seen.
func Text(w io.Writer, r *lint.Result, opt Options) error {
	out := bufio.NewWriter(w)
	t := &text{out: out, opt: opt, paint: painter(opt.Color), files: lines{sources: r.Sources, long: r.Long}, linked: map[string]bool{}}
	if opt.Statistics {
		t.statistics(r)
	} else {
		t.violations(r)
	}
	if opt.Suppressed {
		t.suppressed(r)
	}
	if !opt.Quiet {
		t.summary(r)
	}
	return errors.Join(r.Broken(), out.Flush())
}

// text is the state of one report.
type text struct {
	out    *bufio.Writer
	opt    Options
	paint  painter
	files  lines
	linked map[string]bool // rules whose page was named already
}

// print writes to the buffer, which keeps the first error for Flush.
func (t *text) print(format string, args ...any) { _, _ = fmt.Fprintf(t.out, format, args...) }

func (t *text) violations(r *lint.Result) {
	rules := ration{most: t.opt.MaxPerRule}
	for v := range r.All() {
		if rules.spend(v.Rule) {
			t.violation(v)
		}
	}
	if rest := rules.rest(); len(rest) > 0 {
		t.print("%s\n\n", strings.Join(rest, "\n"))
	}
}

func (t *text) violation(v *lint.Violation) {
	t.print("%s %s %s %s\n",
		t.paint.bold(fmt.Sprintf("%s:%d:%d:", Printable(v.File), v.Line, v.Column)),
		t.paint.severity(v.Severity, gravity(v)+":"), t.paint.bold(Printable(v.Message)), t.paint.dim("["+v.Rule+"]"))
	indent := t.frames(v)
	if field := v.Path.Field(); t.opt.Cluster && field != "" {
		t.note(indent, "field", Printable(field))
	}
	if v.SeverityReason != "" {
		t.note(indent, "because", Printable(v.SeverityReason))
	}
	if v.Fix != nil {
		t.note(indent, "help", Printable(v.Fix.Title))
	}
	if by := renderedBy(v.Rendered, asTyped, math.MaxInt); by != "" {
		t.note(indent, "rendered", by)
	}
	if v.Documentation != "" && !t.linked[v.Rule] {
		t.linked[v.Rule] = true
		t.note(indent, "docs", Printable(v.Documentation))
	}
	t.print("\n")
}

// note writes one line below a frame whose gutter is indent wide.
func (t *text) note(indent int, label, body string) {
	t.print("%*s %s %s\n", indent, "", t.paint.gutter("="), t.paint.bold(label+":")+" "+body)
}

func (t *text) summary(r *lint.Result) {
	s := r.Summary
	inputs := "file"
	if t.opt.Cluster {
		inputs = "object"
	}
	t.print("%s, %s, %s: ", Count(s.Files, inputs), Count(s.Workloads, "workload"), Count(s.Containers, "container"))
	switch {
	case len(r.Violations) > 0 || s.Errors+s.Warnings+s.Infos > 0:
		t.print("%s, %s", Count(s.Errors, "error"), Count(s.Warnings, "warning"))
		if infos := s.Infos - s.Doubts; infos > 0 || s.Hidden.Infos == 0 {
			t.print(", %s", Count(infos, "info"))
		}
		if s.Doubts > 0 {
			t.print(", %d in doubt", s.Doubts)
		}
	case len(r.Errors) > 0:
		t.print("no violations%s", inWhatWasRead)
	default:
		t.print("%s", t.paint.good("no violations"))
	}
	t.print("%s", notReported(s))
	if n := len(r.Errors); n > 0 {
		t.print("; %s could not be read", Count(n, "place"))
	}
	if text := notShown(&s.Hidden); text != "" {
		t.print("; %s", text)
	}
	t.print("\n")
}

// suppressed lists what is not reported, one line each, and why.
func (t *text) suppressed(r *lint.Result) {
	for i := range r.Suppressed {
		s := &r.Suppressed[i]
		t.print("%s suppressed %s: %s %s\n", t.paint.bold(fmt.Sprintf("%s:%d:%d:", Printable(s.File), s.Line, s.Column)),
			gravity(&s.Violation), Printable(s.Message), t.paint.dim("["+s.Rule+"]"))
		t.note(1, "by", Printable(why(&s.By)))
	}
	if len(r.Suppressed) > 0 {
		t.print("\n")
	}
}

// why says on one line what keeps a violation from being reported.
func why(s *lint.Suppression) string {
	switch s.Kind {
	case lint.Baseline:
		return "the baseline " + s.File
	case lint.Revision:
		return "--new-from: it is not new"
	}
	text := fmt.Sprintf("%s:%d", s.File, s.Line)
	if s.Until != "" {
		text += ", until " + s.Until
	}
	if s.Reason != "" {
		text += ": " + s.Reason
	}
	return text
}

// notReported counts what is not reported, in brackets; empty when there is nothing of that kind.
func notReported(s lint.Summary) string {
	switch {
	case s.Suppressed > 0 && s.Known > 0:
		return fmt.Sprintf(" (%d suppressed, %d known)", s.Suppressed, s.Known)
	case s.Suppressed > 0:
		return fmt.Sprintf(" (%d suppressed)", s.Suppressed)
	case s.Known > 0:
		return fmt.Sprintf(" (%d known)", s.Known)
	}
	return ""
}

// Count renders "1 file", "2 files".
func Count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
