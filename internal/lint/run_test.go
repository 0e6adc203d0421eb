package lint_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/source"
)

// header is METADATA of a rule of the severity that %s names.
const header = `# METADATA
# title: A rule
# description: What it finds.
# related_resources:
#   - ref: https://example.org/
# custom:
#   severity: %s
#   confidence: certain
#   fix: Change it.
%spackage podlint.rules.images.%s

`

// images says something of every container's image.
const images = `violation contains {
	"msg": sprintf("container %q runs port 80", [c.name]),
	"path": array.concat(c.path, ["image"]),
	"container": c.name,
} if {
	some c in input.pod.containers
}
`

// compile makes a query of one rule.
func compile(t *testing.T, severity, body string) lint.Options {
	t.Helper()
	return compileWith(t, "", severity, body)
}

// compileWith makes a query of one rule with more lines of METADATA.
func compileWith(t *testing.T, more, severity, body string) lint.Options {
	t.Helper()
	fsys := fstest.MapFS{"images/a_rule/a_rule.rego": {Data: fmt.Appendf(nil, header, severity, more, "a_rule")}}
	fsys["images/a_rule/a_rule.rego"].Data = append(fsys["images/a_rule/a_rule.rego"].Data, body...)
	engine, problems := policy.Load([]policy.Source{{Name: "own", FS: fsys}}, policy.Options{Schema: pod.Schema})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	query, problems := engine.Prepare(t.Context(), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return lint.Options{Rules: engine.Rules(), Query: query, Docs: "https://docs.example"}
}

// run judges files, given as name and text in turn.
func run(t *testing.T, opt lint.Options, files ...string) *lint.Result {
	t.Helper()
	var in []source.File
	for i := 0; i < len(files); i += 2 {
		in = append(in, source.File{Name: files[i], Data: []byte(files[i+1])})
	}
	set := manifest.Read(in, 1)
	opt.Builder = pod.NewBuilder(set, pod.Options{})
	return lint.Run(t.Context(), set, opt)
}

const twoContainers = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: app:1
    - name: proxy
      image: proxy:1
`

func TestRunFillsWhatTheRuleLeavesOut(t *testing.T) {
	res := run(t, compile(t, "warning", images), "a.yaml", twoContainers)
	if len(res.Violations) != 2 || len(res.Errors) != 0 {
		t.Fatalf("got %d violations and errors %v, want 2 and none", len(res.Violations), res.Errors)
	}
	got := res.Violations[0]
	if len(got.Fingerprint) != 64 {
		t.Errorf("got fingerprint %q, want 64 hexadecimal digits", got.Fingerprint)
	}
	got.Fingerprint = ""
	want := lint.Violation{
		Rule: "a-rule", Category: "images", Severity: "warning", Confidence: "certain", Message: `container "app" runs port 80`,
		File: "a.yaml", Line: 8, Column: 14, EndLine: 8, EndColumn: 19,
		Path: manifest.Path{"spec", "containers", 0, "image"}, Container: "app",
		Workload: lint.Workload{APIVersion: "v1", Kind: "Pod", Name: "web", Line: 1, File: "a.yaml"},
		Fix:      &lint.Fix{Title: "Change it.", Edits: []lint.Edit{}}, Documentation: "https://example.org/",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("violation (-want +got):\n%s", diff)
	}
	sum := res.Summary
	sum.DurationMS = 0
	if diff := cmp.Diff(lint.Summary{Files: 1, Documents: 1, Workloads: 1, Containers: 2, Warnings: 2}, sum); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
}

func TestFingerprint(t *testing.T) {
	opt := compile(t, "warning", images)
	prints := func(name, text string) map[string]string {
		out := map[string]string{}
		for _, v := range run(t, opt, name, text).Violations {
			out[v.Container] = v.Fingerprint
		}
		return out
	}
	want := prints("a.yaml", twoContainers)
	if want["app"] == want["proxy"] {
		t.Fatal("two violations share a fingerprint")
	}
	reordered := strings.Replace(twoContainers, "    - name: app\n      image: app:1\n", "", 1) + "    - name: app\n      image: app:1\n"
	stays := map[string]string{
		"moved lines":          "# a comment\n\n" + twoContainers,
		"reordered containers": reordered,
		"another image":        strings.Replace(twoContainers, "app:1", "app:2", 1),
	}
	for name, text := range stays {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(want, prints("other/b.yaml", text)); diff != "" {
				t.Errorf("fingerprints (-before +after):\n%s", diff)
			}
		})
	}
	changes := map[string]string{
		"another name":      strings.Replace(twoContainers, "name: web", "name: shop", 1),
		"another namespace": strings.Replace(twoContainers, "name: web", "name: web\n  namespace: shop", 1),
	}
	for name, text := range changes {
		t.Run(name, func(t *testing.T) {
			if got := prints("a.yaml", text); got["app"] == want["app"] {
				t.Error("fingerprint stays the same")
			}
		})
	}
	t.Run("the same workload twice", func(t *testing.T) {
		seen := map[string]bool{}
		for _, v := range run(t, opt, "a.yaml", twoContainers, "b.yaml", twoContainers).Violations {
			if seen[v.Fingerprint] {
				t.Errorf("%s:%d: fingerprint is taken", v.File, v.Line)
			}
			seen[v.Fingerprint] = true
		}
		if len(seen) != 4 || !seen[want["app"]] {
			t.Errorf("got %d fingerprints, want 4 with the one of a single file among them", len(seen))
		}
	})
}

func TestSeverityOnlyGoesDown(t *testing.T) {
	body := `violation contains {"msg": "x", "path": ["spec"], "severity": %q}`
	tests := []struct{ rule, match, want string }{
		{"error", "warning", "warning"},
		{"error", "info", "info"},
		{"warning", "error", "warning"},
		{"info", "error", "info"},
		{"warning", "warning", "warning"},
	}
	for _, tt := range tests {
		t.Run(tt.rule+" to "+tt.match, func(t *testing.T) {
			res := run(t, compile(t, tt.rule, fmt.Sprintf(body, tt.match)), "a.yaml", twoContainers)
			if len(res.Violations) != 1 || res.Violations[0].Severity != tt.want {
				t.Errorf("got %+v, want one violation of severity %s", res.Violations, tt.want)
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	config := "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: conf\n  namespace: shop\ndata:\n  a.conf: |\n    one\n    two\n"
	tests := map[string]struct {
		path string // as Rego
		want string // file:line:column
		json string // the reported path
	}{
		"the pod's object":       {`["metadata", "name"]`, "a.yaml:4:9", `["metadata","name"]`},
		"another object":         {`["@ConfigMap/shop/conf", "data", "a.conf"]`, "c.yaml:7:11", `["data","a.conf"]`},
		"a line of a scalar":     {`["@ConfigMap/shop/conf", "data", "a.conf", 1]`, "c.yaml:9:5", `["data","a.conf"]`},
		"an unknown object":      {`["@ConfigMap/shop/none", "data"]`, "a.yaml:1:1", `[]`},
		"a field that is absent": {`["spec", "containers", 1, "ports"]`, "a.yaml:9:13", `["spec","containers",1,"ports"]`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			body := fmt.Sprintf(`violation contains {"msg": "x", "path": %s, "related": [{"msg": "y", "path": %s}]}`, tt.path, tt.path)
			res := run(t, compile(t, "warning", body), "a.yaml", twoContainers, "c.yaml", config)
			if len(res.Violations) != 1 || len(res.Violations[0].Related) != 1 {
				t.Fatalf("got %+v (%v), want one violation with one related place", res.Violations, res.Errors)
			}
			v, r := res.Violations[0], res.Violations[0].Related[0]
			if got := fmt.Sprintf("%s:%d:%d", v.File, v.Line, v.Column); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if got := fmt.Sprintf("%s:%d:%d", r.File, r.Line, r.Column); got != tt.want {
				t.Errorf("related: got %s, want %s", got, tt.want)
			}
			if path, err := json.Marshal(v.Path); string(path) != tt.json {
				t.Errorf("got path %s (%v), want %s", path, err, tt.json)
			}
		})
	}
}

func TestOnePlaceIsReportedOnce(t *testing.T) {
	config := "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata: {a: b}\n"
	other := strings.Replace(twoContainers, "name: web", "name: shop", 1)
	body := `violation contains {"msg": "x", "path": ["@ConfigMap//conf", "data"]}`
	res := run(t, compile(t, "error", body), "a.yaml", twoContainers, "b.yaml", other, "c.yaml", config)
	if len(res.Violations) != 1 || res.Summary.Errors != 1 || res.Violations[0].Workload.Name != "web" {
		t.Errorf("got %+v, want one violation, of the first workload", res.Violations)
	}
}

func TestErrorsKeepTheOtherObjects(t *testing.T) {
	bad := strings.Replace(twoContainers, "- name: app\n      image: app:1\n    - name: proxy\n      image: proxy:1", "none", 1)
	res := run(t, compile(t, "warning", images), "a.yaml", bad, "b.yaml", twoContainers, "c.yaml", "a: [")
	if len(res.Violations) != 2 {
		t.Errorf("got %d violations, want 2", len(res.Violations))
	}
	if len(res.Errors) != 1 || res.Errors[0].File != "c.yaml" {
		t.Errorf("got errors %+v, want one in c.yaml: a value of a wrong type is no error of reading", res.Errors)
	}
}

func TestAFailingRuleIsAnErrorOfTheObject(t *testing.T) {
	body := `violation contains {"msg": "x", "path": [to_number(input.pod.workload.name)]}`
	res := run(t, compile(t, "warning", body), "a.yaml", twoContainers)
	if len(res.Errors) != 1 || res.Errors[0].File != "a.yaml" || !strings.Contains(res.Errors[0].Message, `judge Pod "web"`) {
		t.Errorf("got errors %+v, want one that names the pod", res.Errors)
	}
}

func TestDocumentation(t *testing.T) {
	pod := "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: app}]}\n"
	for own, want := range map[bool]string{true: "https://example.org/", false: "https://docs.example/images/a-rule.md"} {
		opt := compile(t, "warning", images)
		opt.Rules[0].Own = own
		if res := run(t, opt, "pod.yaml", pod); len(res.Violations) != 1 || res.Violations[0].Documentation != want {
			t.Errorf("own %t: got %+v, want documentation %s", own, res.Violations, want)
		}
	}
}

// TestParameters: the user's settings reach the rule, and the model.
func TestParameters(t *testing.T) {
	body := `violation contains {"msg": sprintf("limit %d", [input.parameters["a-rule"].limit]), "path": ["spec"]} if input.pod`
	pod := "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: app}]}\n"
	for _, tt := range []struct {
		name string
		give map[string]map[string]any
		want string
	}{
		{"default", nil, "limit 3"},
		{"set", map[string]map[string]any{"a-rule": {"limit": 5}}, "limit 5"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			opt := compileWith(t, "#   parameters: {limit: {description: x, schema: {type: integer}, default: 3}}\n", "warning", body)
			opt.Parameters = tt.give
			if res := run(t, opt, "pod.yaml", pod); len(res.Violations) != 1 || res.Violations[0].Message != tt.want {
				t.Errorf("got %+v, %v; want %q", res.Violations, res.Errors, tt.want)
			}
		})
	}
}

func TestAnyNumberOfWorkersGivesTheSame(t *testing.T) {
	opt := compile(t, "warning", images)
	var files []string
	for i := range 40 {
		files = append(files, fmt.Sprintf("%02d.yaml", i%20), strings.Replace(twoContainers, "web", fmt.Sprintf("web%d", i), 1))
	}
	var want []lint.Violation
	for _, workers := range []int{1, 2, 7} {
		opt.Workers = workers
		got := run(t, opt, files...).Violations
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%d workers (-1 worker +%d):\n%s", workers, workers, diff)
		}
	}
}

// TestUnknownPartsAreReadable: no message shows a replacement character, and the fingerprint is that of the text as the rule gave it.
func TestUnknownPartsAreReadable(t *testing.T) {
	body := `violation contains {"msg": "writes \"/data/%s/x\"", "path": ["spec"], "related": [{"msg": "to /data/%s", "path": ["kind"]}]}`
	got := run(t, compile(t, "error", fmt.Sprintf(body, "\uFFFD", "\uFFFD")), "a.yaml", twoContainers).Violations
	if len(got) != 1 || got[0].Message != `writes "/data/…/x"` || got[0].Related[0].Message != "to /data/…" {
		t.Fatalf("got %+v", got)
	}
	other := run(t, compile(t, "error", fmt.Sprintf(body, "…", "…")), "a.yaml", twoContainers).Violations
	if other[0].Fingerprint == got[0].Fingerprint {
		t.Error("the fingerprint changes with the mark")
	}
}
