package report

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/podlint/podlint/internal/lint"
)

// Concise writes one line for each violation, file:line:column: severity: message [rule], which editors and grep read.
func Concise(w io.Writer, r *lint.Result, opt Options) error {
	out := bufio.NewWriter(w)
	rules := ration{most: opt.MaxPerRule}
	for v := range r.All() {
		if rules.spend(v.Rule) {
			_, _ = fmt.Fprintln(out, conciseLine(v, asTyped)) // Flush returns the error
		}
	}
	for _, line := range rules.rest() {
		_, _ = fmt.Fprintln(out, line)
	}
	if opt.Suppressed {
		for i := range r.Suppressed {
			s := &r.Suppressed[i]
			_, _ = fmt.Fprintf(out, "%s: suppressed %s: %s [%s] (by %s)\n",
				place(s.File, s.Line, s.Column), gravity(&s.Violation), Printable(s.Message), Printable(s.Rule), Printable(why(&s.By)))
		}
	}
	return errors.Join(r.Broken(), out.Flush())
}

// conciseLine is a violation on one line, its files as named makes them.
func conciseLine(v *lint.Violation, named func(string) string) string {
	return fmt.Sprintf("%s: %s: %s [%s]",
		place(named(v.File), v.Line, v.Column), gravity(v), withBuilds(Printable(v.Message), v, named), Printable(v.Rule))
}
