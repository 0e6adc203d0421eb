package config

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/policy"
)

// Changed lists what a configuration takes for true and the one before it did not: facts, and what is related or rendered. Nobody can tell
// by the words whether less is found by it; whoever asks judges with both, see [Effect.AsBefore].
func (c *Config) Changed(base *Config, rules []policy.Rule, also []string) []Weakening {
	now, _ := c.Resolve(rules, also)
	old, _ := base.Resolve(rules, also)
	w := &weakened{conf: c}
	if !slices.Equal(c.Roots, base.Roots) {
		w.add(c.At["roots"], "roots keeps other folders apart than before")
	}
	if c.KubeVersion != base.KubeVersion {
		w.add(c.At["kube-version"], "kube-version is %s, it was %s", cmp.Or(c.KubeVersion, "not given"), cmp.Or(base.KubeVersion, "not given"))
	}
	w.says("images", differing(c.Images, base.Images, func(i knowledge.Image) string { return i.ID }))
	w.says("roles", differing(c.Roles, base.Roles, func(r knowledge.Role) string { return r.ID }))
	w.says("mirrors", differing(c.Mirrors, base.Mirrors, func(m knowledge.Mirror) string { return m.Prefix }))
	if !reflect.DeepEqual(c.Render.Helm.texts(), base.Render.Helm.texts()) {
		w.add(c.At["render"], "render says other things of charts than before")
	}
	w.parameters(rules, &now, &old)
	return w.found
}

func (w *weakened) says(key string, of []string) {
	if len(of) == 0 {
		return
	}
	shown := quotedAll(of[:min(3, len(of))])
	if more := len(of) - len(shown); more > 0 {
		shown = append(shown, fmt.Sprintf("%d more", more))
	}
	w.add(w.conf.At[key], "%s says other things than before of %s", key, strings.Join(shown, ", "))
}

// differing are the names of what is in one list and not, or not so, in the other.
func differing[T any](now, before []T, name func(T) string) []string {
	var out []string
	in := func(list []T, one T) bool {
		return slices.ContainsFunc(list, func(l T) bool { return reflect.DeepEqual(l, one) })
	}
	for _, pair := range [][2][]T{{now, before}, {before, now}} {
		for _, one := range pair[0] {
			if !in(pair[1], one) && !slices.Contains(out, name(one)) {
				out = append(out, name(one))
			}
		}
	}
	return out
}

// texts is what is said of charts without where it is said.
func (h Helm) texts() Helm {
	h.Values = slices.Clone(h.Values)
	for i := range h.Values {
		h.Values[i].At = Position{}
	}
	return h
}

// parameters compares those that hold for all files, and those of the overrides.
func (w *weakened) parameters(rules []policy.Rule, now, old *Effect) {
	for i := range rules {
		r := &rules[i]
		for _, name := range slices.Sorted(maps.Keys(r.Parameters)) {
			is, was := now.parameter(r, name), old.parameter(r, name)
			if fmt.Sprint(is) != fmt.Sprint(was) { // a default may be a number of another type
				w.add(w.conf.parameterAt(r.ID, name), "parameter %s of rule %q is %v, it was %v", name, r.ID, is, was)
			}
		}
	}
	for _, o := range now.Overrides {
		before := old.about(o.paths)
		if before == nil && len(o.effect.Parameters) > 0 || before != nil && !reflect.DeepEqual(before.effect.Parameters, o.effect.Parameters) {
			w.add(w.conf.At["overrides"], "in %s rules have other parameters than before", strings.Join(quotedAll(o.paths), ", "))
		}
	}
	for _, o := range old.Overrides {
		if now.about(o.paths) == nil && len(o.effect.Parameters) > 0 {
			w.add(w.conf.At["overrides"], "in %s rules have no parameters of their own any more", strings.Join(quotedAll(o.paths), ", "))
		}
	}
}

func (e *Effect) parameter(r *policy.Rule, name string) any {
	if v, ok := e.Parameters[r.ID][name]; ok {
		return v
	}
	return r.Parameters[name].Default
}

// parameterAt is where a parameter is set, the zero place when it is not.
func (c *Config) parameterAt(rule, name string) Position {
	for _, s := range c.Rules {
		for _, p := range s.Parameters {
			if s.Name == rule && p.Name == name {
				return p.At
			}
		}
	}
	return Position{}
}

// AsBefore is this effect with the parameters of another one: which rules run, and how grave they are, stays.
func (e Effect) AsBefore(old Effect) Effect {
	e.Parameters = old.Parameters
	overrides := slices.Clone(e.Overrides)
	for i := range overrides {
		overrides[i].effect.Parameters = nil
		if before := old.about(overrides[i].paths); before != nil {
			overrides[i].effect.Parameters = before.effect.Parameters
		}
	}
	e.Overrides = overrides
	return e
}
