package lint

import (
	"context"
	"strings"
	"unique"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
)

// load reads an item of a List that is not held.
func (w *work) load() {
	obj, err := w.item.Load()
	if err != nil {
		w.errors = append(w.errors, Error(*err))
	}
	w.obj = obj
}

// compact drops the object and lets what was found share its texts, so that a long List costs no more than its violations.
func (w *work) compact() {
	w.obj = nil
	for i := range w.violations {
		v := &w.violations[i]
		v.Message, v.Container = strings.Clone(v.Message), unique.Make(v.Container).Value()
		v.SeverityReason = unique.Make(v.SeverityReason).Value()
		share(v.Path)
		for j := range v.Related {
			share(v.Related[j].Path)
			v.Related[j].Message = unique.Make(v.Related[j].Message).Value()
		}
	}
}

func share(path manifest.Path) {
	for i, elem := range path {
		if s, ok := elem.(string); ok {
			path[i] = unique.Make(s).Value()
		}
	}
}

// item judges an item, or says of it what was said of another one that is like it.
func (r *run) item(ctx context.Context, w *work) {
	defer w.compact()
	like, known := w.item.Alike()
	if r.memo == nil || !known {
		r.judgeItem(ctx, w)
		return
	}
	v, first := r.memo.find(like)
	switch {
	case first:
		defer r.memo.settle(v)
		v.keep(w, r.judgeItem(ctx, w))
	case v.shared:
		r.repeat(w, v)
	default:
		r.judgeItem(ctx, w)
	}
}

func (r *run) judgeItem(ctx context.Context, w *work) (matches []policy.Match) {
	w.load()
	r.inside(w, func(w *work, in *pod.Input) {
		matches = append(matches, r.judge(ctx, w, in)...)
		r.opt.Pods.add(w, in)
	})
	return matches
}

// inside builds the models of an item, or of the objects that it holds.
func (r *run) inside(w *work, use func(w *work, in *pod.Input)) {
	if w.obj == nil {
		return
	}
	whole := w.obj
	for _, w.obj = range w.builder.Inside(whole) {
		r.models(w, use)
	}
	w.obj = whole
}

// repeat says of an item what was said of another one, at the item's own places.
func (r *run) repeat(w *work, v *verdict) {
	w.containers, w.pods = v.containers, v.pods
	if len(v.matches) == 0 && r.spill != nil {
		return
	}
	part := v.part
	if part == nil {
		part = manifest.NewPart(nil)
	}
	obj, err := w.item.LoadPart(part)
	if err != nil {
		w.errors = append(w.errors, Error(*err))
	}
	if w.obj = obj; obj == nil {
		return
	}
	if v.pods {
		w.judged = &Judged{File: obj.File, Workload: WorkloadOf(obj)}
	}
	for _, m := range v.matches {
		w.violations = append(w.violations, r.violation(w, r.rules[m.Rule], m))
	}
}
