package policy

import (
	"maps"
	"slices"
	"strings"
)

// inputSchema answers questions about the JSON Schema of the input.
type inputSchema struct{ root map[string]any }

// node is the schema of what lies at a path, nil when it says nothing of it.
func (s inputSchema) node(path []string) map[string]any {
	at := s.root
	for _, key := range path {
		if at = s.below(s.resolve(at), key); at == nil {
			return nil
		}
	}
	return s.resolve(at)
}

func (s inputSchema) below(at map[string]any, key string) map[string]any {
	if items, ok := at["items"].(map[string]any); ok && key == "*" {
		return items
	}
	if properties, ok := at["properties"].(map[string]any); ok && key != "*" {
		if below, ok := properties[key].(map[string]any); ok {
			return below
		}
	}
	below, _ := at["additionalProperties"].(map[string]any)
	return below
}

// resolve follows references inside of the schema.
func (s inputSchema) resolve(at map[string]any) map[string]any {
	for range 10 {
		ref, ok := at["$ref"].(string)
		if !ok {
			return at
		}
		at = s.root
		for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
			at, _ = at[part].(map[string]any)
		}
	}
	return at
}

// enum lists the texts that may lie at a path, nil when any may.
func (s inputSchema) enum(path []string) []string {
	listed, _ := s.node(path)["enum"].([]any)
	out := make([]string, 0, len(listed))
	for _, v := range listed {
		text, ok := v.(string)
		if !ok {
			return nil
		}
		out = append(out, text)
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// fields lists the names of the fields that an object at a path can have, nil when any may be there.
func (s inputSchema) fields(path []string) []string {
	at := s.node(path)
	properties, _ := at["properties"].(map[string]any)
	if open := at["additionalProperties"]; len(properties) == 0 || open != nil && open != false {
		return nil
	}
	return slices.Collect(maps.Keys(properties))
}

// mayLack tells whether an object at a path may be without a key that it can have.
func (s inputSchema) mayLack(path []string, key string) bool {
	at := s.node(path)
	if at == nil || s.below(at, key) == nil {
		return false
	}
	if _, byName := s.resolve(s.below(at, key))["additionalProperties"].(map[string]any); byName {
		return false // an object by name, whose entries are asked for: without it there is none of them
	}
	required, _ := at["required"].([]any)
	return !slices.Contains(required, any(key))
}

// evident tells whether a list or an object by name holds facts that are read from what containers are given, each with its certainty.
func (s inputSchema) evident(path []string) bool {
	properties, _ := s.node(append(slices.Clip(path), "*"))["properties"].(map[string]any)
	return properties["certainty"] != nil
}
