package jsonschema_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/jsonschema"
)

func TestLocal(t *testing.T) {
	for _, tt := range []struct{ name, schema, want string }{
		{"nothing", `{"type": "object"}`, ""},
		{"empty file", ``, ""},
		{"true", `true`, ""},
		{"a definition", `{"$ref": "#/$defs/a", "$defs": {"a": {}}}`, ""},
		{"itself", `{"properties": {"a": {"$ref": "#"}}}`, ""},
		{"a name of its own", `{"$id": "https://example.com/a", "$ref": "#/$defs/a"}`, ""},
		{"a property called $ref", `{"properties": {"$ref": {"type": "string"}, "id": {"type": "string"}}}`, ""},
		{"a name without references", `{"properties": {"a": {"$id": "/properties/a", "type": "string"}}}`, ""},
		{"a dialect", `{"$schema": "http://json-schema.org/draft-07/schema#"}`, ""},
		{"http", `{"$ref": "http://example.com/a"}`, `$ref "http://example.com/a" leads out of the document`},
		{"file", `{"properties": {"a": {"$ref": "file:///etc/passwd"}}}`, `$ref "file:///etc/passwd" leads out`},
		{"beside it", `{"items": [{"$ref": "other.json#/a"}]}`, `$ref "other.json#/a" leads out`},
		{"no scheme", `{"$ref": "//example.com/a"}`, "leads out"},
		{"any scheme", `{"$ref": "oci:a"}`, "leads out"},
		{"dynamic", `{"$dynamicRef": "http://example.com/a"}`, "$dynamicRef"},
		{"escaped", `{"\u0024ref": "http:\/\/example.com"}`, "leads out"},
		{"the first of two keys", `{"$ref": "http://example.com", "$ref": "#"}`, "leads out"},
		{"in a value that nobody reads", `{"x": {"y": [{"$ref": "http://example.com"}]}}`, "leads out"},
		{"behind a value", `{} {"$ref": "http://example.com"}`, "leads out"},
		{"through a name", `{"properties": {"a": {"$id": "file:///etc/", "items": {"$ref": "#/a"}}}}`, `the identifier "file:///etc/"`},
		{"through a name below", `{"properties": {"a": {"items": {"$ref": "#/a"}, "id": "http://example.com"}}}`, "the identifier"},
		{"through a dialect", `{"$schema": "http://example.com/schema"}`, `unknown $schema "http://example.com/schema"`},
		{"through a dialect below", `{"$defs": {"a": {"$schema": "http://example.com"}}}`, "unknown $schema"},
		{"no JSON", `{"a": nonsense`, "not JSON"},
		{"cut off", `{"a": [1, 2`, "not JSON"},
		{"control characters", "{\"$ref\": \"http://a\\u001b[2J\"}", `"http://a\x1b[2J"`},
		{"too deep", strings.Repeat(`{"a":`, 2000) + "1" + strings.Repeat("}", 2000), "deeper than"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fault := jsonschema.Local([]byte(tt.schema))
			switch {
			case tt.want == "" && fault != nil:
				t.Errorf("refused: %v", fault)
			case tt.want != "" && (fault == nil || !strings.Contains(fault.Message, tt.want)):
				t.Errorf("got %v, want one that says %q", fault, tt.want)
			}
		})
	}
}

func TestLocalOffset(t *testing.T) {
	const schema = "{\n  \"$ref\" : \"http://example.com\"\n}"
	if fault := jsonschema.Local([]byte(schema)); fault == nil || fault.Offset != strings.Index(schema, `"http`) {
		t.Errorf("got %+v, want the place of the reference", fault)
	}
}

func TestCheck(t *testing.T) {
	doubling := `{"$ref": "#/d/a0", "d": {"a14": {"type": "string"}`
	for _, i := range "0123456789" {
		next := string(i + 1)
		if i == '9' {
			next = "14"
		}
		doubling += `, "a` + string(i) + `": {"allOf": [{"$ref": "#/d/a` + next + `"}, {"$ref": "#/d/a` + next + `"}, {"$ref": "#/d/a` + next + `"}]}`
	}
	doubling += `}}`
	for _, tt := range []struct{ name, schema, want string }{
		{"a tree", `{"properties": {"a": {"$ref": "#"}, "b": {"items": {"$ref": "#/properties/b"}}}}`, ""},
		{"a dependency", `{"dependencies": {"a": ["b"], "c": {"type": "object"}}}`, ""},
		{"to nothing", `{"$ref": "#/$defs/a"}`, ""},
		{"into a list", `{"allOf": [{"$ref": "#/x/1"}], "x": [{}, {"type": "string"}]}`, ""},
		{"itself", `{"$ref": "#"}`, "the schema at # refers to itself"},
		{"empty", `{"$ref": ""}`, "refers to itself"},
		{"two steps", `{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}`, "refers to itself"},
		{"below a property", `{"properties": {"a": {"$ref": "#/properties/a"}}}`, "the schema at #/properties/a refers to itself"},
		{"through all", `{"allOf": [{"$ref": "#"}]}`, "refers to itself"},
		{"through any", `{"items": {"anyOf": [{"type": "string"}, {"$ref": "#/items"}]}}`, "refers to itself"},
		{"through not", `{"not": {"$ref": "#"}}`, "refers to itself"},
		{"through a condition", `{"if": {"type": "string"}, "else": {"$ref": "#"}}`, "refers to itself"},
		{"through a dependency", `{"dependencies": {"a": {"$ref": "#"}}}`, "refers to itself"},
		{"escaped", `{"$defs": {"a/b": {"$ref": "#/%24defs/a~1b"}}}`, "refers to itself"},
		{"by name", `{"$ref": "#a"}`, `$ref "#a" at #`},
		{"doubling", doubling, "more than 10000 schemas"},
		{"out", `{"$ref": "file:///etc/passwd"}`, "leads out"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var schema any
			if err := json.Unmarshal([]byte(tt.schema), &schema); err != nil {
				t.Fatal(err)
			}
			err := jsonschema.Check(schema)
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("got %v, want one that says %q", err, tt.want)
			}
		})
	}
}
