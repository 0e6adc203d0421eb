package pod_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
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
	known := map[reflect.Type]*jsonschema.Schema{reflect.TypeFor[pod.Path](): {Type: "array", Items: &jsonschema.Schema{}}}
	for made, of := range laterTypes() {
		known[made] = schemaOf(t, of, known)
	}
	data, err := json.Marshal(schemaOf(t, reflect.TypeFor[pod.Input](), known))
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := json.Unmarshal(data, &tree); err != nil {
		t.Fatal(err)
	}
	enumerate(reflect.TypeFor[pod.Input](), tree)
	tree["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	tree["title"] = "podlint rule input, version 1"
	out, err := json.MarshalIndent(plain(tree), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return append(out, '\n')
}

func schemaOf(t *testing.T, of reflect.Type, known map[reflect.Type]*jsonschema.Schema) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.ForType(of, &jsonschema.ForOptions{TypeSchemas: known})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// laterTypes lists the parts of a pod that are made later, with the types of what is made.
func laterTypes() map[reflect.Type]reflect.Type {
	out := map[reflect.Type]reflect.Type{}
	p := reflect.TypeFor[pod.Pod]()
	for f := range p.Fields() {
		if of := madeBy(f.Type); of != nil {
			out[f.Type.Elem()] = of
		}
	}
	return out
}

// madeBy is the type of what a part makes that is made later; nil for another type.
func madeBy(t reflect.Type) reflect.Type {
	if get, ok := t.MethodByName("Get"); ok && t.Kind() == reflect.Pointer && get.Type.NumOut() == 1 {
		return get.Type.Out(0)
	}
	return nil
}

// enumerate adds the values of the tag enum to the properties of a type's schema, and of all below it.
func enumerate(t reflect.Type, schema map[string]any) {
	if of := madeBy(t); of != nil {
		t = of
	}
	switch t.Kind() {
	case reflect.Pointer:
		enumerate(t.Elem(), schema)
	case reflect.Slice:
		if items, ok := schema["items"].(map[string]any); ok {
			enumerate(t.Elem(), items)
		}
	case reflect.Map:
		if values, ok := schema["additionalProperties"].(map[string]any); ok {
			enumerate(t.Elem(), values)
		}
	case reflect.Struct:
		enumerateFields(t, schema)
	}
}

func enumerateFields(t reflect.Type, schema map[string]any) {
	props, _ := schema["properties"].(map[string]any)
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		prop, ok := props[name].(map[string]any)
		if !ok {
			continue
		}
		if values := f.Tag.Get("enum"); values != "" {
			if items, ok := prop["items"].(map[string]any); ok {
				prop = items
			}
			prop["enum"] = strings.Split(values, ",")
		}
		enumerate(f.Type, prop)
	}
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
