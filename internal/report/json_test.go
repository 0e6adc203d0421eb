package report

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/podlint/podlint/internal/lint"
)

func TestJSONFitsItsSchema(t *testing.T) {
	schema := compileSchema(t)
	tests := map[string]*lint.Result{
		"nothing at all": {},
		"violations":     result(),
		"nil lists":      {Violations: []lint.Violation{bare(result().Violations[0])}},
		"errors":         {Errors: []lint.Error{{File: "a.yaml", Message: "read: permission denied"}}},
	}
	for name, res := range tests {
		t.Run(name, func(t *testing.T) {
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(render(t, JSON, res, Options{})))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(doc); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestSchemaRefusesOtherShapes(t *testing.T) {
	schema := compileSchema(t)
	tests := map[string]func(doc map[string]any){
		"violations null":  func(doc map[string]any) { doc["violations"] = nil },
		"no summary":       func(doc map[string]any) { delete(doc, "summary") },
		"unknown field":    func(doc map[string]any) { doc["colour"] = "red" },
		"line 0":           func(doc map[string]any) { first(doc)["line"] = json.Number("0") },
		"unknown severity": func(doc map[string]any) { first(doc)["severity"] = "fatal" },
		"path null":        func(doc map[string]any) { first(doc)["path"] = nil },
	}
	for name, spoil := range tests {
		t.Run(name, func(t *testing.T) {
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(render(t, JSON, result(), Options{})))
			if err != nil {
				t.Fatal(err)
			}
			spoil(doc.(map[string]any))
			if schema.Validate(doc) == nil {
				t.Error("schema accepts it")
			}
		})
	}
}

func first(doc map[string]any) map[string]any {
	return doc["violations"].([]any)[0].(map[string]any)
}

func TestJSONRoundTrip(t *testing.T) {
	want := result()
	var got struct {
		Version    string
		Violations []lint.Violation
		Summary    lint.Summary
	}
	if err := json.Unmarshal(render(t, JSON, want, Options{}), &got); err != nil {
		t.Fatal(err)
	}
	if got.Version != "1" || got.Summary != want.Summary {
		t.Errorf("got version %q and summary %+v, want 1 and %+v", got.Version, got.Summary, want.Summary)
	}
	if diff := cmp.Diff(want.Violations[0].Message, got.Violations[0].Message); diff != "" {
		t.Errorf("message (-want +got):\n%s", diff)
	}
}

// bare is v without any list, as a careless caller may hand it over.
func bare(v lint.Violation) lint.Violation {
	v.Path, v.Related, v.Fix = nil, nil, &lint.Fix{Title: "x"}
	return v
}

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile("report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("report.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}
