package report

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/podlint/podlint/internal/lint"
)

// TAP writes the Test Anything Protocol, version 13: what could not be read, every violation, what is suppressed as skipped, and every
// workload without any of them.
func TAP(w io.Writer, r *lint.Result, _ Options) error {
	t := &tap{out: bufio.NewWriter(w)}
	clean := cleanWorkloads(r)
	t.print("TAP version 13\n")
	if n := len(r.Errors) + len(r.Violations) + len(r.Suppressed) + len(clean); n > 0 {
		t.print("1..%d\n", n)
	} else {
		t.print("1..0 # SKIP nothing to check\n")
	}
	for _, e := range r.Errors {
		t.failed(inputError+" "+place(e.File, e.Line, e.Column), "", []tapField{
			{"message", Printable(e.Message)},
			{"severity", "error"},
			{"file", e.File},
			{"line", e.Line},
			{"column", e.Column},
		})
	}
	for i := range r.Violations {
		t.violation(&r.Violations[i])
	}
	for i := range r.Suppressed {
		v := &r.Suppressed[i]
		t.test("ok", v.Rule+" "+place(v.File, v.Line, v.Column), "SKIP "+Printable(why(&v.By)))
	}
	for _, judged := range clean {
		v := lint.Violation{Workload: judged.Workload}
		t.test("ok", subject(&v)+" "+place(judged.File, judged.Workload.Line, 0), "")
	}
	return t.out.Flush()
}

// cleanWorkloads are those that no rule has something against.
func cleanWorkloads(r *lint.Result) []lint.Judged {
	found := map[lint.Workload]bool{}
	for i := range r.Violations {
		found[r.Violations[i].Workload] = true
	}
	for i := range r.Suppressed {
		found[r.Suppressed[i].Workload] = true
	}
	var clean []lint.Judged
	for _, judged := range r.Judged {
		if !found[judged.Workload] {
			clean = append(clean, judged)
		}
	}
	return clean
}

// tap is the state of one report.
type tap struct {
	out    *bufio.Writer
	number int
}

type tapField struct {
	name  string
	value any
}

// print writes to the buffer, which keeps the first error for Flush.
func (t *tap) print(format string, args ...any) { _, _ = fmt.Fprintf(t.out, format, args...) }

// test writes a test point. Only the # before a directive, such as SKIP with a reason, may be bare.
func (t *tap) test(verdict, description, directive string) {
	t.number++
	t.print("%s %d - %s", verdict, t.number, strings.ReplaceAll(description, "#", `\#`))
	if directive != "" {
		t.print(" # %s", directive)
	}
	t.print("\n")
}

func (t *tap) violation(v *lint.Violation) {
	fields := []tapField{
		{"message", Printable(v.Message)},
		{"severity", v.Severity},
		{"rule", v.Rule},
		{"workload", subject(v)},
		{"file", v.File},
		{"line", v.Line},
		{"column", v.Column},
	}
	if v.Fix != nil {
		fields = append(fields, tapField{"help", Printable(v.Fix.Title)})
	}
	if by := renderedBy(v.Rendered, asTyped, math.MaxInt); by != "" {
		fields = append(fields, tapField{"rendered", by})
	}
	if v.Documentation != "" {
		fields = append(fields, tapField{"docs", v.Documentation})
	}
	if v.SeverityReason != "" {
		fields = append(fields, tapField{"because", Printable(v.SeverityReason)})
	}
	directive := ""
	if v.Doubt { // a test point with TODO fails no run
		directive = "TODO in doubt"
	}
	t.failed(v.Rule+" "+place(v.File, v.Line, v.Column), directive, fields)
}

// failed writes a test point that failed and what is known as a YAML block, whose values are JSON, which every YAML reader takes.
func (t *tap) failed(description, directive string, fields []tapField) {
	t.test("not ok", description, directive)
	t.print("  ---\n")
	for _, f := range fields {
		if f.value == 0 { // a place that is not known
			continue
		}
		var b strings.Builder
		_ = NewEncoder(&b).Encode(f.value) // a string or a number: never fails
		t.print("  %s: %s", f.name, b.String())
	}
	t.print("  ...\n")
}
