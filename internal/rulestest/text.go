package rulestest

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/policy/regotest"
)

// Text writes what passed and failed, by rule. A failed fixture is shown as a diff of expected and actual violations.
func Text(w io.Writer, r *Report) error {
	var b strings.Builder
	for _, rule := range r.Rules {
		fmt.Fprintf(&b, "%s\n", rule.ID)
		for _, t := range rule.Tests {
			textTest(&b, t)
		}
		b.WriteString("\n")
	}
	if r.Coverage != nil {
		textCoverage(&b, r.Coverage)
	}
	s := r.Summary
	fmt.Fprintf(&b, "%s: %d passed, %d failed", plural(s.Rules, "rule"), s.Passed, s.Failed)
	if s.Skipped > 0 {
		fmt.Fprintf(&b, ", %d skipped", s.Skipped)
	}
	b.WriteString("\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func textTest(b *strings.Builder, t Test) {
	word := map[Status]string{Pass: "ok", Fail: "FAIL", Skip: "skip"}[t.Status]
	fmt.Fprintf(b, "  %-4s  %s", word, t.Name)
	if t.Updated {
		b.WriteString(" (expectations written)")
	}
	b.WriteString("\n")
	if t.Status != Fail {
		return
	}
	fmt.Fprintf(b, "        %s:%d: %s\n", t.File, t.Line, t.Message)
	for _, d := range t.Diff {
		b.WriteString("          " + d.String() + "\n")
	}
	for line := range strings.Lines(t.Output) {
		fmt.Fprintf(b, "        | %s\n", strings.TrimRight(line, "\r\n"))
	}
}

// String is the difference as a line of a diff: - for what is missing, + for what is unexpected.
func (d Difference) String() string {
	want, doubt := "want", ""
	if d.Doubt {
		want, doubt = "want-doubt", "doubt: "
	}
	if d.Kind == Missing {
		return fmt.Sprintf("- %s:%d: %s \"%s\"", d.File, d.Line, want, d.Text) // as it is written in the fixture
	}
	return fmt.Sprintf("+ %s:%d: %s%s", d.File, d.Line, doubt, d.Text)
}

func textCoverage(b *strings.Builder, c *regotest.Coverage) {
	fmt.Fprintf(b, "coverage: %.1f %%\n", c.Percent)
	for _, file := range slices.Sorted(maps.Keys(c.Missed)) {
		for _, l := range c.Missed[file] {
			if l.First == l.Last {
				fmt.Fprintf(b, "  %s:%d: not reached\n", file, l.First)
			} else {
				fmt.Fprintf(b, "  %s:%d: not reached, to line %d\n", file, l.First, l.Last)
			}
		}
	}
	b.WriteString("\n")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// JSON writes the report as one document.
func JSON(w io.Writer, r *Report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}
