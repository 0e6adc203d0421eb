package suppress_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/source"
	"github.com/podlint/podlint/internal/suppress"
)

// apply suppresses in one file. Each violation is given as a line, a rule and a container of the object that the line lies in; what is
// left is returned as line:rule.
func apply(t *testing.T, opt suppress.Options, text string, found ...lint.Violation) []string {
	t.Helper()
	set := manifest.Read([]source.File{{Name: "a.yaml", Data: []byte(text)}}, 1)
	if len(set.Errors) > 0 {
		t.Fatal(set.Errors)
	}
	res := &lint.Result{}
	for _, v := range found {
		v.File, v.Column, v.EndLine, v.EndColumn = "a.yaml", 7, v.Line, 8
		for _, o := range set.Objects {
			if v.Line >= o.Root.Span.Line && v.Line <= o.Root.Span.EndLine {
				v.Workload = lint.WorkloadOf(o)
				break
			}
		}
		res.Violations = append(res.Violations, v)
	}
	slices.SortFunc(res.Violations, byPlace) // as a run leaves them
	opt.Rules = append([]policy.Rule{{ID: "rule", Category: "images"}, {ID: "other", Category: "images"}, {ID: "idle", Category: "x"}}, suppress.Notices()...)
	opt.Ran = func(id string) bool { return id != "idle" }
	suppress.Apply(res, set, opt)
	left := []string{}
	for _, v := range res.Violations {
		left = append(left, fmt.Sprintf("%d:%s", v.Line, v.Rule))
	}
	return left
}

func byPlace(a, b lint.Violation) int {
	if a.Line != b.Line {
		return a.Line - b.Line
	}
	return strings.Compare(a.Rule, b.Rule)
}

func at(line int, rule string) lint.Violation {
	return lint.Violation{Rule: rule, Category: "images", Line: line, Severity: "warning", Message: fmt.Sprint(line)}
}

