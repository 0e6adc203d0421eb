package config

import (
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/podlint/podlint/internal/policy"
)

// setting reads one entry of rules.
func (r *reader) setting(key, v *yaml.Node) { r.conf.Rules = append(r.conf.Rules, r.settingOf(key, v)) }

func (r *reader) settingOf(key, v *yaml.Node) Setting {
	s := Setting{Name: key.Value, At: position(key)}
	if v.Kind == yaml.MappingNode {
		r.entries(v, "rule "+key.Value, func(k, v *yaml.Node) { r.ruleKey(&s, k, v) })
	} else {
		s.state(r.oneOf(v, "rule "+key.Value, append([]string{"off", "on", "false", "true"}, severities...)))
	}
	return s
}

// state takes the short form of a setting. Editors that read YAML 1.1 write off as false.
func (s *Setting) state(word string) {
	switch word {
	case "off", "false":
		s.State = "off"
	case "on", "true":
		s.State = "on"
	default:
		s.Severity = word
	}
}

// ruleKey reads one key of the long form: severity, or a parameter of the rule.
func (r *reader) ruleKey(s *Setting, key, v *yaml.Node) {
	if key.Value == "severity" {
		s.state(r.oneOf(v, "severity", append([]string{"off"}, severities...)))
		return
	}
	p := Parameter{Name: key.Value, At: position(key), Place: position(v)}
	if err := v.Decode(&p.Value); err != nil {
		r.problem(v, "read parameter %s of rule %s: %s", p.Name, s.Name, strings.TrimPrefix(err.Error(), "yaml: "))
		return
	}
	s.Parameters = append(s.Parameters, p)
}

// Effect is what the settings amount to for the rules that are loaded. All maps are by the rule's id.
type Effect struct {
	Off        map[string]bool
	Severity   map[string]string
	Parameters map[string]map[string]any
	// Overrides are about some files, see [Config.EffectIn].
	Overrides []PathEffect
}

func newEffect() Effect {
	return Effect{Off: map[string]bool{}, Severity: map[string]string{}, Parameters: map[string]map[string]any{}}
}

// Resolve checks the settings against the rules. A rule's own setting wins over that of its category. also are names that are
// known but not loaded; what is said of them has no effect.
func (c *Config) Resolve(rules []policy.Rule, also []string) (Effect, []policy.Problem) {
	r := &resolver{
		conf: c, byID: map[string]policy.Rule{}, byCategory: map[string][]string{}, also: also,
		effect: newEffect(),
	}
	for _, rule := range rules {
		r.byID[rule.ID] = rule
		r.byCategory[rule.Category] = append(r.byCategory[rule.Category], rule.ID)
	}
	r.settle(c.Rules)
	r.effect.Overrides = r.overrides()
	return r.effect, r.problems
}

// settle takes the settings of categories first, so that a rule's own wins.
func (r *resolver) settle(settings []Setting) {
	for _, s := range settings {
		if ids, ok := r.byCategory[s.Name]; ok {
			r.category(s, ids)
		}
	}
	for _, s := range settings {
		r.rule(s)
	}
}

type resolver struct {
	conf       *Config
	override   bool // parameters alone leave it open whether the rule is on
	byID       map[string]policy.Rule
	byCategory map[string][]string // ids
	also       []string
	effect     Effect
	problems   []policy.Problem
}

func (r *resolver) problem(at Position, format string, args ...any) {
	r.problems = append(r.problems, r.conf.problem(at, format, args...))
}

func (r *resolver) category(s Setting, ids []string) {
	for _, id := range ids {
		r.apply(s, id)
	}
	for _, p := range s.Parameters {
		r.problem(p.At, "unknown key %q in category %s: a category takes a severity only", p.Name, s.Name)
	}
}

// apply sets what one setting says of one rule.
func (r *resolver) apply(s Setting, id string) {
	if !r.override || s.State != "" || s.Severity != "" {
		r.effect.Off[id] = s.State == "off"
	}
	if s.Severity != "" {
		r.effect.Severity[id] = s.Severity
	}
}

func (r *resolver) rule(s Setting) {
	rule, ok := r.byID[s.Name]
	if !ok {
		r.unknown(s)
		return
	}
	r.apply(s, rule.ID)
	for _, p := range s.Parameters {
		r.parameter(rule, p)
	}
}

func (r *resolver) unknown(s Setting) {
	if _, ok := r.byCategory[s.Name]; ok || slices.Contains(r.also, s.Name) {
		return
	}
	names := slices.Concat(slices.Sorted(maps.Keys(r.byID)), slices.Sorted(maps.Keys(r.byCategory)), r.also)
	hint := suggest(s.Name, names)
	if hint == "" {
		hint = "; podlint rules lists them"
	}
	r.problem(s.At, "unknown rule or category %q%s", s.Name, hint)
}

func (r *resolver) parameter(rule policy.Rule, p Parameter) {
	if err := rule.CheckParameters(map[string]any{p.Name: p.Value}); err != nil {
		at := p.At
		if _, known := rule.Parameters[p.Name]; known {
			at = p.Place
		}
		r.problem(at, "%v", err)
		return
	}
	if r.effect.Parameters[rule.ID] == nil {
		r.effect.Parameters[rule.ID] = map[string]any{}
	}
	r.effect.Parameters[rule.ID][p.Name] = p.Value
}
