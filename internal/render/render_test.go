package render

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// readTree renders a folder below testdata.
func readTree(t *testing.T, names ...string) *manifest.Set {
	t.Helper()
	dir, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	files, errs := source.Read(t.Context(), names, source.Options{})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return Read(t.Context(), files, source.Disk{Dir: dir}, Options{Dir: dir, Workers: 1})
}

// writeTree writes files below a new folder, works there and renders it.
func writeTree(t *testing.T, files map[string]string) *manifest.Set {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	read, errs := source.Read(t.Context(), []string{"."}, source.Options{})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return Read(t.Context(), read, source.Disk{Dir: dir}, Options{Dir: dir, Workers: 1})
}

func TestFragmentsAreNotJudged(t *testing.T) {
	set := readTree(t, "shop", "comp", "gen")
	if len(set.Errors) > 0 || len(set.Objects) > 0 {
		t.Errorf("got errors %v and %d plain objects, want none", set.Errors, len(set.Objects))
	}
	var got []string
	for _, part := range set.Renders {
		for _, o := range part.Objects {
			got = append(got, o.Render.From+" "+o.Kind+" "+o.File)
		}
	}
	want := []string{
		"shop/overlays/dev Deployment shop/base/web.yaml", "shop/overlays/dev Service shop/base/service.yaml",
		"shop/overlays/prod Deployment shop/base/web.yaml", "shop/overlays/prod Service shop/base/service.yaml",
		"comp/overlays/live Deployment comp/base/queue.yaml",
		"gen/overlays/eu Deployment gen/base/proxy.yaml", "gen/overlays/eu ConfigMap gen/base/kustomization.yaml",
	}
	if diff := cmp.Diff(sorted(want), sorted(got)); diff != "" {
		t.Error(diff)
	}
}

