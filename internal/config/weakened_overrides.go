package config

import (
	"reflect"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/policy"
)

// overrides compares what holds in the files that overrides are about. An override of the same paths as before is compared with that one, a
// new one with what held for all files.
func (w *weakened) overrides(rules []policy.Rule, now, old *Effect) {
	at := w.conf.At["overrides"]
	for _, o := range now.Overrides {
		was := *old
		if before := old.about(o.paths); before != nil {
			was = old.with(before.effect)
		}
		is := now.with(o.effect)
		w.inFiles(at, rules, o.paths, &is, &was)
	}
	for _, o := range old.Overrides {
		if now.about(o.paths) == nil {
			was := old.with(o.effect)
			w.inFiles(at, rules, o.paths, now, &was)
		}
	}
}

// about is the override of exactly these paths, nil when there is none.
func (e *Effect) about(paths []string) *PathEffect {
	for i := range e.Overrides {
		if slices.Equal(e.Overrides[i].paths, paths) {
			return &e.Overrides[i]
		}
	}
	return nil
}

// inFiles tells once of the rules that ask for less in some files, and of the first by name. What is lowered for all files is told elsewhere.
func (w *weakened) inFiles(at Position, rules []policy.Rule, paths []string, is, was *Effect) {
	var less []string
	for i := range rules {
		if rank(is.severity(&rules[i])) < rank(was.severity(&rules[i])) {
			less = append(less, rules[i].ID)
		}
	}
	switch where := strings.Join(quotedAll(paths), ", "); len(less) {
	case 0:
	case 1:
		w.add(at, "in %s rule %q asks for less than before", where, less[0])
	default:
		w.add(at, "in %s %d rules ask for less than before, %q among them", where, len(less), less[0])
	}
}

// knowledge is about what podlint is told of kinds and images.
func (w *weakened) knowledge(base *Config) {
	c := w.conf
	for _, k := range base.Kinds {
		if !slices.ContainsFunc(c.Kinds, func(l knowledge.Kind) bool { return reflect.DeepEqual(l, k) }) {
			w.add(c.At["kinds"], "kinds does not say of %q any more what it said", k.Kind)
		}
	}
	for _, k := range c.Kinds {
		same := func(l knowledge.Kind) bool { return reflect.DeepEqual(l, k) }
		if !slices.ContainsFunc(base.Kinds, same) && knowledge.KnowsKind(k) {
			w.add(c.At["kinds"], "kinds takes the place of what podlint knows of %q", k.Kind)
		}
	}
	for _, m := range c.Mirrors {
		if !slices.Contains(base.Mirrors, m) && knowledge.IsPublic(m.Prefix) {
			w.add(c.At["mirrors"], "mirrors takes images of %s for those of %s", m.Prefix, m.Origin)
		}
	}
}
