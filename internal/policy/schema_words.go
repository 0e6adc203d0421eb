package policy

import (
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// holding says what the value of a keyword of JSON Schema (drafts 4 to 7, those that OPA validates) holds.
type holding int

const (
	plainValue  holding = iota // no schema
	oneSchema                  // one, or a list of them
	namedSchema                // one for each name
)

// keywords are those of JSON Schema, drafts 4, 6 and 7.
var keywords = map[string]holding{
	"$schema": plainValue, "$id": plainValue, "id": plainValue, "$ref": plainValue, "$comment": plainValue, "title": plainValue, "description": plainValue,
	"default": plainValue, "examples": plainValue, "readOnly": plainValue, "writeOnly": plainValue, "type": plainValue, "enum": plainValue, "const": plainValue,
	"multipleOf": plainValue, "maximum": plainValue, "exclusiveMaximum": plainValue, "minimum": plainValue, "exclusiveMinimum": plainValue,
	"maxLength": plainValue, "minLength": plainValue, "pattern": plainValue, "format": plainValue, "contentMediaType": plainValue, "contentEncoding": plainValue,
	"maxItems": plainValue, "minItems": plainValue, "uniqueItems": plainValue, "maxProperties": plainValue, "minProperties": plainValue, "required": plainValue,
	"items": oneSchema, "additionalItems": oneSchema, "contains": oneSchema, "additionalProperties": oneSchema, "propertyNames": oneSchema,
	"if": oneSchema, "then": oneSchema, "else": oneSchema, "allOf": oneSchema, "anyOf": oneSchema, "oneOf": oneSchema, "not": oneSchema,
	"properties": namedSchema, "patternProperties": namedSchema, "definitions": namedSchema, "$defs": namedSchema, "dependencies": namedSchema,
}

// types are the values of the keyword "type".
var types = []string{"array", "boolean", "integer", "null", "number", "object", "string"}

// words reports keywords and types that JSON Schema does not have: a validator passes over the former, so that a misspelt limit limits nothing.
func (r *reader) words(n *yaml.Node, name string) {
	if n.Kind == yaml.SequenceNode {
		for _, element := range n.Content {
			r.words(element, name)
		}
	}
	if n.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch holds, ok := keywords[key.Value]; {
		case !ok && !strings.HasPrefix(key.Value, "x-"):
			r.problem(key, "schema of parameter %s: JSON Schema has no keyword %q%s", name, key.Value, didYouMean(key.Value, slices.Sorted(maps.Keys(keywords))))
		case key.Value == "type":
			r.typeWords(value, name)
		case holds == oneSchema:
			r.words(value, name)
		case holds == namedSchema:
			r.namedWords(value, name)
		}
	}
}

func (r *reader) namedWords(n *yaml.Node, name string) {
	for i := 1; n.Kind == yaml.MappingNode && i < len(n.Content); i += 2 {
		r.words(n.Content[i], name)
	}
}

// typeWords looks at one type, or at a list of them.
func (r *reader) typeWords(n *yaml.Node, name string) {
	named := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		named = n.Content
	}
	for _, t := range named {
		if !slices.Contains(types, t.Value) {
			r.problem(t, "schema of parameter %s: type %q, expected one of %s%s", name, t.Value, strings.Join(types, ", "), didYouMean(t.Value, types))
		}
	}
}