func TestGeneratedNameWithoutHash(t *testing.T) {
	set := readTree(t, "gen")
	for _, o := range set.Renders[0].Objects {
		if o.Kind == "ConfigMap" && (o.Render.Written == nil || o.Render.Written.Name != "proxy-config" || o.Name == "proxy-config") {
			t.Errorf("got %q, written as %v; want proxy-config with a hash, and without", o.Name, o.Render.Written)
		}
	}
	if set.Renders[0].Objects[0].Kind != "ConfigMap" {
		t.Error("the config map does not come first, as kustomize orders objects")
	}
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

const pod = `apiVersion: v1
kind: Pod
metadata:
  name: web
  labels: {tier: front}
spec:
  containers:
  - name: app
    image: example.com/app:1
    args: [-a, -b]
    env:
    - {name: ONE, value: one}
    - {name: TWO, value: two}
  - name: side
    image: example.com/side:1
`

// TestPlaces asks where the values of a pod were written that a base, two kinds of patches and fields of the overlay put together.
func TestPlaces(t *testing.T) {
	tree := map[string]string{
		"base/kustomization.yaml": "resources: [pod.yaml]\n",
		"base/pod.yaml":           pod,
		"over/kustomization.yaml": `namePrefix: x-
namespace: team
resources: [../base]
commonAnnotations:
  owner: us
labels:
- pairs: {zone: a}
images:
- name: example.com/side
  newTag: "2"
patches:
- path: more.yaml
- target: {kind: Pod}
  patch: |-
    - op: replace
      path: /spec/containers/1/args
      value: [-c]
replacements:
- source: {kind: Pod, name: web, fieldPath: metadata.name}
  targets:
  - select: {kind: Pod}
    fieldPaths: ["spec.containers.[name=app].env.[name=ONE].value"]
`,
		"over/more.yaml": `apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - name: new
    image: example.com/new:1
  - name: app
    env:
    - {name: TWO, value: second}
`,
	}
	t.Run("by origin", func(t *testing.T) { checkPlaces(t, writeTree(t, tree)) })
	t.Run("by name", func(t *testing.T) {
		absolute, names := memory{}, []string{}
		for name, text := range tree {
			absolute["/w/"+name] = text
			if isKustomization(name) {
				names = append(names, name)
			}
		}
		p, _ := readLimited(t, absolute, limits{time: time.Hour, memory: 1 << 40}, sorted(names)...)
		checkPlaces(t, &manifest.Set{Renders: p.parts})
	})
}

func checkPlaces(t *testing.T, set *manifest.Set) {
	t.Helper()
	if len(set.Errors) > 0 || len(set.Renders) != 1 {
		t.Fatalf("got %d renders and errors %v", len(set.Renders), set.Errors)
	}
	o := set.Renders[0].Find("Pod", "team", "x-web")
	if o == nil {
		t.Fatal("the pod has another name than x-web")
	}
	for _, test := range []struct {
		path manifest.Path
		file string
		line int
	}{
		{manifest.Path{"metadata", "name"}, "base/pod.yaml", 4},
		{manifest.Path{"metadata", "labels", "tier"}, "base/pod.yaml", 5},
		{manifest.Path{"metadata", "labels", "zone"}, "over/kustomization.yaml", 7},
		{manifest.Path{"metadata", "annotations", "owner"}, "over/kustomization.yaml", 5},
		{manifest.Path{"metadata", "namespace"}, "over/kustomization.yaml", 2},
		{at(o, "new", "name"), "over/more.yaml", 6},
		{at(o, "new", "image"), "over/more.yaml", 7},
		{at(o, "new", "resources", "limits"), "over/more.yaml", 6}, // nowhere: the name of the container
		{at(o, "app", "name"), "base/pod.yaml", 8},
		{at(o, "app", "image"), "base/pod.yaml", 9},
		{at(o, "app", "env", index(o, "app", "TWO"), "value"), "over/more.yaml", 10},
		{at(o, "app", "livenessProbe"), "base/pod.yaml", 8},
		{at(o, "app", "args"), "over/kustomization.yaml", 17},
		{at(o, "app", "args", 0), "over/kustomization.yaml", 17},
		{at(o, "side", "image"), "over/kustomization.yaml", 10},
		{manifest.Path{"spec", "nodeName"}, "base/pod.yaml", 6},
	} {
		got, known := o.Place(test.path)
		if !known || got.File != test.file || got.Span.Line != test.line {
			t.Errorf("%v: got %s:%d (known: %t), want %s:%d", test.path, got.File, got.Span.Line, known, test.file, test.line)
		}
	}
	// The replacement writes a value that stands nowhere.
	for i, env := range o.Root.Get(at(o, "app")...).Get("env").Items {
		got, known := o.Place(at(o, "app", "env", i, "value"))
		if env.Str("name") == "ONE" && (known || got.File != "over/kustomization.yaml" || got.Span.Line != 1) {
			t.Errorf("got %v (known: %t), want the start of the kustomization", got, known)
		}
	}
}

// at is the path to a container of a pod, by its name, and on.
func at(o *manifest.Object, container string, more ...any) manifest.Path {
	for i, c := range o.Root.Get("spec", "containers").Items {
		if c.Str("name") == container {
			return manifest.Path{"spec", "containers", i}.With(more...)
		}
	}
	return nil
}

// index is that of a variable of a container.
func index(o *manifest.Object, container, name string) int {
	return slices.IndexFunc(o.Root.Get(at(o, container, "env")...).Items, func(n *manifest.Node) bool { return n.Str("name") == name })
}

func TestForeignAndOwnFields(t *testing.T) {
	for name, test := range map[string]struct {
		files   map[string]string
		renders int
		errors  int
		plain   int
	}{
		"an object of a controller": {files: map[string]string{
			"kustomization.yaml": "apiVersion: kustomize.toolkit.example.com/v1\nkind: Kustomization\nmetadata: {name: a}\n", "pod.yaml": pod,
		}, plain: 2},
		"no extension": {files: map[string]string{"Kustomization": "resources: [pod.yaml]\n", "pod.yaml": pod}, renders: 1},
		"deprecated fields": {files: map[string]string{
			"kustomization.yaml": "bases: [base]\ncommonLabels: {a: b}\n", "base/kustomization.yml": "resources: [pod.yaml]\n", "base/pod.yaml": pod,
		}, renders: 1},
		"flow style": {files: map[string]string{"kustomization.yaml": "{resources: [pod.yaml]}", "pod.yaml": pod}, renders: 1},
		"metadata of its own": {files: map[string]string{
			"kustomization.yaml": "resources: [pod.yaml]\nbuildMetadata: [managedByLabel]\n", "pod.yaml": pod,
		}, renders: 1},
		"a file beside":       {files: map[string]string{"kustomization.yaml": "resources: [a/pod.yaml]\n", "a/pod.yaml": pod, "b.yaml": pod}, renders: 1, plain: 1},
		"out of its folder":   {files: map[string]string{"a/kustomization.yaml": "resources: [../pod.yaml]\n", "pod.yaml": pod}, renders: 1},
		"two in one folder":   {files: map[string]string{"kustomization.yaml": "resources: [pod.yaml]\n", "kustomization.yml": "resources: [pod.yaml]\n", "pod.yaml": pod}, errors: 1, plain: 1},
		"an unknown field":    {files: map[string]string{"kustomization.yaml": "resource: [pod.yaml]\n"}, errors: 1},
		"another case":        {files: map[string]string{"kustomization.yaml": "Resources: [\"http://localhost/a\"]\n"}, errors: 1},
		"another case inside": {files: map[string]string{"kustomization.yaml": "configMapGenerator: [{name: a, Files: [\"http://localhost/a\"]}]\n"}, errors: 1},
		"labels in any case":  {files: map[string]string{"kustomization.yaml": "resources: [pod.yaml]\ncommonLabels: {Env: prod}\n", "pod.yaml": pod}, renders: 1},
		"remote in a builtin": {files: map[string]string{"kustomization.yaml": "generators: [g.yaml]\n", "g.yaml": "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: a}\nfiles: [a=http://localhost/a]\n"}, errors: 1},
	} {
		t.Run(name, func(t *testing.T) {
			set := writeTree(t, test.files)
			if len(set.Renders) != test.renders || len(set.Errors) != test.errors || len(set.Objects) != test.plain {
				t.Errorf("got %d renders, %d plain objects, errors %v; want %d, %d and %d errors",
					len(set.Renders), len(set.Objects), set.Errors, test.renders, test.plain, test.errors)
			}
			for _, e := range set.Errors {
				if e.Line == 0 || e.Column == 0 {
					t.Errorf("no place: %v", e)
				}
			}
		})
	}
}

func FuzzKustomization(f *testing.F) {
	f.Add("resources: [pod.yaml]\n", "- op: add\n  path: /spec/containers/-\n  value: {name: x}\n")
	f.Add("resources: [pod.yaml]\npatches: [{path: patch.yaml}]\n", "kind: Pod\napiVersion: v1\nmetadata: {name: web}\nspec: null\n")
	f.Add("{", "[]")
	f.Add("patches:\n- path: patch.yaml\n  target: {name: '('}\nresources: [pod.yaml, 3, {}]\n", "- 1\n- op: replace\n  path: ''\n  value: 1\n")
	f.Fuzz(func(t *testing.T, kustomization, patch string) {
		tree := memory{"/w/kustomization.yaml": kustomization, "/w/patch.yaml": patch, "/w/pod.yaml": pod}
		set := Read(t.Context(), []source.File{{Name: "kustomization.yaml", Data: []byte(kustomization)}}, tree, Options{Dir: "/w", Workers: 1})
		for _, part := range set.Renders {
			for _, o := range part.Objects {
				if got, _ := o.Place(manifest.Path{"spec", "containers", 0, "name"}); got.Span.Line < 1 {
					t.Errorf("no line: %v", got)
				}
			}
		}
	})
}

// memory is a tree of files by their absolute names.
type memory map[string]string

func (m memory) Kind(name string) source.Kind {
	if _, ok := m[name]; ok {
		return source.IsFile
	}
	for file := range m {
		if strings.HasPrefix(file, strings.TrimSuffix(name, "/")+"/") {
			return source.IsFolder
		}
	}
	return source.IsNothing
}

func (m memory) ReadFile(name string) ([]byte, error) {
	if m.Kind(name) != source.IsFile {
		return nil, os.ErrNotExist
	}
	return []byte(m[name]), nil
}

func (m memory) List(name string) ([]string, error) {
	var names []string
	for full := range m {
		if rest, below := strings.CutPrefix(full, strings.TrimSuffix(name, "/")+"/"); below {
			first, _, _ := strings.Cut(rest, "/")
			names = append(names, first)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

func (m memory) Resolve(name string) (string, error) {
	if m.Kind(name) == source.IsNothing {
		return "", os.ErrNotExist
	}
	return name, nil
}

// TestGeneratedKeyOfLikeNames: the name of one generator holds that of another, and both have the key.
func TestGeneratedKeyOfLikeNames(t *testing.T) {
	set := writeTree(t, map[string]string{"kustomization.yaml": `namePrefix: x-
configMapGenerator:
- name: app
  literals: [level=one]
- name: app-env
  literals: [level=two]
`})
	want := map[string]int{"x-app-env": 6, "x-app": 4}
	for _, o := range set.Renders[0].Objects {
		got, known := o.Place(manifest.Path{"data", "level"})
		if line := want[o.Name[:len(o.Name)-hashLength]]; !known || got.Span.Line != line {
			t.Errorf("%s: got line %d (known: %t), want %d", o.Name, got.Span.Line, known, line)
		}
	}
}
