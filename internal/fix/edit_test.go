package fix_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/podlint/podlint/internal/fix"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/source"
)

// steps are changes of the first object of a file.
func steps(t *testing.T, data string, changes []policy.Change) (*fix.Planner, []lint.Step) {
	t.Helper()
	set := manifest.Read([]source.File{{Name: "a.yaml", Data: []byte(data)}}, 1)
	if len(set.Errors) > 0 || len(set.Objects) == 0 {
		t.Fatalf("got %d objects, errors %v", len(set.Objects), set.Errors)
	}
	var out []lint.Step
	for _, c := range changes {
		out = append(out, lint.Step{Change: c, Object: set.Objects[0], Path: c.Path, From: c.From})
	}
	return fix.NewPlanner(set.Sources), out
}

// edit makes changes of the first object of a file.
func edit(t *testing.T, data string, changes ...policy.Change) (string, error) {
	t.Helper()
	p, steps := steps(t, data, changes)
	plan, err := p.Plan(steps)
	if err != nil {
		return "", err
	}
	return string(fix.Apply([]byte(data), plan.Regions)), nil
}

func path(text string) []any {
	var out []any
	for elem := range strings.FieldsSeq(text) {
		if elem >= "0" && elem <= "99" {
			out = append(out, int(elem[0]-'0'))
		} else {
			out = append(out, elem)
		}
	}
	return out
}

// toInit makes a native sidecar of the second container.
func toInit(index int) []policy.Change {
	return []policy.Change{
		{Op: "move", From: path("spec containers 1"), Path: append(path("spec initContainers"), index)},
		{Op: "set", Path: path("spec containers 1 restartPolicy"), Value: "Always"},
	}
}

// toTemplate moves an annotation.
func toTemplate(key string) policy.Change {
	return policy.Change{Op: "move", From: append(path("metadata annotations"), key), Path: append(path("spec template metadata annotations"), key)}
}

