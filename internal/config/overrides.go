package config

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/podlint/podlint/internal/knowledge"
)

// Override is what the file says about rules in some files.
type Override struct {
	Paths []string // patterns, read as those of Exclude
	Rules []Setting
}

// override reads one entry of overrides.
func (r *reader) override(n *yaml.Node) {
	var o Override
	faults := len(r.problems)
	r.fields(n, "an override", map[string]read{
		"paths": func(_, v *yaml.Node) { o.Paths = r.patterns(v, "paths") },
		"rules": func(_, v *yaml.Node) {
			r.entries(v, "rules", func(key, v *yaml.Node) { o.Rules = append(o.Rules, r.settingOf(key, v)) })
		},
	})
	if len(r.problems) == faults && (len(o.Paths) == 0 || len(o.Rules) == 0) {
		r.problem(n, "an override needs paths and rules")
		return
	}
	r.conf.Overrides = append(r.conf.Overrides, o)
}

// PathEffect is what an override amounts to. Off holds the rules that it switches off, and with false those that it switches on.
type PathEffect struct {
	paths  []string
	effect Effect
}

// overrides checks the settings of the overrides, each by itself.
func (r *resolver) overrides() []PathEffect {
	var out []PathEffect
	for _, o := range r.conf.Overrides {
		one := &resolver{conf: r.conf, override: true, byID: r.byID, byCategory: r.byCategory, also: r.also, effect: newEffect()}
		one.settle(o.Rules)
		r.problems = append(r.problems, one.problems...)
		out = append(out, PathEffect{paths: o.Paths, effect: one.effect})
	}
	return out
}

// EffectIn is what holds for a file: the effect for all, changed by each override about the file, the later one last. name is an absolute path with
// forward slashes, or the name of something that is no file, about which no override is.
func (c *Config) EffectIn(e Effect, name string) Effect {
	rel, err := filepath.Rel(c.Dir, filepath.FromSlash(name))
	rel = filepath.ToSlash(rel)
	if err != nil || !filepath.IsAbs(filepath.FromSlash(name)) || rel == ".." || strings.HasPrefix(rel, "../") {
		return e
	}
	for _, o := range e.Overrides {
		if covered(o.paths, rel, false) {
			e = e.with(o.effect)
		}
	}
	return e
}

// with is the effect with what another one says in place of its own.
func (e Effect) with(o Effect) Effect {
	out := Effect{Off: maps.Clone(e.Off), Severity: maps.Clone(e.Severity), Parameters: maps.Clone(e.Parameters), Overrides: e.Overrides}
	maps.Copy(out.Off, o.Off)
	maps.Copy(out.Severity, o.Severity)
	for id, own := range o.Parameters {
		all := maps.Clone(out.Parameters[id])
		if all == nil {
			all = map[string]any{}
		}
		maps.Copy(all, own)
		out.Parameters[id] = all
	}
	return out
}

// Nowhere are the rules that are off and that no override switches on.
func (e Effect) Nowhere() map[string]bool {
	out := maps.Clone(e.Off)
	for _, o := range e.Overrides {
		for id, off := range o.effect.Off {
			if !off {
				delete(out, id)
			}
		}
	}
	return out
}

// mirrors reads the map of mirrors, sorted by their prefixes.
func (r *reader) mirrors(n *yaml.Node) []knowledge.Mirror {
	var all []knowledge.Mirror
	r.entries(n, "mirrors", func(key, v *yaml.Node) {
		m := knowledge.Mirror{Prefix: r.imagePrefix(key, "a mirror"), Origin: r.imagePrefix(v, "the origin of a mirror")}
		if m.Prefix != "" && m.Origin != "" {
			all = append(all, m)
		}
	})
	slices.SortFunc(all, func(a, b knowledge.Mirror) int { return strings.Compare(a.Prefix, b.Prefix) })
	return all
}

// imagePrefix reads a registry, or a registry and the beginning of a path.
func (r *reader) imagePrefix(n *yaml.Node, what string) string {
	s := r.text(n, what)
	host, path, deeper := strings.Cut(s, "/")
	bad := strings.Contains(s, "//") || strings.ContainsAny(s, " @*") || strings.Contains(path, ":") || deeper && path == "" || strings.HasSuffix(s, "/") ||
		!strings.ContainsAny(host, ".:") && host != "localhost"
	if s != "" && bad {
		r.problem(n, "want a registry such as docker.io, or one with a path such as registry.example.com/hub, for %s, got %q", what, s)
		return ""
	}
	return s
}
