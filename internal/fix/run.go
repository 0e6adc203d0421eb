package fix

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
)

// Options of a run.
type Options struct {
	// Unsafe makes also the fixes that may change what a pod does.
	Unsafe bool
	// Wanted tells whether a violation is to be mended; nil: all are.
	Wanted func(v *lint.Violation) bool
	// Left says why a file is left alone, empty when it is not. It may be nil.
	Left func(file string) string
	// Judge lints with other contents of some files.
	Judge func(ctx context.Context, changed map[string][]byte) (*lint.Result, error)
	// Rendered are the objects that charts made, as they were judged last. It may be nil.
	Rendered func() []*manifest.Object
}

// Outcome is what came of a run.
type Outcome struct {
	Result  *lint.Result      // of the files as they are now
	Changed map[string][]byte // their new contents by name
	Fixed   []Fixed
	Refused []Refused
	Unsafe  int // violations that have a fix, which is not safe and was not asked for
}

// Fail takes back what was done in files that could not be written, by the reasons.
func (o *Outcome) Fail(why map[string]string) {
	var fixed []Fixed
	for _, f := range o.Fixed {
		if reason, failed := why[f.File]; failed {
			o.Refused = append(o.Refused, Refused{f.Violation, reason})
		} else {
			fixed = append(fixed, f)
		}
	}
	o.Fixed = fixed
	for file := range why {
		delete(o.Changed, file)
	}
	o.sort()
}

func (o *Outcome) sort() {
	slices.SortStableFunc(o.Refused, func(a, b Refused) int {
		return cmp.Or(cmp.Compare(a.Violation.File, b.Violation.File), cmp.Compare(a.Violation.Line, b.Violation.Line), cmp.Compare(a.Violation.Rule, b.Violation.Rule))
	})
}

// Fixed is a fix that was made.
type Fixed struct {
	Violation lint.Violation
	File      string // that was changed
}

// Refused is a fix that was not made, and why.
type Refused struct {
	Violation lint.Violation
	Reason    string
}

const (
	// maxRounds bounds how often fixes are made and the files judged again: what is left then is left.
	maxRounds = 25
	// maxSingle bounds how many fixes are tried one at a time, because together they did harm.
	maxSingle = 100
)

// Run makes the fixes of a result, judges again, and goes on until there is nothing left to do. A fix stays only when its violation is gone
// with it and no other one has come, at warning or above.
func Run(ctx context.Context, res *lint.Result, opt Options) (*Outcome, error) {
	r := newRunner(res, opt)
	r.rendered = r.renders()
	for range maxRounds {
		plans := r.choose()
		if len(plans) == 0 {
			break
		}
		if err := r.try(ctx, plans); err != nil {
			return nil, err
		}
	}
	r.leave()
	return r.out, nil
}

type runner struct {
	opt     Options
	out     *Outcome
	refused map[mark]int // index in out
	tried   map[mark]int // places for a suppression
	single  int          // tries of one fix
	syntax  map[string]*manifest.Syntax

	rendered []*manifest.Object // by charts, before the next fixes
}

func newRunner(res *lint.Result, opt Options) *runner {
	return &runner{
		opt: opt, out: &Outcome{Result: res, Changed: map[string][]byte{}},
		refused: map[mark]int{}, tried: map[mark]int{}, syntax: map[string]*manifest.Syntax{},
	}
}

// planned is a violation with the edits that mend it.
type planned struct {
	violation lint.Violation
	plan      *Plan
}

func (p *planned) fixed() Fixed { return Fixed{p.violation, p.plan.File} }

func (r *runner) refuse(v *lint.Violation, reason string) {
	m := r.mark(v)
	if _, known := r.refused[m]; !known {
		r.refused[m] = len(r.out.Refused)
		r.out.Refused = append(r.out.Refused, Refused{*v, reason})
	}
}

func (r *runner) isRefused(v *lint.Violation) bool {
	_, is := r.refused[r.mark(v)]
	return is
}

// candidate tells whether a violation has a fix that is asked for and was not refused before.
func (r *runner) candidate(v *lint.Violation) bool {
	switch {
	case v.Fix == nil || len(v.Fix.Steps) == 0 && len(v.Fix.Edits) == 0, r.isRefused(v):
		return false
	case r.opt.Wanted != nil && !r.opt.Wanted(v):
		return false
	}
	return r.opt.Unsafe || isSafe(v)
}

// isSafe tells whether a fix is made without being asked for by name. What is in doubt may be no fault at all.
func isSafe(v *lint.Violation) bool { return v.Fix.Safe && !v.Doubt }