// changes are those of the tests in testdata/edits, by the name of the file.
var changes = map[string][]policy.Change{
	"set-plain":              {{Op: "set", Path: path("spec a"), Value: "x"}},
	"set-quoted":             {{Op: "set", Path: path("spec a"), Value: "it's"}, {Op: "set", Path: path("spec b"), Value: `a "b"`}},
	"set-other-type":         {{Op: "set", Path: path("spec a"), Value: true}, {Op: "set", Path: path("spec b"), Value: "yes"}},
	"set-null":               {{Op: "set", Path: path("spec a"), Value: 1}},
	"set-missing":            {{Op: "set", Path: path("spec m readOnly"), Value: true}},
	"set-missing-twice":      {{Op: "set", Path: path("spec m a"), Value: 1}, {Op: "set", Path: path("spec m b"), Value: 2}},
	"move-entries":           {toTemplate("a.b/c"), toTemplate("f")},
	"set-missing-metadata":   {{Op: "set", Path: path("spec template metadata annotations a"), Value: "b"}},
	"set-missing-deep":       {{Op: "set", Path: path("metadata annotations a.b/c"), Value: "d"}},
	"set-missing-flow":       {{Op: "set", Path: path("spec m 0 readOnly"), Value: true}},
	"set-missing-empty":      {{Op: "set", Path: path("spec e sizeLimit"), Value: "1Gi"}},
	"set-missing-null":       {{Op: "set", Path: path("spec e sizeLimit"), Value: "1Gi"}},
	"set-json":               {{Op: "set", Path: path("spec m 0 readOnly"), Value: true}, {Op: "set", Path: path("spec a"), Value: "x"}},
	"set-block-value":        {{Op: "set", Path: path("spec a"), Value: map[string]any{"exec": map[string]any{"command": []any{"a", "b"}}, "name": "p"}}},
	"set-list":               {{Op: "set", Path: path("spec l"), Value: []any{"x", map[string]any{"b": 1, "name": "z"}}}},
	"set-crlf":               {{Op: "set", Path: path("spec m readOnly"), Value: true}},
	"part-block":             {{Op: "set", Path: path("spec a 1"), Find: "tail -f", Text: "tail -F"}},
	"part-flow":              {{Op: "set", Path: path("spec c 2"), Find: "tail -f", Text: "tail -F"}},
	"part-words":             {{Op: "set", Path: path("spec c"), Find: "tail -f", Text: "tail -F"}},
	"part-new-word":          {{Op: "set", Path: path("spec c"), Find: "tail -F", Text: "tail -n+1 -F"}, {Op: "set", Path: path("spec d"), Find: "a b", Text: "a"}},
	"part-number":            {{Op: "set", Path: path("spec a"), Find: "8", Text: "8"}},
	"part-escaped":           {{Op: "set", Path: path("spec a"), Find: "é\n", Text: "e\n"}},
	"remove-entry":           {{Op: "remove", Path: path("spec b")}},
	"remove-item":            {{Op: "remove", Path: path("spec l 1")}},
	"remove-first-of-item":   {{Op: "remove", Path: path("spec l 0 a")}},
	"remove-last":            {{Op: "remove", Path: path("spec l 0")}},
	"remove-flow":            {{Op: "remove", Path: path("spec l 0")}, {Op: "remove", Path: path("spec m 1")}, {Op: "remove", Path: path("spec o 0")}},
	"remove-json":            {{Op: "remove", Path: path("spec l 1")}},
	"remove-at-end":          {{Op: "remove", Path: path("spec b")}},
	"remove-earlier":         {{Op: "remove", Path: path("spec a @earlier")}},
	"insert-item":            {{Op: "insert", Path: path("spec l"), Value: map[string]any{"name": "x", "b": true}}},
	"insert-before":          {{Op: "insert", Path: path("spec l"), Before: 1, Value: "x"}, {Op: "insert", Path: path("spec"), Before: "l", Key: "k", Value: "v"}},
	"insert-first":           {{Op: "insert", Path: path("spec l"), Before: 0, Value: "x"}},
	"insert-flow":            {{Op: "insert", Path: path("spec l"), After: 0, Value: "x"}, {Op: "insert", Path: path("spec m"), Value: "z"}},
	"rename":                 {{Op: "rename", Path: path("spec b"), Key: "c d"}},
	"rename-json":            {{Op: "rename", Path: path("spec b"), Key: "c"}},
	"move-item-new":          toInit(0),
	"move-item-front":        toInit(0),
	"move-item-back":         toInit(1),
	"move-item-no-break":     toInit(0),
	"move-item-flow":         toInit(0),
	"move-item-out-of-flow":  toInit(0),
	"move-entry-json":        {toTemplate("a.b/c")},
	"move-entry-json-null":   {toTemplate("a.b/c")},
	"move-entry-into-flow":   {toTemplate("a.b/c")},
	"move-entry-out-of-flow": {toTemplate("a.b/c")},
	"set-missing-null-json":  {{Op: "set", Path: path("spec e sizeLimit"), Value: "1Gi"}},
	"move-item-json":         toInit(0),
	"set-dash-zero":          {{Op: "set", Path: path("spec containers 0 restartPolicy"), Value: "Always"}, {Op: "insert", Path: path("spec containers 0 args"), Value: "two"}},
	"move-entry":             {{Op: "move", From: path("metadata annotations a.b/c"), Path: path("spec template metadata annotations a.b/c")}},
	"move-entry-empty":       {{Op: "move", From: path("metadata annotations a.b/c"), Path: path("spec template metadata annotations a.b/c")}},
	"list":                   {{Op: "set", Path: path("spec a"), Value: 2}},
	"second-document":        {{Op: "remove", Path: path("spec a")}},
}

