package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/policy"
)

// WeakenedRule is the id of the notice about a configuration that asks for less than the one before it.
const WeakenedRule = "configuration-weakened"

// weakenedPage is where the notice is explained.
const weakenedPage = "https://github.com/podlint/podlint/blob/main/docs/configuration.md#" + WeakenedRule

// Notice is what is said about a configuration, in the shape of a rule: a statement about the use of podlint, not about pods.
func Notice() policy.Rule {
	return policy.Rule{
		ID: WeakenedRule, Category: "manifest", Title: "Configuration asks for less than before", Severity: "warning", Confidence: "certain",
		Description: "With `--new-from`, the configuration of the work tree switches off or lowers what the one of the revision did not, or leaves out more. " +
			"Who changes manifests could let them pass in that way, so the change is reported beside what is new.",
		Fix:       "Say in the review why less is asked for, or take the change back.",
		Resources: []policy.Resource{{Ref: weakenedPage, Description: "Configuration"}},
	}
}

// Weakening is one thing that a configuration asks for less in.
type Weakening struct {
	At      Position // 1:1 for what is no longer said
	Message string
}

// Weakened compares a configuration with the one before it, for the rules that are known. The order is that of the file, as far as there is one.
func (c *Config) Weakened(base *Config, rules []policy.Rule, also []string) []Weakening {
	now, _ := c.Resolve(rules, also)    // faults were reported when it was loaded
	old, _ := base.Resolve(rules, also) // a rule that is not there any more weakens nothing
	w := &weakened{conf: c, whole: map[string]int{}}
	for i := range rules {
		w.rule(&rules[i], &now, &old)
	}
	w.categories()
	w.overrides(rules, &now, &old)
	w.scope(base)
	w.knowledge(base)
	w.report(base)
	slices.SortStableFunc(w.found, func(a, b Weakening) int {
		return cmp.Or(cmp.Compare(a.At.Line, b.At.Line), cmp.Compare(a.At.Column, b.At.Column))
	})
	return w.found
}

type weakened struct {
	conf  *Config
	found []Weakening
	whole map[string]int // rules that ask for less because of a category's setting, by category
}

func (w *weakened) add(at Position, format string, args ...any) {
	if at.Line == 0 {
		at = Position{1, 1}
	}
	w.found = append(w.found, Weakening{at, fmt.Sprintf(format, args...)})
}

func (w *weakened) rule(r *policy.Rule, now, old *Effect) {
	was, is := old.severity(r), now.severity(r)
	name, at := w.conf.settingOf(r)
	switch {
	case rank(is) >= rank(was):
	case name == r.Category:
		w.whole[name]++
	case is == "off":
		w.add(at, "rule %q is switched off, it was %s", r.ID, was)
	default:
		w.add(at, "rule %q is lowered to %s, it was %s", r.ID, is, was)
	}
}

// categories tells of each category that is set as a whole once.
func (w *weakened) categories() {
	for _, s := range w.conf.Rules {
		n := w.whole[s.Name]
		switch {
		case n == 0:
		case s.State == "off":
			w.add(s.At, "category %q is switched off, %d of its rules were on", s.Name, n)
		default:
			w.add(s.At, "category %q is lowered to %s, %d of its rules were above", s.Name, s.Severity, n)
		}
	}
}

// severity is what holds for a rule, "off" for none.
func (e *Effect) severity(r *policy.Rule) string {
	if e.Off[r.ID] {
		return "off"
	}
	return cmp.Or(e.Severity[r.ID], r.Severity)
}

// settingOf is the name and the place of the setting that decides about a rule, empty when there is none.
func (c *Config) settingOf(r *policy.Rule) (name string, at Position) {
	for _, s := range c.Rules {
		if s.Name == r.ID {
			return s.Name, s.At
		}
		if s.Name == r.Category {
			name, at = s.Name, s.At
		}
	}
	return name, at
}

