package lint

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/relate"
)

// Run judges every pod of the set. The result is the same for any number of workers.
// When ctx ends early the objects that are left give no violations; the caller must look at ctx.
func Run(ctx context.Context, set *manifest.Set, opt Options) *Result {
	start := time.Now()
	if opt.Pods != nil || set.Items.Len() == 0 {
		opt.Spill = false
	}
	r := newRun(set, opt)
	if !opt.Singly && opt.Pods == nil {
		r.memo = newMemo(set, opt.Query)
	}
	if opt.Memory != nil && opt.Pods == nil { // which wants the models of all
		opt.Memory.recall(r)
	}
	ctx, r.stop = context.WithCancel(ctx)
	defer r.stop()
	r.each(ctx, func(w *work) {
		switch {
		case w.known:
		case w.item != nil:
			r.item(ctx, w)
		default:
			r.models(w, func(w *work, in *pod.Input) {
				r.judge(ctx, w, in)
				opt.Pods.add(w, in)
			})
		}
	})
	if opt.Memory != nil && ctx.Err() == nil {
		opt.Memory.keep(r)
	}
	opt.Pods.sort(r.work)
	res := &Result{Sources: set.Sources, Long: set.Long, Rules: opt.Rules}
	r.collect(res)
	res.Notes = append(res.Notes, nearNotes(opt.Builder)...)
	res.Runaway = r.runaway.Load()
	res.Summary.DurationMS = time.Since(start).Milliseconds()
	return res
}

// run is the state of one Run. Workers never share an element of work.
type run struct {
	*Shared

	set    *manifest.Set
	opt    Options
	work   []work // the objects and, unless there is a spill, the items
	memo   *memo  // nil: every item is judged
	spill  *spill // nil: violations stay with the work
	stop   func() // ends the run before its time
	passed unjudged

	runaway  atomic.Bool
	settings settings
}

// work is one object on its way through the pipeline.
type work struct {
	obj        *manifest.Object // nil for an item while it is not judged
	set        *manifest.Set    // in which obj finds others
	builder    *pod.Builder
	item       *manifest.Item
	asked      *pod.Asked // nil unless it is to be remembered
	known      bool       // it was judged in an earlier run
	judged     *Judged
	pods       bool // it holds pods
	nothing    bool // it holds none, and nothing is said of that
	violations []Violation
	errors     []Error
	containers int
}

func newRun(set *manifest.Set, opt Options) *run {
	r := &run{set: set, opt: opt, Shared: opt.Shared}
	if r.Shared == nil {
		r.Shared = Share(opt)
	}
	r.take(set, opt.Builder)
	for _, part := range set.Renders {
		r.take(part, opt.Builder.For(part))
	}
	if opt.Spill {
		r.spill = &spill{}
		return r
	}
	r.work = slices.Grow(r.work, set.Items.Len())
	for i := range set.Items.Len() {
		r.work = append(r.work, r.itemWork(i))
	}
	return r
}

// take adds the objects of a set that are judged.
func (r *run) take(set *manifest.Set, builder *pod.Builder) {
	for _, obj := range set.Objects {
		if !obj.Patch && !obj.Context {
			r.work = append(r.work, work{obj: obj, set: set, builder: builder})
		}
	}
}

func (r *run) itemWork(i int) work {
	item := r.set.Items.At(i)
	return work{item: &item, set: r.set, builder: r.opt.Builder}
}

// each hands every object and every item to use, and what use leaves to the spill.
func (r *run) each(ctx context.Context, use func(w *work)) {
	var done atomic.Int64
	total := len(r.work)
	if r.spill != nil {
		total += r.set.Items.Len()
	}
	each(ctx, r.opt.Workers, total, func(i int) {
		if r.opt.Judged != nil {
			defer func() { r.opt.Judged(int(done.Add(1)), total) }()
		}
		if i < len(r.work) {
			use(&r.work[i])
			r.spill.add(i, &r.work[i])
			return
		}
		w := r.itemWork(i - len(r.work))
		use(&w)
		r.spill.add(i, &w)
	})
}

// eachModel builds the models of every object and hands them to use, in one goroutine for the pods of one object.
func (r *run) eachModel(ctx context.Context, use func(w *work, in *pod.Input)) {
	r.each(ctx, func(w *work) {
		if w.item != nil {
			w.load()
			defer w.compact()
			r.inside(w, use)
			return
		}
		r.models(w, use)
	})
}

func (r *run) models(w *work, use func(w *work, in *pod.Input)) {
	if r.opt.Memory != nil {
		w.asked = &pod.Asked{}
	}
	inputs := w.builder.BuildAsking(w.obj, w.asked)
	if err := w.builder.TooMany(w.obj); err != nil {
		w.errors = append(w.errors, Error(*err))
	} else if len(inputs) == 0 {
		entry, passed := w.builder.Unjudged(w.obj)
		if w.nothing = !passed; passed {
			r.passed.add(w.obj, entry, w.builder.Groups(entry.Kind))
		}
	}
	if len(inputs) > 0 {
		w.pods, w.judged = true, &Judged{File: w.obj.File, Workload: WorkloadOf(w.obj)}
	}
	for _, in := range inputs {
		in.Parameters = r.paramsFor(w.obj.File)
		relate.Attach(in)
		w.containers += declared(in.Pod)
		use(w, in)
	}
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

// judge evaluates the rules on one model and finds the places of what they say.
func (r *run) judge(ctx context.Context, w *work, in *pod.Input) []policy.Match {
	matches, err := r.opt.Query.Eval(ctx, in)
	if err != nil && ctx.Err() == nil {
		w.errors = append(w.errors, judgeError(w.obj, err))
	}
	if errors.Is(err, policy.ErrRunaway) {
		r.runaway.Store(true)
		r.stop()
	}
	matches = r.wanted(matches, w.obj.File)
	w.violations = slices.Grow(w.violations, len(matches))
	for _, m := range matches {
		if v := r.violation(w, r.rules[m.Rule], m); w.wants(&v) {
			w.violations = append(w.violations, v)
		}
	}
	return matches
}

// wants tells whether a violation counts: of a build that was made for one of its files only what has a place in such a file does.
func (w *work) wants(v *Violation) bool {
	if w.obj.Render == nil || w.obj.Render.Wanted == nil || w.obj.Render.Wanted(v.File) {
		return true
	}
	return slices.ContainsFunc(v.Related, func(other Related) bool { return w.obj.Render.Wanted(other.File) })
}

func judgeError(obj *manifest.Object, err error) Error {
	return Error{
		File: obj.File, Line: obj.Line, Column: 1,
		Message: fmt.Sprintf("judge %s %q: %v", obj.Kind, obj.Name, err),
	}
}
