// Package suppress takes out of a result what comments and annotations of the manifests suppress, and reports the suppressions that
// are wrong, over or not needed.
package suppress

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/nearest"
	"github.com/podlint/podlint/internal/policy"
)

// Options say what counts and what is reported.
type Options struct {
	// Off makes every suppression void and reports none of them.
	Off bool
	// RequireReason makes a suppression without a reason void.
	RequireReason bool
	// Now is the time that ends are compared with, by its day in UTC.
	Now time.Time
	// Rules are all rules that are known, whether they ran or not; Names are further names that are no mistake.
	Rules []policy.Rule
	Names []string
	// Ran tells whether a rule ran, and for a notice whether it is to be reported.
	Ran func(id string) bool
	// Severities are the user's own for notices, by id.
	Severities map[string]string
	// At says what holds instead in one file; nil: the same for all.
	At func(file string) lint.Settings
}

// Apply moves what is suppressed from res.Violations to res.Suppressed and adds the notices.
func Apply(res *lint.Result, set *manifest.Set, opt Options) {
	if opt.Off {
		return
	}
	all := find(set, filesOf(res))
	if len(all) == 0 {
		return
	}
	a := &applier{opt: opt, res: res, all: all, beside: set.Beside}
	for _, s := range all {
		a.judge(s)
	}
	res.Suppress(func(v *lint.Violation) *lint.Suppression {
		s := a.covering(v)
		if s == nil {
			return nil
		}
		return &lint.Suppression{Kind: lint.InSource, Reason: s.Reason, Until: s.Until, File: s.file, Line: s.span.Line}
	})
	for _, s := range all {
		a.leftover(s)
	}
	res.Add(a.notices)
}

// filesOf are the files that something is reported in.
func filesOf(res *lint.Result) map[string]bool {
	out := map[string]bool{}
	for v := range res.All() {
		out[v.File] = true
	}
	return out
}

type applier struct {
	opt     Options
	res     *lint.Result
	all     []*suppression
	beside  map[string]bool // files of which nothing is said
	notices []lint.Violation
}

// judge reports what is wrong with a suppression before any violation is looked at, and makes it void.
func (a *applier) judge(s *suppression) {
	switch {
	case s.bad != "":
	case !a.known(s):
	case s.expired(a.opt.Now):
		s.fail(expired, fmt.Sprintf("suppression of %s ended on %s", s.names(), s.Until))
	case a.opt.RequireReason && s.Reason == "":
		s.fail(withoutReason, fmt.Sprintf("suppression of %s gives no reason", s.names()))
	}
	harmless := s.quoted && s.bad == misplaced
	if s.bad != "" && !harmless {
		a.notice(s, s.bad, s.text)
	}
}

func (s *suppression) names() string { return clip(strings.Join(s.Rules, ", ")) }

// known drops the names that are none; without any left the suppression is void.
func (a *applier) known(s *suppression) bool {
	var known []string
	names := a.names()
	for _, name := range s.Rules {
		if slices.Contains(names, name) {
			known = append(known, name)
			continue
		}
		text := fmt.Sprintf("suppression names %q, which is no rule or category", clip(name))
		if isDay(name) {
			text += fmt.Sprintf("; an end is written as until=%s", name)
		} else if near := nearest.Of(clip(name), names); near != "" {
			text += fmt.Sprintf("; did you mean %q?", near)
		}
		a.notice(s, unknownRule, text)
	}
	s.Rules = known
	return len(known) > 0
}

func (a *applier) names() []string {
	names := slices.Clone(a.opt.Names)
	for i := range a.opt.Rules {
		names = append(names, a.opt.Rules[i].ID, a.opt.Rules[i].Category)
	}
	return names
}

// covering returns the first suppression that covers a violation, and marks all that do as used.
func (a *applier) covering(v *lint.Violation) *suppression {
	var first *suppression
	for _, s := range a.all {
		if s.bad != "" || !s.covers(v) {
			continue
		}
		for _, name := range s.Rules {
			if name == v.Rule || name == v.Category {
				s.used[name] = true
				first = cmp.Or(first, s)
			}
		}
	}
	return first
}