// Each file holds a manifest as it was and as it becomes.
func TestEdits(t *testing.T) {
	files, err := filepath.Glob("testdata/edits/*.txtar")
	if err != nil || len(files) != len(changes) {
		t.Fatalf("got %d files for %d changes, %v", len(files), len(changes), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			a := txtar.Parse(text)
			was, want := plain(a.Files[0].Data), plain(a.Files[1].Data)
			got, err := edit(t, was, changes[name]...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// plain reads what an archive cannot hold: ↵ is a carriage return, and ∎ stands where a file ends without a line break.
func plain(data []byte) string {
	text := strings.ReplaceAll(string(data), "↵", "\r")
	return strings.ReplaceAll(text, "∎\n", "")
}

// What cannot be changed without changing something else is refused, with the reason.
func TestRefused(t *testing.T) {
	tests := map[string]struct {
		data   string
		change policy.Change
		reason string
	}{
		"alias": {
			"spec: {a: &x {b: 1}, c: *x}",
			policy.Change{Op: "set", Path: path("spec c b"), Value: 2},
			"another user",
		},
		"anchor with users": {
			"spec: {a: &x {b: 1}, c: *x}",
			policy.Change{Op: "set", Path: path("spec a b"), Value: 2},
			"would change another user",
		},
		"anchor that goes": {
			"spec: {a: &x {b: 1}, c: *x}",
			policy.Change{Op: "remove", Path: path("spec a")},
			"an anchor stands there",
		},
		"merge key": {
			"x: &x {b: 1}\nspec:\n  <<: *x\n  c: 1",
			policy.Change{Op: "set", Path: path("spec b"), Value: 2},
			"merge key",
		},
		"nothing there":            {"spec: {a: 1}", policy.Change{Op: "remove", Path: path("spec b")}, "spec.b is not there"},
		"key taken":                {"spec: {a: 1, b: 1}", policy.Change{Op: "rename", Path: path("spec a"), Key: "b"}, "spec.b is there already"},
		"entry taken":              {"spec: {a: 1}", policy.Change{Op: "insert", Path: path("spec"), Key: "a", Value: 1}, "spec.a is there already"},
		"text not there":           {"spec: {a: x}", policy.Change{Op: "set", Path: path("spec a"), Find: "y", Text: "z"}, "does not occur"},
		"folded text":              {"spec:\n  a: >\n    one\n    two\n", policy.Change{Op: "set", Path: path("spec a"), Find: "one two", Text: "z"}, "otherwise than it is read"},
		"number written otherwise": {"spec: {a: 010}", policy.Change{Op: "set", Path: path("spec a"), Find: "8", Text: "8"}, "written otherwise than it is read"},
		"no such item":             {"spec: {a: [1]}", policy.Change{Op: "set", Path: path("spec a 4 b"), Value: 1}, "not there"},
		"item of a map":            {"spec: {a: {b: 1}}", policy.Change{Op: "insert", Path: path("spec a"), Value: 1}, "into a list only"},
		"below a text":             {"spec: {a: b}", policy.Change{Op: "set", Path: path("spec a c"), Value: 1}, "something else than a map"},
		"complex key":              {"spec:\n  ? a\n  : 1", policy.Change{Op: "set", Path: path("spec a"), Value: 2}, "not changed here"},
		"whole document":           {"spec: 1", policy.Change{Op: "remove", Path: path("")}, "whole document"},
		"earlier of one":           {"spec: {a: 1}", policy.Change{Op: "remove", Path: path("spec a @earlier")}, "stands there once"},
		"unknown sibling":          {"spec: {a: [1]}", policy.Change{Op: "insert", Path: path("spec a"), After: 7, Value: 1}, "is not there"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := edit(t, "apiVersion: v1\nkind: Pod\n"+tt.data+"\n", tt.change)
			if err == nil || !strings.Contains(err.Error(), tt.reason) {
				t.Errorf("got %q, %v; want an error with %q", got, err, tt.reason)
			}
		})
	}
}