func TestApply(t *testing.T) {
	const head = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n"
	tests := map[string]struct {
		text  string
		found []lint.Violation
		want  []string
		opt   suppress.Options
	}{
		"end of the line":       {head + "  a: 1 # podlint:ignore rule\n  b: 1\n", []lint.Violation{at(5, "rule"), at(6, "rule"), at(5, "other")}, []string{"5:other", "6:rule"}, suppress.Options{}},
		"line above":            {head + "  # podlint:ignore rule\n  # more words\n  a: 1\n  b: 1\n", []lint.Violation{at(7, "rule"), at(8, "rule")}, []string{"8:rule"}, suppress.Options{}},
		"category":              {head + "  a: 1 # podlint:ignore images\n", []lint.Violation{at(5, "rule"), at(5, "other")}, []string{}, suppress.Options{}},
		"one of two unused":     {head + "  a: 1 # podlint:ignore rule,other\n", []lint.Violation{at(5, "rule")}, []string{"5:suppression-unused"}, suppress.Options{}},
		"rule that did not run": {head + "  a: 1 # podlint:ignore idle\n", nil, []string{}, suppress.Options{}},
		"switched off":          {head + "  a: 1 # podlint:ignore rule\n", []lint.Violation{at(5, "rule")}, []string{"5:rule"}, suppress.Options{Off: true}},
		"reason required":       {head + "  a: 1 # podlint:ignore rule\n  b: 1 # podlint:ignore rule -- so\n", []lint.Violation{at(5, "rule"), at(6, "rule")}, []string{"5:rule", "5:suppression-without-reason"}, suppress.Options{RequireReason: true}},
		"expired":               {head + "  a: 1 # podlint:ignore rule until=2026-01-01\n", []lint.Violation{at(5, "rule")}, []string{"5:rule", "5:suppression-expired"}, suppress.Options{}},
		"quoted hash":           {head + "  a: ' # podlint:ignore rule'\n", []lint.Violation{at(5, "rule")}, []string{"5:rule"}, suppress.Options{}},
		"hash in a word":        {head + "  a: b#podlint:ignore\n", nil, []string{}, suppress.Options{}},
		"after a quoted hash":   {head + "  a: 'x # y' # podlint:ignore rule\n", []lint.Violation{at(5, "rule")}, []string{}, suppress.Options{}},
		"folded plain text":     {head + "  a: b\n     c # podlint:ignore rule\n", []lint.Violation{at(6, "rule")}, []string{}, suppress.Options{}},
		"in a script":           {head + "  a: |\n    run # podlint:ignore rule\n    x # podlint:ignore other\n", []lint.Violation{at(6, "rule")}, []string{}, suppress.Options{}},
		"after an empty script": {head + "  a: |\n  b: 1 # podlint:ignore rule\n", nil, []string{"6:suppression-unused"}, suppress.Options{}},
		"head of a script":      {head + "  a: | # podlint:ignore rule\n    run\n", []lint.Violation{at(5, "rule")}, []string{}, suppress.Options{}},
		"nothing below":         {head + "  a: 1\n  # podlint:ignore rule\n\n", nil, []string{"6:suppression-misplaced"}, suppress.Options{}},
		"container": {
			head + "  containers:\n    # podlint:ignore rule\n    - name: x\n      image: y\n    - name: z\n",
			[]lint.Violation{at(8, "rule"), at(9, "rule"), {Rule: "rule", Line: 1, Container: "x"}, {Rule: "rule", Line: 1, Container: "z"}},
			[]string{"1:rule", "9:rule"},
			suppress.Options{},
		},
		"name that comes second": {
			head + "  initContainers:\n    - image: y\n      name: x # podlint:ignore rule\n      args: [a]\n", []lint.Violation{at(6, "rule"), at(8, "rule")}, []string{}, suppress.Options{},
		},
		"no container of that kind": {
			head + "  volumes:\n    - name: x # podlint:ignore rule\n      emptyDir: {}\n", []lint.Violation{at(6, "rule"), at(7, "rule")}, []string{"7:rule"}, suppress.Options{},
		},
		"object": {
			"# podlint:ignore rule\n---\n" + head + "  a: 1\n---\n" + head + "  a: 1\n", []lint.Violation{at(7, "rule"), at(13, "rule")}, []string{"13:rule"}, suppress.Options{},
		},
		"file": {
			"a: b\n---\n# podlint:ignore-file rule\n" + head + "  a: 1\n---\n" + head + "  a: 1\n", []lint.Violation{at(8, "rule"), at(13, "rule")}, []string{}, suppress.Options{},
		},
		"file too late": {
			head + "# podlint:ignore-file rule\n  a: 1\n", []lint.Violation{at(6, "rule")}, []string{"5:suppression-misplaced", "6:rule"}, suppress.Options{},
		},
		"items of a list": {
			"apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1 # podlint:ignore rule\n  kind: Pod\n  metadata: {name: a}\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: b}\n",
			[]lint.Violation{at(6, "rule"), at(9, "rule")},
			[]string{"9:rule"},
			suppress.Options{},
		},
		"annotation of the object": {
			"apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {ignore.podlint.dev/rule: ''}}\nspec:\n  a: 1\n", []lint.Violation{at(5, "rule"), at(5, "other")}, []string{"5:other"}, suppress.Options{},
		},
		"annotation of the template": {
			"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    metadata: {annotations: {ignore.podlint.dev/rule: }}\n    spec:\n      containers: []\n",
			[]lint.Violation{at(8, "rule")},
			[]string{},
			suppress.Options{},
		},
		"annotation of another kind's pod": {
			"apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: a}\nspec:\n  templates:\n  - metadata: {annotations: {ignore.podlint.dev/rule: }}\n    container: {image: x}\n",
			[]lint.Violation{at(7, "rule")},
			[]string{},
			suppress.Options{},
		},
		"annotation of a task": {
			"apiVersion: tekton.dev/v1\nkind: TaskRun\nmetadata: {name: a}\nspec:\n  taskSpec:\n    metadata: {annotations: {ignore.podlint.dev/rule: containers=s}}\n    steps:\n    - {name: s, image: x}\n    - {name: t, image: x}\n",
			[]lint.Violation{at(8, "rule"), at(9, "rule")},
			[]string{"9:rule"},
			suppress.Options{},
		},
		"annotation elsewhere": {
			"apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec:\n  volumeClaimTemplates:\n  - metadata: {annotations: {ignore.podlint.dev/rule: x}}\n",
			nil,
			[]string{"6:suppression-misplaced"},
			suppress.Options{},
		},
		"annotation that is no text": {
			"apiVersion: v1\nkind: Pod\nmetadata: {annotations: {ignore.podlint.dev/rule: true}}\n", nil, []string{"3:suppression-invalid"}, suppress.Options{},
		},
		"annotation for a container": {
			"apiVersion: v1\nkind: Pod\nmetadata: {annotations: {ignore.podlint.dev/rule: containers=x}}\nspec:\n  containers:\n  - {name: x}\n  - {name: z}\n",
			[]lint.Violation{at(6, "rule"), at(7, "rule"), {Rule: "rule", Line: 4, Container: "x"}},
			[]string{"7:rule"},
			suppress.Options{},
		},
		"JSON has no comments": {
			`{"apiVersion": "v1", "kind": "Pod", "a": " # podlint:ignore rule"}`, []lint.Violation{at(1, "rule")}, []string{"1:rule"}, suppress.Options{},
		},
		"CRLF":      {"apiVersion: v1\r\nkind: Pod # podlint:ignore rule -- why\r\n", []lint.Violation{at(2, "rule")}, []string{}, suppress.Options{}},
		"no object": {"values: 1 # podlint:ignore nothing\n", nil, []string{}, suppress.Options{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tt.opt.Now = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
			if diff := cmp.Diff(tt.want, apply(t, tt.opt, tt.text, tt.found...)); diff != "" {
				t.Errorf("left (-want +got):\n%s\n%s", diff, tt.text)
			}
		})
	}
}

