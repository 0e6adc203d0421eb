package render

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

func TestVariables(t *testing.T) {
	whole := &variables{values: map[string]string{"A": "1", "EMPTY": "", "B_2": "two"}}
	partial := &variables{values: map[string]string{"A": "1"}, partial: true}
	for _, tt := range []struct {
		v          *variables
		text, want string
	}{
		{whole, "port: ${A}", "port: 1"},
		{whole, "${A}${B_2}", "1two"},
		{whole, "${GONE}", ""},
		{partial, "${GONE}", "${GONE}"},
		{whole, "${GONE:=x}${GONE:-y}${GONE=z}${GONE-w}", "xyzw"},
		{whole, "${EMPTY:=x}${EMPTY=z}", "x"},
		{partial, "${GONE:=x}", "x"},
		{whole, "$${A} $A ${A", "${A} $A ${A"},
		{whole, "${A/1/2} ${#A}", "${A/1/2} ${#A}"},
	} {
		if got := tt.v.expand(tt.text); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestParameters(t *testing.T) {
	v := parameters{"env": "prod", "a.b": "c"}.addPath("", "envs/my_app")
	for text, want := range map[string]string{
		"{{env}}-{{ .env }}":                     "prod-prod",
		"{{path}} {{.path.path}}":                "envs/my_app envs/my_app",
		"{{path.basename}} {{ .path.basename }}": "my_app my_app",
		"{{path.basenameNormalized}}":            "my-app",
		"{{path[0]}} {{index .path.segments 1}}": "envs my_app",
		"{{.a.b}} {{- .env -}} {{other}}":        "c prod {{other}}",
		"{{ .env | upper }}":                     "{{ .env | upper }}",
	} {
		if got := v.expand(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestImageInShort(t *testing.T) {
	for text, want := range map[string]map[string]any{
		"a/b:1":               {"name": "a/b", "newTag": "1"},
		"a=b/c:2":             {"name": "a", "newName": "b/c", "newTag": "2"},
		"a=host:5000/b":       {"name": "a", "newName": "host:5000/b"},
		"a=b@sha256:12":       {"name": "a", "newName": "b", "digest": "sha256:12"},
		"host:5000/a:3":       {"name": "host:5000/a", "newTag": "3"},
		"host:5000/a@sha256:": {"name": "host:5000/a", "digest": "sha256:"},
	} {
		if diff := cmp.Diff(any(want), image(&manifest.Node{Type: manifest.String, Text: text}).Any()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestRelative(t *testing.T) {
	for _, tt := range [][3]string{
		{"/a/b", "/a/b/c", "c"}, {"/a/.x", "/a/r/apps", "../r/apps"}, {"/a/b", "/a/b", "."}, {"/a/b/c", "/d", "../../../d"},
	} {
		if got := relative(tt[0], tt[1]); got != tt[2] {
			t.Errorf("from %s to %s: got %s, want %s", tt[0], tt[1], got, tt[2])
		}
	}
}

// What is deployed as it is gets a name and no second build; a set makes an Application for each folder but those that it leaves out.
func TestApplicationSet(t *testing.T) {
	got := writeTree(t, map[string]string{
		"apps/one/kustomization.yaml":   "resources: [a.yaml]\n",
		"apps/one/a.yaml":               pod,
		"apps/two/kustomization.yaml":   "resources: [a.yaml]\n",
		"apps/two/a.yaml":               pod,
		"apps/three/kustomization.yaml": "resources: [a.yaml]\n",
		"apps/three/a.yaml":             pod,
		"set.yaml": `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all}
spec:
  generators:
  - matrix:
      generators:
      - git: {directories: [{path: apps/*}, {path: apps/three, exclude: true}]}
      - list: {elements: [{prefix: ""}, {prefix: x-}]}
  template:
    metadata: {name: "{{prefix}}{{path.basename}}"}
    spec: {source: {path: "{{path}}", kustomize: {namePrefix: "{{prefix}}"}}}
`,
	})
	names := map[string][]string{}
	for _, part := range got.Renders {
		for _, o := range part.Objects {
			names[o.Render.From] = append([]string{o.Name}, o.Render.Also...)
		}
	}
	want := map[string][]string{
		"apps/one":   {"web", `apps/one as ApplicationSet "all" (one) deploys it`},
		"apps/two":   {"web", `apps/two as ApplicationSet "all" (two) deploys it`},
		"apps/three": {"web"},
		`apps/one as ApplicationSet "all" (x-one) deploys it`: {"x-web"},
		`apps/two as ApplicationSet "all" (x-two) deploys it`: {"x-web"},
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("errors %v, notes %v (-want +got):\n%s", got.Errors, got.Notes, diff)
	}
}

// A Kustomization that deploys the folder in which it lies, and one that leads out of the repository, end.
func TestDeployedCircle(t *testing.T) {
	got := writeTree(t, map[string]string{
		"all/pod.yaml": pod,
		"all/flux.yaml": `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: all}
spec: {path: ./all, namePrefix: x-}
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: out}
spec: {path: ../../../etc, namePrefix: x-}
`,
	})
	if len(got.Errors) > 0 || len(got.Renders) > 3 || len(got.Notes) != 1 {
		t.Errorf("got %d builds, errors %v, notes %q", len(got.Renders), got.Errors, got.Notes)
	}
}

// generated are the parameters of an ApplicationSet in a tree, as text, and whether all are known.
func generated(t *testing.T, tree memory, spec string) (all []map[string]string, known bool) {
	t.Helper()
	docs, errs := manifest.Documents(source.File{Name: "set.yaml", Data: []byte("kind: ApplicationSet\nspec:\n  generators:\n" + spec)})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	g := generators{f: newProject(tree, "/w").newDeployments(), o: docs[0], known: true}
	for _, v := range g.all(items(docs[0].Root.Get("spec", "generators")), 0) {
		all = append(all, v)
	}
	return all, g.known
}

func TestGenerators(t *testing.T) {
	tree := memory{"/w/envs/dev/c.yaml": "port: 1", "/w/envs/prod/c.yaml": "port: 2"}
	for name, tt := range map[string]struct {
		spec  string
		want  []map[string]string
		known bool
	}{
		"values": {"  - list: {elements: [{a: b}], values: {c: '{{a}}-x'}}", []map[string]string{{"a": "b", "values.c": "b-x"}}, true},
		"merge lays over and adds nothing": {
			"  - merge: {mergeKeys: [a], generators: [{list: {elements: [{a: u, m: 1}, {a: v, m: 2}]}}, {list: {elements: [{a: v, m: 3}, {a: w, m: 4}]}}]}",
			[]map[string]string{{"a": "u", "m": "1"}, {"a": "v", "m": "3"}},
			true,
		},
		"merge without keys": {
			"  - merge: {generators: [{list: {elements: [{a: x}]}}, {list: {elements: [{a: x, n: 3}]}}]}", []map[string]string{{"a": "x"}}, true,
		},
		"selector": {
			"  - list: {elements: [{a: x}, {a: v}, {b: z}]}\n    selector: {matchExpressions: [{key: a, operator: NotIn, values: [x]}]}",
			[]map[string]string{{"a": "v"}, {"b": "z"}},
			true,
		},
		"the second of a matrix sees the first": {
			"  - matrix: {generators: [{list: {elements: [{e: prod}]}}, {git: {pathParamPrefix: p, files: [{path: 'envs/{{e}}/c.yaml'}]}}]}",
			[]map[string]string{{
				"e": "prod", "port": "2", "p.path": "envs/prod", "p.path.path": "envs/prod", "p.path.basename": "prod", "p.path.basenameNormalized": "prod",
				"p.path[0]": "envs", "p.path[1]": "prod", "p.path.segments[0]": "envs", "p.path.segments[1]": "prod", "p.path.filename": "c.yaml",
			}},
			true,
		},
		"another service":        {"  - pullRequest: {values: {a: b}}", []map[string]string{{"values.a": "b"}}, false},
		"elements as a text":     {"  - list: {elementsYaml: '{{ x }}'}", nil, false},
		"a template of its own":  {"  - list: {elements: [{a: b}], template: {spec: {project: x}}}", []map[string]string{{"a": "b"}}, false},
		"clusters by a selector": {"  - clusters: {selector: {matchLabels: {a: b}}}", []map[string]string{{}}, false},
		"the cluster itself": {
			"  - clusters: {}",
			[]map[string]string{{"name": "in-cluster", "nameNormalized": "in-cluster", "server": "https://kubernetes.default.svc"}},
			false,
		},
		"nested too deep": {"  - matrix: {generators: [{matrix: {generators: [{matrix: {generators: [{matrix: {generators: [{matrix: {generators: [{matrix: {generators: [{matrix: {generators: [{list: {elements: [{a: b}]}}]}}]}}]}}]}}]}}]}}]}", nil, false},
	} {
		got, known := generated(t, tree, tt.spec)
		if diff := cmp.Diff(tt.want, got); diff != "" || known != tt.known {
			t.Errorf("%s: known %t, want %t (-want +got):\n%s", name, known, tt.known, diff)
		}
	}
}

func TestNestedValue(t *testing.T) {
	for _, tt := range [][3]string{
		{"a.b", "12", `{"a":{"b":12}}`}, {"a", "text", `{"a":"text"}`}, {"a", "true", `{"a":true}`}, {"a", "b: c", `{"a":"b: c"}`}, {"a", "", `{"a":""}`},
	} {
		if got := nested(tt[0], tt[1]); got != tt[2] {
			t.Errorf("%s, %q: got %s, want %s", tt[0], tt[1], got, tt[2])
		}
	}
}

func TestGlobbed(t *testing.T) {
	for _, tt := range []struct {
		glob, name string
		want       bool
	}{
		{"*.yaml", "a/b.yaml", true}, {"{a/*,c.yaml}", "a/b.yaml", true}, {"{a/*,c.yaml}", "d.yaml", false}, {"", "a", false}, {"[", "a", false},
	} {
		if got := globbed(tt.glob, tt.name); got != tt.want {
			t.Errorf("%s, %s: got %t", tt.glob, tt.name, got)
		}
	}
}
