package lint

import (
	"cmp"
	"slices"
)

// collect brings the work of all objects together: sorted, without repetitions, counted.
func (r *run) collect(res *Result) {
	for _, e := range r.set.Errors {
		res.Errors = append(res.Errors, Error(e))
	}
	if r.spill != nil {
		r.spill.collect(res)
	} else {
		r.gather(res)
	}
	res.Errors = SortErrors(res.Errors)
	for _, n := range r.set.Notes {
		res.Notes = append(res.Notes, Note{Message: n})
	}
	res.Notes = append(res.Notes, r.passed.notes()...)
	res.Summary.Files, res.Summary.Documents = r.set.Files, r.set.Documents
	res.count()
}

// gather takes what every object and item gave.
func (r *run) gather(res *Result) {
	n := 0
	for i := range r.work {
		n += len(r.work[i].violations)
	}
	res.Violations = make([]Violation, 0, n)
	for i := range r.work {
		w := &r.work[i]
		res.Violations = append(res.Violations, w.violations...)
		w.violations = nil
		res.Errors = append(res.Errors, w.errors...)
		if w.pods {
			res.Summary.Workloads++
			res.Summary.Containers += w.containers
		}
		if w.judged != nil {
			res.Judged = append(res.Judged, *w.judged)
			w.judged = nil
		}
	}
	res.Violations = sortViolations(res.Violations)
	distinguish(res.Violations)
}

// collect gives the result what was spilled; it stays in the file when it does not fit into a batch.
func (s *spill) collect(res *Result) {
	res.Errors, res.Judged = append(res.Errors, s.errors...), s.judged
	res.Summary.Workloads, res.Summary.Containers = s.summary.Workloads, s.summary.Containers
	if len(s.runs) > 0 {
		res.spilled = &spilled{}
	}
	res.replace(s.all())
}

// count fills the summary with what the lists hold.
func (res *Result) count() {
	s := &res.Summary
	s.Errors, s.Warnings, s.Infos, s.Doubts, s.Suppressed, s.Known = 0, 0, 0, 0, 0, 0
	for v := range res.All() {
		if v.Doubt {
			s.Doubts++
		}
		switch v.Severity {
		case "error":
			s.Errors++
		case "warning":
			s.Warnings++
		default:
			s.Infos++
		}
	}
	for i := range res.Suppressed {
		if res.Suppressed[i].By.Kind == InSource {
			s.Suppressed++
		} else {
			s.Known++
		}
	}
}

// Suppress moves the violations for which by returns a suppression to res.Suppressed.
func (res *Result) Suppress(by func(*Violation) *Suppression) {
	res.replace(safely(func(yield func(*Violation) bool) {
		for v := range res.All() {
			s := by(v)
			if s != nil {
				res.Suppressed = append(res.Suppressed, Suppressed{Violation: *v, By: *s})
			} else if !yield(v) {
				return
			}
		}
	}))
	slices.SortStableFunc(res.Suppressed, func(a, b Suppressed) int { return comparePlace(&a.Violation, &b.Violation) })
	res.count()
}

// Add puts further violations into the result. Their fingerprints must not be those of others that are there.
func (res *Result) Add(more []Violation) {
	more = sortViolations(more)
	distinguish(more)
	res.replace(safely(with(res.All(), more)))
	res.count()
}

// sortViolations orders by place and rule and drops what is said twice at one place: two workloads that share a ConfigMap or an
// anchor give the same line once, for the first of them, and so do two builds that give an object different names.
func sortViolations(all []Violation) []Violation {
	slices.SortStableFunc(all, func(a, b Violation) int { return compareWeight(&a, &b) })
	out := all[:0]
	for _, v := range all {
		if first := said(out, &v); first != nil {
			first.Rendered = both(first.Rendered, v.Rendered)
			first.addSettings(&v)
			continue
		}
		out = append(out, v)
	}
	return out
}

// said finds among what stands before a violation the one that is the same; nil when there is none.
func said(before []Violation, v *Violation) *Violation {
	for i := len(before) - 1; i >= 0; i-- {
		o := &before[i]
		switch {
		case comparePlace(o, v) == 0:
			return o
		case v.Rendered == nil || o.Rendered == nil || o.File != v.File || o.Line != v.Line || o.Column != v.Column || o.Rule != v.Rule:
			return nil
		case o.Rendered.Written == v.Rendered.Written && o.EndLine == v.EndLine && o.EndColumn == v.EndColumn && !o.Rendered.meets(v.Rendered):
			return o
		}
	}
	return nil
}

// meets tells whether two have a build in common.
func (r *Rendered) meets(other *Rendered) bool {
	return slices.ContainsFunc(r.From, func(from string) bool { return slices.Contains(other.From, from) })
}

// addSettings adds the keys that make the same of other values: none of those that are there is of their file.
func (v *Violation) addSettings(other *Violation) {
	for _, r := range other.Related {
		known := func(own Related) bool { return own.File == r.File && own.Line == r.Line && own.Column == r.Column }
		if r.IsSetting() && !slices.ContainsFunc(v.Related, known) && len(v.Related) < mostRelated {
			v.Related = append(v.Related, r)
		}
	}
}

// mostRelated bounds the places that several builds bring to one report.
const mostRelated = 8

// both lists the builds of two violations that are one.
func both(a, b *Rendered) *Rendered {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	from := slices.Concat(a.From, b.From)
	slices.Sort(from)
	return &Rendered{From: slices.Compact(from), Known: a.Known && b.Known, Line: a.Line, Written: a.Written}
}

// compareWeight puts what is said twice at one place in the order of what its evidence bears: the first is kept.
func compareWeight(a, b *Violation) int {
	return cmp.Or(comparePlace(a, b), cmp.Compare(rankOf(b), rankOf(a)))
}

func rankOf(v *Violation) int {
	if v.Doubt {
		return 0
	}
	return Rank(v.Severity)
}

func comparePlace(a, b *Violation) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Message, b.Message),
		cmp.Compare(a.EndLine, b.EndLine), cmp.Compare(a.EndColumn, b.EndColumn),
	)
}

// SortErrors orders errors by place and message and drops repetitions.
func SortErrors(all []Error) []Error {
	slices.SortFunc(all, func(a, b Error) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(all)
}
