package policy_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/policy"
)

const header = `# METADATA
# title: A title
# description: A description.
# related_resources:
#   - ref: https://kubernetes.io/docs/
# custom:
#   severity: warning
#   confidence: certain
#   fix: Do it.
`

// tree is a user's folder with the rule podlint.rules.coupling.sample of the given body.
func tree(body string) policy.Source {
	return policy.Source{Name: "own", FS: fstest.MapFS{
		"sample.rego": {Data: []byte(header + "package podlint.rules.coupling.sample\n\n" + body)},
	}}
}

func prepare(t *testing.T, src policy.Source, opt policy.Options) *policy.Query {
	t.Helper()
	e, problems := policy.Load([]policy.Source{src}, opt)
	if len(problems) > 0 {
		t.Fatalf("Load: %v", problems)
	}
	q, problems := e.Prepare(t.Context(), nil)
	if len(problems) > 0 {
		t.Fatalf("Prepare: %v", problems)
	}
	return q
}

func TestEval(t *testing.T) {
	q := prepare(t, tree(`violation contains {
	"msg": sprintf("name %q", [c.name]), "path": ["containers", i], "container": c.name, "severity": "info",
	"related": [{"msg": "there", "path": ["x", 1]}], "fix": "Rename.",
} if {
	some i, c in input.pod.containers
}
`), policy.Options{})
	input := map[string]any{"pod": map[string]any{"containers": []any{map[string]any{"name": "b"}, map[string]any{"name": "a"}}}}
	got, err := q.Eval(t.Context(), input)
	if err != nil {
		t.Fatal(err)
	}
	related := []policy.Related{{Message: "there", Path: []any{"x", 1}}}
	want := []policy.Match{
		{Rule: "sample", Message: `name "b"`, Path: []any{"containers", 0}, Container: "b", Severity: "info", Fix: &policy.Fix{Title: "Rename."}, Related: related},
		{Rule: "sample", Message: `name "a"`, Path: []any{"containers", 1}, Container: "a", Severity: "info", Fix: &policy.Fix{Title: "Rename."}, Related: related},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("matches (-want +got):\n%s", diff)
	}
}
