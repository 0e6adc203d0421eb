package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"io/fs"
	"maps"

	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/report"
)

// otherwise is what the change lets podlint take for true, or judge by, that the revision did not. Whether less is found by it shows only
// when the manifests are judged both ways: found is what was found as things are.
func (a *app) otherwise(ctx context.Context, p *prepared, f *lintFlags, k *known, found []lint.Violation) []weakening {
	var changed []weakening
	if k.configuration != nil {
		for _, w := range f.rules.config.Changed(k.configuration, p.all, shippedNames()) {
			changed = append(changed, weakening{Weakening: w, file: f.configurationFile(k.configuration)})
		}
	}
	changed = append(changed, changedRules(k.rules)...)
	if len(changed) == 0 {
		return nil
	}
	hidden, err := a.hidden(ctx, p, f, k, found)
	for i := range changed {
		w := &changed[i]
		switch {
		case err != nil:
			w.Message += "; what that hides cannot be told: " + err.Error()
		case len(hidden) > 0:
			w.Message += fmt.Sprintf("; as before, %s more would be found, %s in %s:%d among them", report.Count(len(hidden), "violation"), hidden[0].Rule, hidden[0].File, hidden[0].Line)
		default:
			w.mild = true
			w.Message += "; nothing is found less by it now"
		}
	}
	return changed
}

// hidden are the violations that are found when the manifests are judged by the facts and the rules of the revision, and not, not as gravely
// or not as surely as things are.
func (a *app) hidden(ctx context.Context, p *prepared, f *lintFlags, k *known, found []lint.Violation) ([]lint.Violation, error) {
	q, before, err := a.asBefore(ctx, p, f, k)
	if err != nil {
		return nil, err
	}
	res, err := a.judge(ctx, q, q.set, before, &f.gate.suppressFlags)
	if err != nil {
		return nil, err
	}
	type place struct {
		rule, file   string
		line, column int
	}
	known := map[place]int{}
	for i := range found {
		v := &found[i]
		at := place{v.Rule, v.File, v.Line, v.Column}
		known[at] = max(known[at], weight(v))
	}
	least := lint.Rank(cmp.Or(f.weakenedBase(k).MinSeverity, defaultMinSeverity))
	var out []lint.Violation
	for v := range res.All() {
		if w := weight(v); w >= least && w > known[place{v.Rule, v.File, v.Line, v.Column}] {
			out = append(out, *v)
		}
	}
	return out, nil
}

func (f *lintFlags) weakenedBase(k *known) *config.Config {
	return cmp.Or(k.configuration, f.rules.config)
}

// weight orders violations by what they do to a run: a doubt does nothing.
func weight(v *lint.Violation) int {
	if v.Doubt {
		return 0
	}
	return lint.Rank(v.Severity)
}

// asBefore is what judges the manifests by the facts and the rules of the revision. Which rules run, and how grave they are, is as it is now.
func (a *app) asBefore(ctx context.Context, p *prepared, f *lintFlags, k *known) (*prepared, *inputFlags, error) {
	q, in := *p, f.inputFlags
	in.progress, in.log, in.excluded = nil, nil, 0
	base := f.weakenedBase(k)
	if k.configuration != nil {
		kube, err := kubeVersion(f.kube)
		if err != nil {
			return nil, nil, err
		}
		kube = cmp.Or(kube, base.KubeVersion)
		raw, wanted := in.render.raw, in.render.wanted
		if err := in.render.complete(base, kube); err != nil {
			return nil, nil, err
		}
		in.render.raw, in.render.wanted = raw, wanted // told by itself
		if q.pods, err = buildOptions(kube, base); err != nil {
			return nil, nil, err
		}
	}
	if len(k.rules) > 0 {
		if err := a.rulesAsBefore(ctx, &q, &in, k); err != nil {
			return nil, nil, err
		}
	}
	old, _ := base.Resolve(q.all, shippedNames())
	in.rules.effect = in.rules.effect.AsBefore(old)
	q.effect, q.at, q.pictures = in.rules.effect, in.rules.at(), false
	q.set = in.parse(ctx, p.files, p.paths, nil)
	q.set.Environments = environments(p.files, base)
	return &q, &in, nil
}

// rulesAsBefore loads the rules of the revision in the place of those of the tree.
func (a *app) rulesAsBefore(ctx context.Context, q *prepared, in *inputFlags, k *known) error {
	elsewhere := maps.Clone(in.rules.elsewhere)
	if elsewhere == nil {
		elsewhere = map[string]fs.FS{}
	}
	for _, r := range k.rules {
		if r.err != nil {
			return r.err
		}
		elsewhere[r.dir] = r.files
	}
	in.rules.elsewhere = elsewhere
	var faults []policy.Problem
	quiet := &app{stdin: a.stdin, stdout: io.Discard, stderr: io.Discard, problems: &faults}
	l, query, err := quiet.compile(ctx, &in.rules)
	if len(faults) > 0 {
		return fmt.Errorf("%s:%d: %s", faults[0].File, faults[0].Line, faults[0].Message)
	}
	if err != nil {
		return err
	}
	q.all, q.rules, q.query = l.all, l.chosen, query
	return nil
}
