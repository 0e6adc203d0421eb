package lint

import (
	"context"
	"fmt"
	"time"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
)

// Run judges every pod of the set. The result is the same for any number of workers.
// When ctx ends early the objects that are left give no violations; the caller must look at ctx.
func Run(ctx context.Context, set *manifest.Set, opt Options) *Result {
	start := time.Now()
	r := newRun(set, opt)
	res := &Result{Sources: set.Sources, Rules: opt.Rules}
	r.build(ctx)
	if res.Problems = r.prepare(ctx); len(res.Problems) == 0 {
		r.judge(ctx)
	}
	r.collect(res)
	res.Summary.DurationMS = time.Since(start).Milliseconds()
	return res
}

// run is the state of one Run. The slices of work are indexed like set.Objects, so that workers never share an element.
type run struct {
	set    *manifest.Set
	opt    Options
	rules  map[string]policy.Rule
	ids    []string
	params map[string]map[string]any
	query  *policy.Query
	work   []work
}

// work is one object on its way through the pipeline.
type work struct {
	obj        *manifest.Object
	inputs     []*pod.Input
	violations []Violation
	errors     []Error
	containers int
}

func newRun(set *manifest.Set, opt Options) *run {
	r := &run{set: set, opt: opt, rules: make(map[string]policy.Rule, len(opt.Rules)), params: policy.Defaults(opt.Rules)}
	for _, rule := range opt.Rules {
		r.rules[rule.ID] = rule
		r.ids = append(r.ids, rule.ID)
	}
	for _, obj := range set.Objects {
		if !obj.Patch {
			r.work = append(r.work, work{obj: obj})
		}
	}
	return r
}

// build makes the models of all objects.
func (r *run) build(ctx context.Context) {
	each(ctx, r.opt.Workers, len(r.work), func(i int) {
		w := &r.work[i]
		inputs, err := r.opt.Builder.Build(w.obj)
		if err != nil {
			w.errors = append(w.errors, Error(*err))
		}
		for _, in := range inputs {
			in.Parameters = r.params
			w.containers += declared(in.Pod)
		}
		w.inputs = inputs
	})
}

// declared counts the containers that stand in the manifest.
func declared(p *pod.Pod) int {
	n := 0
	for _, c := range p.Containers {
		if c.Class != "injected" {
			n++
		}
	}
	return n
}

// prepare compiles the rules, unless the caller has done so or there is no pod to judge.
func (r *run) prepare(ctx context.Context) []policy.Problem {
	r.query = r.opt.Query
	if r.query != nil || !r.anyPod() || len(r.opt.Rules) == 0 {
		return nil
	}
	var problems []policy.Problem
	r.query, problems = r.opt.Engine.Prepare(ctx, r.ids)
	return problems
}

func (r *run) anyPod() bool {
	for i := range r.work {
		if len(r.work[i].inputs) > 0 {
			return true
		}
	}
	return false
}

// judge evaluates the rules on all models and finds the places of what they say.
func (r *run) judge(ctx context.Context) {
	if r.query == nil {
		return
	}
	each(ctx, r.opt.Workers, len(r.work), func(i int) {
		w := &r.work[i]
		for _, in := range w.inputs {
			r.judgePod(ctx, w, in)
		}
	})
}

func (r *run) judgePod(ctx context.Context, w *work, in *pod.Input) {
	matches, err := r.query.EvalRules(ctx, in, r.ids)
	if err != nil && ctx.Err() == nil {
		w.errors = append(w.errors, judgeError(w.obj, err))
	}
	for _, m := range matches {
		w.violations = append(w.violations, r.violation(w.obj, r.rules[m.Rule], m))
	}
}

func judgeError(obj *manifest.Object, err error) Error {
	return Error{
		File: obj.File, Line: obj.Line, Column: 1,
		Message: fmt.Sprintf("judge %s %q: %v", obj.Kind, obj.Name, err),
	}
}
