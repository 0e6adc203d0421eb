package explain

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/report"
)

// Accounts writes, for each pod, which conditions of a rule held and failed, and what they looked at.
func Accounts(w io.Writer, all []lint.Explained) error {
	var b strings.Builder
	for i, e := range all {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s:%d: %s %q: %s reports %s\n", e.File, e.Workload.Line, e.Workload.Kind, e.Workload.Name, e.Rule.ID,
			verdicts(e.Violations))
		for _, c := range e.Account.Clauses {
			clause(&b, c, "  ")
		}
		for _, v := range e.Violations {
			fmt.Fprintf(&b, "  => %s:%d:%d: %s: %s\n", v.File, v.Line, v.Column, verdict(&v), v.Message)
			if v.SeverityReason != "" {
				fmt.Fprintf(&b, "     no %s, as the rule is listed, because %s\n", e.Rule.Severity, v.SeverityReason)
			}
		}
	}
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = report.Printable(lines[i])
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n"))
	return err
}

// verdicts counts violations; what is in doubt is none.
func verdicts(all []lint.Violation) string {
	doubts := 0
	for i := range all {
		if all[i].Doubt {
			doubts++
		}
	}
	text := report.Count(len(all)-doubts, "violation")
	if doubts > 0 {
		text += fmt.Sprintf(", and %d in doubt", doubts)
	}
	return text
}

// verdict is the severity of a violation, or that it is in doubt.
func verdict(v *lint.Violation) string {
	if v.Doubt {
		return "in doubt"
	}
	return v.Severity
}

func clause(b *strings.Builder, c policy.Clause, indent string) {
	fmt.Fprintf(b, "%s%s, %s:%d\n", indent, c.Name, c.File, c.Line)
	var last []policy.Step
	for _, a := range c.Attempts {
		same := shared(last, a.Steps)
		for _, s := range a.Steps[same:] {
			step(b, s, indent+"  ")
		}
		if a.Held {
			fmt.Fprintf(b, "%s  %s\n", indent, outcome(c.Name, len(a.Steps)))
		}
		last = a.Steps
	}
	if c.More > 0 {
		fmt.Fprintf(b, "%s  and %d attempts more\n", indent, c.More)
	}
}

func outcome(name string, steps int) string {
	all := "all hold"
	if steps == 0 {
		all = "no conditions"
	}
	if name == "violation" {
		return all + ": a violation"
	}
	return all + ": " + name + " has a value"
}

// shared counts the first steps of an attempt that the one before it made, too.
func shared(last, steps []policy.Step) int {
	n := 0
	for n < min(len(last), len(steps)-1) && last[n].Line == steps[n].Line && last[n].Held == steps[n].Held &&
		last[n].Text == steps[n].Text && slices.Equal(last[n].Facts, steps[n].Facts) {
		n++
	}
	return n
}

func step(b *strings.Builder, s policy.Step, indent string) {
	word := "failed"
	if s.Held {
		word = "held"
	}
	fmt.Fprintf(b, "%s%-6s %4d  %s\n", indent, word, s.Line, s.Text)
	for _, f := range s.Facts {
		if f.Value == "" {
			fmt.Fprintf(b, "%s               %s is not there\n", indent, f.Name)
		} else {
			fmt.Fprintf(b, "%s               %s = %s\n", indent, f.Name, f.Value)
		}
	}
	for _, c := range s.Inside {
		clause(b, c, indent+"             ")
	}
}
