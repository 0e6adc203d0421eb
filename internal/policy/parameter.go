package policy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/podlint/podlint/internal/jsonschema"
)

// entryNode is the value of a key of a map, the map itself when it has none.
func entryNode(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return n
}

// parameters reads the settings that a rule declares.
func (r *reader) parameters(n *yaml.Node) map[string]Parameter {
	if n.Kind != yaml.MappingNode {
		r.problem(n, "parameters is no map")
		return nil
	}
	out := map[string]Parameter{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i].Value
		before := len(r.problems)
		p := r.parameter(n.Content[i+1], name)
		if len(r.problems) == before {
			if err := p.Check(p.Default); err != nil {
				r.problem(entryNode(n.Content[i+1], "default"), "default of parameter %s: %v", name, err)
			}
		}
		out[name] = p
	}
	return out
}

func (r *reader) parameter(n *yaml.Node, name string) Parameter {
	var p Parameter
	r.fields(n, "parameter "+name, map[string]func(*yaml.Node){
		"description": r.text("description", &p.Description),
		"schema":      func(n *yaml.Node) { r.schema(n, name, &p) },
		"default":     func(n *yaml.Node) { p.Default = r.value(n) },
	})
	return p
}

func (r *reader) schema(n *yaml.Node, name string, p *Parameter) {
	schema, ok := r.value(n).(map[string]any)
	if !ok {
		r.problem(n, "schema of parameter %s is no JSON Schema object", name)
		return
	}
	before := len(r.problems)
	if r.words(n, name); len(r.problems) > before {
		return
	}
	p.Schema = schema
	if err := jsonschema.Check(schema); err != nil {
		r.problem(n, "schema of parameter %s: %v", name, err)
		p.Schema = nil
		return
	}
	if err := verifySchema(schema); err != nil {
		r.problem(n, "schema of parameter %s: %v", name, err)
	}
}

// value reads any YAML as JSON would be read: numbers are float64, keys strings.
func (r *reader) value(n *yaml.Node) any {
	var v any
	err := n.Decode(&v)
	if err == nil {
		v, err = plain(v)
	}
	if err != nil {
		r.problem(n, "expected a JSON value: %s", oneLine(err.Error()))
		return nil
	}
	return v
}

// plain brings a value to the types of encoding/json.
func plain(v any) (any, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var out any
	return out, json.NewDecoder(bytes.NewReader(raw)).Decode(&out)
}

// Check reports why a value does not fit the parameter's schema.
func (p Parameter) Check(value any) error {
	instance, err := plain(value)
	if err != nil {
		return fmt.Errorf("read value: %w", err)
	}
	return matchSchema(instance, p.Schema)
}

// CheckParameters validates the settings that a user gives a rule: nil when each is known and fits its schema.
func (r Rule) CheckParameters(settings map[string]any) error {
	known := make([]string, 0, len(r.Parameters))
	for name := range r.Parameters {
		known = append(known, name)
	}
	slices.Sort(known)
	names := make([]string, 0, len(settings))
	for name := range settings {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		p, ok := r.Parameters[name]
		switch {
		case !ok && len(known) == 0:
			return fmt.Errorf("rule %s has no parameters, got %q", r.ID, name)
		case !ok:
			return fmt.Errorf("rule %s has no parameter %q, expected one of %s%s", r.ID, name, strings.Join(known, ", "), didYouMean(name, known))
		}
		if err := p.Check(settings[name]); err != nil {
			return fmt.Errorf("parameter %s of rule %s: %w", name, r.ID, err)
		}
	}
	return nil
}

// Defaults are the settings of all rules that have any, by the rule's id: input.parameters before the user's own.
func Defaults(rules []Rule) map[string]map[string]any {
	out := map[string]map[string]any{}
	for _, r := range rules {
		if len(r.Parameters) == 0 {
			continue
		}
		out[r.ID] = make(map[string]any, len(r.Parameters))
		for name, p := range r.Parameters {
			out[r.ID][name] = p.Default
		}
	}
	return out
}
