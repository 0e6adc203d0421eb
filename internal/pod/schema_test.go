package pod_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/podlint/podlint/internal/pod"
)

var update = flag.Bool("update", false, "rewrite generated files")

// TestSchema keeps schema.json, which the shipped rules are type-checked against, equal to the Go types.
func TestSchema(t *testing.T) {
	golden(t, "schema.json", schemaJSON(t))
}

func schemaJSON(t *testing.T) []byte {
	t.Helper()
	anything := &jsonschema.Schema{}
	s, err := jsonschema.For[pod.Input](&jsonschema.ForOptions{TypeSchemas: map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[pod.Path](): {Type: "array", Items: anything},
	}})
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := json.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	tree["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	tree["title"] = "podlint rule input, version 1"
	out, err := json.MarshalIndent(plain(tree), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return append(out, '\n')
}

// plain rewrites what OPA's type checker does not read: {"not":{}} for false, ["null","array"] for a list that is never null.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		if not, ok := v["not"].(map[string]any); ok && len(v) == 1 && len(not) == 0 {
			return false
		}
		if types, ok := v["type"].([]any); ok && len(types) == 2 && types[0] == "null" {
			v["type"] = types[1]
		}
		for k, e := range v {
			v[k] = plain(e)
		}
	case []any:
		for i, e := range v {
			v[i] = plain(e)
		}
	}
	return v
}

// golden compares got with a generated file; -update rewrites it.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is stale: go test ./internal/pod -update", file)
	}
}
