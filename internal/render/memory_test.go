package render

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// built tells what a set holds: objects as they were rendered with the places of their images, errors and notes.
func built(set *manifest.Set) []string {
	var out []string
	for i, part := range append([]*manifest.Set{set}, set.Renders...) {
		for _, o := range part.Objects {
			at, known := o.Place(manifest.Path{"spec", "template", "spec", "containers", 0, "image"})
			out = append(out, fmt.Sprint(i, o.File, o.Line, o.Kind, o.Name, o.Patch, o.Root.Any(), at, known))
		}
	}
	for _, o := range set.Written {
		out = append(out, fmt.Sprint("written", o.File, o.Line, o.Kind, o.Name))
	}
	for _, e := range set.Errors {
		out = append(out, fmt.Sprint(e))
	}
	out = append(out, set.Notes...)
	slices.Sort(out)
	return out
}

const memoryDeployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {template: {spec: {containers: [{name: web, image: web:1}]}}}
`

// TestMemory edits a project file by file: what comes of it with a memory is what comes of it without, and only what reads the file is built again.
func TestMemory(t *testing.T) {
	files := memory{
		"/w/base/kustomization.yaml":  "resources: [web.yaml]\n",
		"/w/base/web.yaml":            memoryDeployment,
		"/w/a/kustomization.yaml":     "resources: [../base]\nnamePrefix: a-\npatches: [{path: patch.yaml}]\n",
		"/w/a/patch.yaml":             strings.ReplaceAll(memoryDeployment, "web:1", "web:2"),
		"/w/b/kustomization.yaml":     "resources: [../base]\nnamePrefix: b-\n",
		"/w/other/kustomization.yaml": "resources: [pod.yaml]\nconfigMapGenerator: [{name: c, files: [data.txt]}]\n",
		"/w/other/pod.yaml":           strings.ReplaceAll(memoryDeployment, "name: web}", "name: other}"),
		"/w/other/data.txt":           "1",
		"/w/plain.yaml":               strings.ReplaceAll(memoryDeployment, "name: web}", "name: plain}"),
	}
	var m Memory
	var before []*manifest.Set
	for _, step := range []struct {
		name, text string
		again      int // builds
	}{
		{"/w/plain.yaml", files["/w/plain.yaml"], 3},
		{"/w/plain.yaml", strings.ReplaceAll(memoryDeployment, "web:1", "web:3"), 0},
		{"/w/a/patch.yaml", strings.ReplaceAll(memoryDeployment, "web:1", "web:4"), 1},
		{"/w/base/web.yaml", strings.ReplaceAll("# moved\n"+memoryDeployment, "web:1", "web:5"), 2},
		{"/w/other/data.txt", "2", 1},
		{"/w/a/kustomization.yaml", "resources: [../base, gone.yaml]\nnamePrefix: a-\n", 1},
		{"/w/a/kustomization.yaml", "resources: [../base\n", 0}, // cannot be built
		{"/w/a/kustomization.yaml", "resources: [../base]\n", 1},
		{"/w/base/kustomization.yaml", "resources: [web.yaml, more.yaml]\n", 2},
		{"/w/base/more.yaml", strings.ReplaceAll(memoryDeployment, "name: web}", "name: more}"), 2},
		{"/w/b/kustomization.yaml", "", 0}, // nothing is made
	} {
		files[step.name] = step.text
		var inputs []source.File
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if strings.HasSuffix(name, ".yaml") {
				inputs = append(inputs, source.File{Name: strings.TrimPrefix(name, "/w/"), Data: []byte(files[name])})
			}
		}
		got := Read(t.Context(), inputs, files, Options{Dir: "/w", Memory: &m})
		want := Read(t.Context(), inputs, files, Options{Dir: "/w"})
		if diff := cmp.Diff(built(want), built(got)); diff != "" {
			t.Fatalf("%s: with a memory (-without +with):\n%s", step.name, diff)
		}
		again := 0
		for _, part := range got.Renders {
			if !slices.Contains(before, part) {
				again++
			}
		}
		if again != step.again {
			t.Errorf("%s: %d of %d were built again, want %d", step.name, again, len(got.Renders), step.again)
		}
		before = got.Renders
	}
}