// planner plans in the files as they are.
func (r *runner) planner() *Planner {
	p := NewPlanner(r.out.Result.Sources)
	p.templates = map[string]bool{}
	for _, o := range r.rendered {
		if place, known := o.Render.Locate(manifest.Path{"kind"}); known {
			p.templates[place.File] = true
		}
	}
	return p
}

// choose plans the fixes that can be made at once: of those that touch the same lines of a file the first wins, the others come later.
func (r *runner) choose() []planned {
	planner := r.planner()
	var out []planned
	taken, inFile := map[*document][]*Plan{}, map[string][]*Plan{}
	for v := range r.out.Result.All() {
		if !r.candidate(v) {
			continue
		}
		plan, err := planner.Of(v.Fix)
		if err == nil && r.opt.Left != nil {
			if why := r.opt.Left(plan.File); why != "" {
				err = fmt.Errorf("%s", why)
			}
		}
		if errors.Is(err, errTooMuch) && len(out) > 0 { // the next round goes on
			break
		}
		if err != nil {
			r.refuse(v, err.Error())
			continue
		}
		planner.read += plan.doc.end - plan.doc.start
		all := append(slices.Clip(taken[plan.doc]), plan)
		if touches(inFile[plan.File], plan) || len(all) > 1 && check(all) != nil {
			continue
		}
		taken[plan.doc], inFile[plan.File] = all, append(inFile[plan.File], plan)
		out = append(out, planned{*v, plan})
	}
	return out
}

// touches tells whether regions of a plan meet those of others.
func touches(others []*Plan, plan *Plan) bool {
	for _, p := range others {
		for _, a := range p.Regions {
			for _, b := range plan.Regions {
				if a.Start <= b.End && b.Start <= a.End {
					return true
				}
			}
		}
	}
	return false
}

// try makes fixes and keeps them when all of them are good; else those that are not are told apart.
func (r *runner) try(ctx context.Context, plans []planned) error {
	for len(plans) > 0 {
		res, bad, err := r.judge(ctx, plans)
		if err != nil {
			return err
		}
		if len(bad) == 0 {
			r.accept(res, plans)
			r.rendered = r.renders()
			return nil
		}
		if plans, err = r.without(ctx, plans, bad); err != nil {
			return err
		}
	}
	return nil
}

// judge tells what comes of fixes, and which of them are not good.
func (r *runner) judge(ctx context.Context, plans []planned) (*lint.Result, map[int]string, error) {
	res, err := r.opt.Judge(ctx, r.with(plans))
	if err != nil {
		return nil, nil, err
	}
	bad := harm(r.out.Result, res, plans)
	if slices.ContainsFunc(plans, inTemplate) && otherwise(r.rendered, r.renders(), plans) {
		for i := range plans {
			if inTemplate(plans[i]) {
				bad[i] = cmp.Or(bad[i], errOther.Error())
			}
		}
	}
	return res, bad, nil
}

// inTemplate tells whether only what is rendered shows what comes of a plan.
func inTemplate(p planned) bool { return p.plan.doc.root == nil }

func (r *runner) renders() []*manifest.Object {
	if r.opt.Rendered == nil {
		return nil
	}
	return r.opt.Rendered()
}

// without refuses the fixes that do harm: those that do so when they are made alone.
func (r *runner) without(ctx context.Context, plans []planned, bad map[int]string) ([]planned, error) {
	var kept []planned
	for i := range plans {
		reason, suspect := bad[i]
		if suspect && len(plans) > 1 && r.single < maxSingle {
			r.single++
			_, alone, err := r.judge(ctx, plans[i:i+1])
			if err != nil {
				return nil, err
			}
			reason, suspect = alone[0]
			if !suspect { // it is good alone: its turn comes again
				continue
			}
		}
		if suspect {
			r.refuse(&plans[i].violation, reason)
			continue
		}
		kept = append(kept, plans[i])
	}
	return kept, nil
}

// with is the contents of the changed files with further fixes made.
func (r *runner) with(plans []planned) map[string][]byte {
	out := maps.Clone(r.out.Changed)
	for file, all := range byFile(plans) {
		out[file] = Apply(r.out.Result.Sources[file], regionsOf(all))
	}
	return out
}

// leave counts what was not asked for.
func (r *runner) leave() {
	for v := range r.out.Result.All() {
		if v.Fix != nil && len(v.Fix.Steps) > 0 && !r.opt.Unsafe && !isSafe(v) && (r.opt.Wanted == nil || r.opt.Wanted(v)) {
			r.out.Unsafe++
		}
	}
	r.out.sort()
}
