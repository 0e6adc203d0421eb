package render

import (
	"fmt"
	"testing"

	"github.com/podlint/podlint/internal/manifest"
)

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: things.example.com
spec:
  group: example.com
  names: {kind: Thing, plural: things}
  scope: Namespaced
  versions:
  - name: v1
    served: true
    storage: true
`

// TestDefinitions: kustomize reads no schemas, unless a patch is about one.
func TestDefinitions(t *testing.T) {
	for name, test := range map[string]struct {
		more string
		spec bool
	}{
		"left out": {},
		"patched":  {"patches:\n- target: {kind: CustomResourceDefinition}\n  patch: '[{\"op\": \"replace\", \"path\": \"/spec/versions/0/served\", \"value\": false}]'\n", true},
	} {
		t.Run(name, func(t *testing.T) {
			set := writeTree(t, map[string]string{
				"kustomization.yaml": "resources: [all.yaml]\nnamePrefix: x-\n" + test.more, "all.yaml": definition + "---\n" + pod,
			})
			if len(set.Errors) > 0 || len(set.Renders) != 1 {
				t.Fatalf("got %d renders and errors %v", len(set.Renders), set.Errors)
			}
			o := set.Renders[0].Find("Pod", "", "x-web")
			if at, known := o.Place(at(o, "app", "image")); !known || at.Span.Line != 22 {
				t.Errorf("the image is at %v (known: %t), want line 22", at, known)
			}
			for _, o := range set.Renders[0].Objects {
				if has := o.Root.Get("spec", "group") != nil; o.Kind == "CustomResourceDefinition" && has != test.spec {
					t.Errorf("the definition has a spec: %t, want %t", has, test.spec)
				}
			}
		})
	}
}

// TestManyRoots builds overlays at once, one of them with a schema of its own, and puts them in their order.
func TestManyRoots(t *testing.T) {
	files := map[string]string{"base/kustomization.yaml": "resources: [pod.yaml]\n", "base/pod.yaml": pod, "s/schema.json": `{"definitions": {}}`}
	const n = 12
	for i := range n {
		files[fmt.Sprintf("o%02d/kustomization.yaml", i)] = fmt.Sprintf("resources: [../base]\nnamePrefix: o%d-\nimages: [{name: example.com/app, newTag: \"%d\"}]\n", i, i)
	}
	files["s/kustomization.yaml"] = "resources: [../base]\nopenapi: {path: schema.json}\n"
	set := writeTree(t, files)
	if len(set.Errors) > 0 || len(set.Renders) != n+1 {
		t.Fatalf("got %d renders and errors %v", len(set.Renders), set.Errors)
	}
	for i, part := range set.Renders[:n] {
		o := part.Find("Pod", "", fmt.Sprintf("o%d-web", i))
		if o == nil || o.Root.Str(manifest.Path{"spec", "containers", 0, "image"}...) != fmt.Sprintf("example.com/app:%d", i) {
			t.Errorf("render %d is not that of the overlay %d", i, i)
		}
	}
}
