package cli

import (
	"context"
	"fmt"

	"github.com/podlint/podlint/internal/explain"
	"github.com/podlint/podlint/internal/lint"
)

// account prints why one rule says what it says, in place of the report. The exit status is that of lint.
func (a *app) account(ctx context.Context, p *prepared, f *lintFlags) error {
	if len(p.rules) != 1 {
		return fmt.Errorf("explain what %d rules say: want one, as in --rule unmounted-volume --explain", len(p.rules))
	}
	found, res := lint.Explain(ctx, p.set, p.options(p.set, f.workers), p.rules[0])
	if ctx.Err() != nil {
		return ctx.Err()
	}
	res.Hide(f.shown())
	a.tell(res.Errors, nil)
	a.status = max(violationStatus(res, f.threshold()), a.inputStatus(p.set, res.Summary.Workloads, len(res.Errors), f.allowEmpty))
	return explain.Accounts(a.stdout, found)
}
