package config

import (
	"fmt"
	"maps"

	"sigs.k8s.io/yaml"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/policy"
)

// SchemaURL is where editors find the JSON Schema of the file.
const SchemaURL = "https://raw.githubusercontent.com/podlint/podlint/main/docs/podlint.schema.json"

// Initial is the file that podlint config init writes: valid, also with each line of its comments that is no prose taken in, and without
// effect until something is changed.
const Initial = `# yaml-language-server: $schema=` + SchemaURL + `
# See docs/configuration.md for every key.

# The lowest severity that makes the exit status 1: error, warning, info or never.
fail-on: warning

# The lowest severity and the lowest confidence that are reported, and whether what is in doubt is.
# min-severity: warning
# min-confidence: heuristic
# doubts: false

# The version of the cluster, for rules that depend on it.
# kube-version: "1.31"

# Rules and categories: off, on, a severity, or a map with severity and parameters.
rules:
#   logging: off
#   unmounted-volume: error

# What is never read, also when it is named on the command line; as in a .gitignore, but without negation.
exclude:
#   - vendor/
#   - "*.generated.yaml"
`

// document is the file in its own shape.
type document struct {
	Doubts        bool              `json:"doubts,omitempty"`
	Exclude       []string          `json:"exclude,omitempty"`
	FailOn        string            `json:"fail-on"`
	Images        []knowledge.Image `json:"images,omitempty"`
	Include       []string          `json:"include,omitempty"`
	Kinds         []knowledge.Kind  `json:"kinds,omitempty"`
	KubeVersion   string            `json:"kube-version,omitempty"`
	MinConfidence string            `json:"min-confidence,omitempty"`
	Mirrors       map[string]string `json:"mirrors,omitempty"`
	Overrides     []overrideEntry   `json:"overrides,omitempty"`
	MinSeverity   string            `json:"min-severity,omitempty"`
	Policies      []string          `json:"policies,omitempty"`
	Render        *renderEntry      `json:"render,omitempty"`
	RequireReason bool              `json:"require-reason,omitempty"`
	Roles         []knowledge.Role  `json:"roles,omitempty"`
	Roots         []string          `json:"roots,omitempty"`
	Rules         map[string]any    `json:"rules"`
}

type renderEntry struct {
	Enabled bool       `json:"enabled"`
	Helm    *helmEntry `json:"helm,omitempty"`
}

type helmEntry struct {
	Charts      []chartEntry `json:"charts,omitempty"`
	APIVersions []string     `json:"api-versions,omitempty"`
	Namespace   string       `json:"namespace,omitempty"`
	Release     string       `json:"release,omitempty"`
	Set         []string     `json:"set,omitempty"`
	Values      []string     `json:"values,omitempty"`
}

type chartEntry struct {
	Chart  string     `json:"chart"`
	Values [][]string `json:"values"`
}

// Show renders what holds for the given rules, as a configuration file that says all of it.
func (c *Config) Show(rules []policy.Rule, effect Effect, failOn string) (string, error) {
	doc := document{
		Exclude: c.Exclude, Include: c.Include, Roots: c.Roots, FailOn: failOn, KubeVersion: c.KubeVersion, Images: c.Images, Roles: c.Roles, Kinds: c.Kinds,
		MinSeverity: c.MinSeverity, MinConfidence: c.MinConfidence, Doubts: c.Doubts, Render: c.Render.entry(), RequireReason: c.RequireReason, Rules: make(map[string]any, len(rules)),
	}
	for _, f := range c.Policies {
		doc.Policies = append(doc.Policies, f.Path)
	}
	for _, m := range c.Mirrors {
		if doc.Mirrors == nil {
			doc.Mirrors = map[string]string{}
		}
		doc.Mirrors[m.Prefix] = m.Origin
	}
	for i := range effect.Overrides {
		doc.Overrides = append(doc.Overrides, effect.Overrides[i].entry(rules))
	}
	for i := range rules {
		doc.Rules[rules[i].ID] = effect.of(&rules[i])
	}
	text, err := yaml.Marshal(doc)
	if err != nil {
		return "", fmt.Errorf("render configuration: %w", err)
	}
	return string(text), nil
}

type overrideEntry struct {
	Paths []string       `json:"paths"`
	Rules map[string]any `json:"rules"`
}

// entry says of each rule what the override sets.
func (o *PathEffect) entry(rules []policy.Rule) overrideEntry {
	out := overrideEntry{Paths: o.paths, Rules: map[string]any{}}
	for i := range rules {
		id, e := rules[i].ID, &o.effect
		off, said := e.Off[id]
		severity := e.Severity[id]
		switch {
		case off:
			severity = "off"
		case said && severity == "":
			severity = "on"
		}
		if own := e.Parameters[id]; len(own) > 0 {
			entry := maps.Clone(own)
			if severity != "" && severity != "on" {
				entry["severity"] = severity
			}
			out.Rules[id] = entry
		} else if said {
			out.Rules[id] = severity
		}
	}
	return out
}

// entry is nil when nothing is set.
func (r Render) entry() *renderEntry {
	h := helmEntry{
		APIVersions: r.Helm.APIVersions, Namespace: r.Helm.Namespace, Release: r.Helm.Release, Set: r.Helm.Set,
	}
	for _, f := range r.Helm.Values {
		h.Values = append(h.Values, f.Path)
	}
	for _, c := range r.Helm.Charts {
		h.Charts = append(h.Charts, chartEntry(c))
	}
	set := h.Namespace != "" || h.Release != "" || len(h.Set)+len(h.Values)+len(h.APIVersions)+len(h.Charts) > 0
	switch {
	case set:
		return &renderEntry{Enabled: !r.Off, Helm: &h}
	case r.Off:
		return &renderEntry{}
	}
	return nil
}

// of is the setting that says what holds for one rule.
func (e Effect) of(rule *policy.Rule) any {
	severity := rule.Severity
	if s, ok := e.Severity[rule.ID]; ok {
		severity = s
	}
	if e.Off[rule.ID] {
		severity = "off"
	}
	if len(rule.Parameters) == 0 {
		return severity
	}
	entry := map[string]any{"severity": severity}
	for name, p := range rule.Parameters {
		entry[name] = p.Default
		if v, ok := e.Parameters[rule.ID][name]; ok {
			entry[name] = v
		}
	}
	return entry
}
