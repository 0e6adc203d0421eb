package lint

import (
	"context"
	"sync"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
)

// Explained is why one rule said what it said about one pod.
type Explained struct {
	Rule       policy.Rule
	File       string
	Workload   Workload
	Account    *policy.Account
	Violations []Violation // at their places
}

// Explain judges every pod of the set by one rule of opt and accounts for it, in the order of files and documents. The result is that
// of Run with this rule alone.
func Explain(ctx context.Context, set *manifest.Set, opt Options, rule policy.Rule) ([]Explained, *Result) {
	opt.Spill = false
	r := newRun(set, opt)
	found := map[*work][]Explained{}
	var mu sync.Mutex
	r.eachModel(ctx, func(w *work, in *pod.Input) {
		account, err := opt.Query.Explain(ctx, rule.ID, in)
		if err != nil {
			w.errors = append(w.errors, judgeError(w.obj, err))
			return
		}
		e := Explained{Rule: rule, File: w.obj.File, Workload: WorkloadOf(w.obj), Account: account}
		for _, m := range account.Matches {
			e.Violations = append(e.Violations, r.violation(w, rule, m))
		}
		w.violations = append(w.violations, e.Violations...)
		mu.Lock()
		defer mu.Unlock()
		found[w] = append(found[w], e)
	})
	var out []Explained
	for i := range r.work {
		out = append(out, found[&r.work[i]]...)
	}
	res := &Result{Sources: set.Sources, Long: set.Long, Rules: opt.Rules}
	r.collect(res)
	return out, res
}