// TestMessages holds what is said about suppressions to the rules of the house.
func TestMessages(t *testing.T) {
	for _, n := range suppress.Notices() {
		if n.Title == "" || n.Description == "" || n.Fix == "" || len(n.Resources) == 0 || lint.Rank(n.Severity) == 0 {
			t.Errorf("%s is not complete: %+v", n.ID, n)
		}
	}
}

// TestPage demands a section of docs/suppression.md for every notice, with its severity: the links of the notices lead there.
func TestPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/suppression.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range suppress.Notices() {
		if want := "\n### " + n.ID + "\n\n" + n.Severity + ". "; !strings.Contains(string(page), want) {
			t.Errorf("docs/suppression.md lacks %q", want)
		}
	}
	if got, want := strings.Count(string(page), "\n### suppression-"), len(suppress.Notices()); got != want {
		t.Errorf("docs/suppression.md has %d sections, want %d", got, want)
	}
}

func FuzzApply(f *testing.F) {
	f.Add("apiVersion: v1\nkind: Pod\n# podlint:ignore rule\nspec: {containers: [{name: a}]} # podlint:ignore x -- y\n")
	f.Add("apiVersion: v1\nkind: Pod\nmetadata:\n  annotations:\n    ignore.podlint.dev/a: [b]\nspec: &a {x: *a}\n")
	f.Add("\uFEFF# podlint:ignore-file rule\r\napiVersion: v1\r\nkind: Pod\r\n# podlint:ignore")
	f.Fuzz(func(t *testing.T, text string) {
		set := manifest.Read([]source.File{{Name: "a.yaml", Data: []byte(text)}}, 1)
		res := &lint.Result{}
		suppress.Apply(res, set, suppress.Options{Ran: func(string) bool { return true }})
		for _, v := range res.Violations {
			if v.Line < 1 || v.Column < 1 || v.EndLine < v.Line || v.Message == "" {
				t.Errorf("got a notice without a place: %+v", v)
			}
		}
	})
}
