package render

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/manifest"
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
	v := parameters{"env": "prod", "a.b": "c"}.addPath("envs/my_app")
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