func (s *suppression) covers(v *lint.Violation) bool {
	switch {
	case (s.wholeFile || len(s.values) > 0) && s.coversSetting(v):
		return true
	case s.wholeFile:
		return v.File == s.file
	case s.object != nil:
		return s.coversObject(v)
	}
	if v.File == s.file && s.line > 0 && s.line >= v.Line && s.line <= max(v.Line, v.EndLine) {
		return true
	}
	return slices.ContainsFunc(s.items, func(c container) bool { return c.covers(v) })
}

func (s *suppression) coversObject(v *lint.Violation) bool {
	unknown := v.Rendered != nil && !v.Rendered.Known // the place is the first line, which may be that of a comment
	return sameObject(s.object, v) || v.File == s.file && (unknown || inside(s.object.Root.Span, v.Line, v.Column))
}

// sameObject goes by place: the name of a rendered workload differs from that of the object it was made from.
func sameObject(o *manifest.Object, v *lint.Violation) bool {
	w := lint.WorkloadOf(o)
	return w.File == v.Workload.File && w.Document == v.Workload.Document && w.Line == v.Workload.Line && w.Kind == v.Workload.Kind
}

func (c *container) covers(v *lint.Violation) bool {
	return v.Container == c.name && sameObject(c.object, v) ||
		v.File == c.object.File && inside(c.span, v.Line, v.Column)
}

// leftover reports the names for which a valid suppression had nothing to do.
func (a *applier) leftover(s *suppression) {
	if s.bad == "" && s.quoted {
		a.elsewhere(s)
	}
	if s.bad != "" || s.quoted || s.idle || a.incomplete(s.file) {
		return
	}
	for _, name := range s.Rules {
		if !s.used[name] && a.ran(name) {
			if v := a.notice(s, unused, fmt.Sprintf("suppression of %s has nothing to suppress", clip(name))); v != nil {
				v.Fix = a.cure(s, name, v.Fix.Title)
			}
		}
	}
}

// elsewhere tells of a comment in a patch that stands in a kustomization, and that had nothing to do because what the patch brings about is
// reported where the file begins.
func (a *applier) elsewhere(s *suppression) {
	for v := range a.res.All() {
		for _, name := range s.Rules {
			if v.File == s.file && v.Rendered != nil && !v.Rendered.Known && !s.used[name] && (name == v.Rule || name == v.Category) {
				a.notice(s, misplaced, fmt.Sprintf("suppression of %s has no effect here: which line made the value is not known, and it is reported on line %d", clip(name), v.Line))
				return
			}
		}
	}
}

// incomplete tells whether something of a file could not be read or judged, so that nothing follows from what was not found.
func (a *applier) incomplete(file string) bool {
	return slices.ContainsFunc(a.res.Errors, func(e lint.Error) bool { return e.File == file })
}

// ran tells whether a rule, or every rule of a category, ran.
func (a *applier) ran(name string) bool {
	found := false
	for i := range a.opt.Rules {
		if r := &a.opt.Rules[i]; r.ID == name || r.Category == name {
			if !a.opt.Ran(r.ID) {
				return false
			}
			found = true
		}
	}
	return found
}

// notice reports something about a suppression; nil when nobody wants to know.
func (a *applier) notice(s *suppression, id, text string) *lint.Violation {
	severities := a.opt.Severities
	if a.opt.At != nil {
		own := a.opt.At(s.file)
		severities = own.Severities
		if own.Off[id] {
			return nil
		}
	}
	if !a.opt.Ran(id) || a.beside[s.file] || s.at != nil && s.at.Context {
		return nil
	}
	for _, n := range Notices() {
		if n.ID != id {
			continue
		}
		v := lint.Violation{
			Rule: id, Category: n.Category, Severity: cmp.Or(severities[id], n.Severity), Confidence: n.Confidence, Message: text,
			File: s.file, Line: s.span.Line, Column: s.span.Column, EndLine: s.span.EndLine, EndColumn: s.span.EndColumn,
			Path: s.path, Workload: lint.WorkloadOf(s.at), Fix: &lint.Fix{Title: n.Fix, Edits: []lint.Edit{}},
			Documentation: n.Resources[0].Ref,
		}
		v.Fingerprint = lint.Fingerprint(v, s.at)
		a.notices = append(a.notices, v)
		return &a.notices[len(a.notices)-1]
	}
	return nil
}
