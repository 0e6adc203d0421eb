package render

import (
	"fmt"
	"strings"
	"testing"
)

// counted builds the kustomizations of a tree and tells how often kustomize was asked.
func counted(t *testing.T, tree memory, kustomizations ...string) (*project, int) {
	t.Helper()
	p, ok := readLimited(t, tree, usualLimits(), kustomizations...)
	if !ok {
		t.Fatalf("nothing is built: %q", messages(p))
	}
	return p, int(p.builds.Load())
}

// TestSharedFault: what overlays share and cannot be built is found out with one of them, and none of the others is lost.
func TestSharedFault(t *testing.T) {
	tree := memory{
		"/w/base/kustomization.yaml":   "resources: [../broken]\n",
		"/w/broken/kustomization.yaml": "resources: [pod.yaml]\npatches:\n- patch: '{apiVersion: v1, kind: Pod, metadata: {name: gone}}'\n",
		"/w/broken/pod.yaml":           pod,
	}
	const n = 20
	var names []string
	for i := range n {
		dir := fmt.Sprintf("o%02d", i)
		tree["/w/"+dir+"/kustomization.yaml"] = "resources: [../base, pod.yaml]\n"
		tree["/w/"+dir+"/pod.yaml"] = strings.ReplaceAll(pod, "name: web", "name: own")
		names = append(names, dir+"/kustomization.yaml")
	}
	p, builds := counted(t, tree, names...)
	if got := messages(p); len(got) != 1 || !strings.HasPrefix(got[0], "broken/kustomization.yaml:") {
		t.Errorf("got %q, want the fault once, where it is", got)
	}
	if len(p.parts) != n {
		t.Errorf("got %d builds of %d", len(p.parts), n)
	}
	for i, part := range p.parts {
		if want := fmt.Sprintf("o%02d", i); part.Objects[0].Render.From != want {
			t.Errorf("build %d is that of %s, want %s", i, part.Objects[0].Render.From, want)
		}
	}
	if want := n + 2; builds != want { // the first fails, the part that is to blame does, and then each
		t.Errorf("got %d builds, want %d", builds, want)
	}
}

// TestPatchOfDefinition: a patch that wants the schema of a definition is applied where it stands, once, and what is built on it reads none.
func TestPatchOfDefinition(t *testing.T) {
	tree := memory{
		"/w/crd/kustomization.yaml":  "resources: [crd.yaml]\npatches:\n- target: {kind: CustomResourceDefinition}\n  patch: '[{\"op\": \"replace\", \"path\": \"/spec/versions/0/served\", \"value\": false}]'\n",
		"/w/crd/crd.yaml":            definition,
		"/w/base/kustomization.yaml": "resources: [../crd, pod.yaml]\n",
		"/w/base/pod.yaml":           pod,
	}
	var names []string
	const n = 5
	for i := range n {
		tree[fmt.Sprintf("/w/o%d/kustomization.yaml", i)] = fmt.Sprintf("resources: [../base]\nnamePrefix: o%d-\n", i)
		names = append(names, fmt.Sprintf("o%d/kustomization.yaml", i))
	}
	p, builds := counted(t, tree, names...)
	if got := messages(p); len(got) > 0 || len(p.parts) != n {
		t.Fatalf("got %d builds and %q", len(p.parts), got)
	}
	for i, part := range p.parts {
		o := part.Find("Pod", "", fmt.Sprintf("o%d-web", i))
		if o == nil {
			t.Fatalf("build %d has no pod", i)
		}
		if at, known := o.Place(at(o, "app", "image")); !known || at.File != "base/pod.yaml" {
			t.Errorf("the image is at %v (known: %t)", at, known)
		}
	}
	if want := n + 2; builds != want { // the first fails without the schema, its part is built with it, and then each
		t.Errorf("got %d builds, want %d", builds, want)
	}
	tree["/w/crd/kustomization.yaml"] = strings.ReplaceAll(tree["/w/crd/kustomization.yaml"], "/spec/versions/0", "/spec/versions/7")
	p, _ = counted(t, tree, names...)
	if got := messages(p); len(got) != 1 || !strings.HasPrefix(got[0], "crd/kustomization.yaml:") {
		t.Errorf("got %q, want the fault of the patch", got)
	}
}