// scope is about what is looked at.
func (w *weakened) scope(base *Config) {
	w.paths(base)
	c := w.conf
	for _, f := range base.Policies {
		if !slices.ContainsFunc(c.Policies, func(g Folder) bool { return g.Path == f.Path }) {
			w.add(c.At["policies"], "policies has no %q any more", f.Path)
		}
	}
	if c.Render.Off && !base.Render.Off {
		w.add(c.At["render"], "kustomizations and charts are not rendered any more")
	}
}

func (w *weakened) paths(base *Config) {
	c := w.conf
	for _, p := range added(c.Exclude, base.Exclude) {
		w.add(c.At["exclude"], "exclude leaves out %q", p)
	}
	switch {
	case len(base.Include) == 0 && len(c.Include) > 0:
		w.add(c.At["include"], "include leaves out all but %s", strings.Join(quotedAll(c.Include), ", "))
	case len(c.Include) > 0:
		for _, p := range added(base.Include, c.Include) {
			w.add(c.At["include"], "include has no %q any more", p)
		}
	}
}

// report is about what is reported of what was found, and what fails.
func (w *weakened) report(base *Config) {
	c := w.conf
	if was, is := cmp.Or(base.FailOn, "warning"), cmp.Or(c.FailOn, "warning"); threshold(is) > threshold(was) {
		w.add(c.At["fail-on"], "fail-on is %s, it was %s", is, was)
	}
	if was, is := cmp.Or(base.MinSeverity, "warning"), cmp.Or(c.MinSeverity, "warning"); threshold(is) > threshold(was) {
		w.add(c.At["min-severity"], "min-severity is %s, it was %s", is, was)
	}
	sure := []string{"heuristic", "strong", "certain"}
	if was, is := cmp.Or(base.MinConfidence, sure[0]), cmp.Or(c.MinConfidence, sure[0]); slices.Index(sure, is) > slices.Index(sure, was) {
		w.add(c.At["min-confidence"], "min-confidence is %s, it was %s", is, was)
	}
	if base.RequireReason && !c.RequireReason {
		w.add(c.At["require-reason"], "suppressions need no reason any more")
	}
	if base.Doubts && !c.Doubts {
		w.add(c.At["doubts"], "doubts are not reported any more")
	}
}

func added(now, before []string) []string {
	var out []string
	for _, p := range now {
		if !slices.Contains(before, p) {
			out = append(out, p)
		}
	}
	return out
}

func quotedAll(all []string) []string {
	out := make([]string, 0, len(all))
	for _, s := range all {
		out = append(out, fmt.Sprintf("%q", s))
	}
	return out
}

// rank orders severities from off upwards.
func rank(severity string) int {
	return slices.Index([]string{"off", "info", "warning", "error"}, severity)
}

// threshold orders the lowest severities that count, the strictest first.
func threshold(severity string) int {
	return slices.Index([]string{"info", "warning", "error", "never"}, severity)
}

// Summary says in a few words what a configuration took away from the rules; empty when it took nothing.
func (c *Config) Summary(rules []policy.Rule, effect Effect, excluded int) string {
	off, lowered := 0, 0
	for i := range rules {
		switch is := effect.severity(&rules[i]); {
		case is == "off":
			off++
		case rank(is) < rank(rules[i].Severity):
			lowered++
		}
	}
	var parts []string
	count := func(n int, one, many string) {
		if n == 1 {
			parts = append(parts, "1 "+one)
		} else if n > 1 {
			parts = append(parts, fmt.Sprintf("%d %s", n, many))
		}
	}
	count(off, "rule off", "rules off")
	count(lowered, "rule lowered", "rules lowered")
	count(excluded, "path left out", "paths left out")
	if c.FailOn != "" && threshold(c.FailOn) > threshold("warning") {
		parts = append(parts, "fail-on "+c.FailOn)
	}
	return strings.Join(parts, ", ")
}
