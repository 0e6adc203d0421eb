package render

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// readLimited renders the kustomizations of a tree below /w.
func readLimited(t *testing.T, tree source.Tree, l limits, kustomizations ...string) (*project, bool) {
	t.Helper()
	p := newProject(tree, "/w")
	p.limits = l
	var files []source.File
	for _, name := range kustomizations {
		files = append(files, source.File{Name: name})
	}
	p.take(files)
	return p, p.buildAll(t.Context())
}

func messages(p *project) (out []string) {
	for e := range p.errors {
		out = append(out, fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message))
	}
	return sorted(out)
}

func TestBuildThatTakesTooLong(t *testing.T) {
	tree := memory{}
	var names []string
	for _, dir := range []string{"a", "b", "c", "d"} {
		tree["/w/"+dir+"/kustomization.yaml"], tree["/w/"+dir+"/pod.yaml"] = "resources: [pod.yaml]\n", pod
		names = append(names, dir+"/kustomization.yaml")
	}
	p, ok := readLimited(t, tree, limits{memory: 1 << 40, workers: 1}, names...)
	got := messages(p)
	if !ok || len(p.parts) > 0 || len(got) != 4 {
		t.Fatalf("got %t, %d builds and %q; want an error for each", ok, len(p.parts), got)
	}
	if want := "a/kustomization.yaml:1:1: cannot build: it takes too long; lint the rendered output: kustomize build a | podlint lint -"; got[0] != want {
		t.Errorf("got %q, want %q", got[0], want)
	}
	if !strings.Contains(got[3], "d/kustomization.yaml:1:1: cannot build: the builds before it took too long; ") {
		t.Errorf("got %q: a build was tried after %d that were given up", got[3], maxGivenUp)
	}
}

// TestGivenUpBuildReadsNoMore: what goes on beside the run comes to its end at the next file.
func TestGivenUpBuildReadsNoMore(t *testing.T) {
	ctx, stop := context.WithCancelCause(t.Context())
	stop(errTime)
	f := &files{ctx: ctx, tree: source.NewRecord(memory{"/w/pod.yaml": pod}), left: maxBuild}
	if _, err := f.ReadFile("/w/pod.yaml"); !errors.Is(err, errTime) {
		t.Errorf("ReadFile: got %v, want %v", err, errTime)
	}
	if _, _, err := f.CleanedAbs("/w"); !errors.Is(err, errTime) {
		t.Errorf("CleanedAbs: got %v, want %v", err, errTime)
	}
	if f.Exists("/w/pod.yaml") || f.IsDir("/w") {
		t.Error("there still is something")
	}
}

func TestWait(t *testing.T) {
	usual := usualLimits()
	failed := errors.New("it failed")
	for name, test := range map[string]struct {
		limits limits
		ctx    func(context.Context) context.Context
		build  func(ctx context.Context, done chan<- error)
		want   error
	}{
		"done":   {limits: usual, build: func(_ context.Context, done chan<- error) { done <- nil }},
		"failed": {limits: usual, build: func(_ context.Context, done chan<- error) { done <- failed }, want: failed},
		"hangs":  {limits: limits{time: 1, memory: usual.memory}, build: func(ctx context.Context, _ chan<- error) { <-ctx.Done() }, want: errTime},
		"grows":  {limits: limits{time: time.Hour, memory: 16 << 20}, build: grow, want: errMemory},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, stop := test.limits.within(t.Context())
			defer stop()
			runtime.GC() // so that no garbage of other tests goes away meanwhile
			done, start := make(chan error, 1), heap()
			go test.build(ctx, done)
			if got := test.limits.wait(ctx, done, start); !errors.Is(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// grow takes memory up to a bound, and keeps it until nobody waits any more.
func grow(ctx context.Context, _ chan<- error) {
	var all [][]byte
	for len(all) < 64 {
		all = append(all, make([]byte, 1<<20))
	}
	<-ctx.Done()
	runtime.KeepAlive(all)
}

func TestCircles(t *testing.T) {
	tree := memory{"/w/pod.yaml": pod}
	var names []string
	for dir, uses := range map[string]string{
		"a": "[../b]", "b": "[../c]", "c": "[../a, ../leaf]", "leaf": "[]", "self": "[../self]", "good": "[../leaf]", "top": "[../a]",
	} {
		tree["/w/"+dir+"/kustomization.yaml"] = "resources: " + uses + "\n"
		names = append(names, dir+"/kustomization.yaml")
	}
	p, _ := readLimited(t, tree, usualLimits(), sorted(names)...)
	want := []string{
		"a/kustomization.yaml:1:1: cannot build: the kustomization uses itself, by way of b",
		"self/kustomization.yaml:1:1: cannot build: the kustomization uses itself, by way of self",
	}
	if got := messages(p); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestDeepBases builds bases in a long row, without work that grows by the square of them.
func TestDeepBases(t *testing.T) {
	tree := memory{}
	var names []string
	const depth = 300
	for i := range depth {
		uses := fmt.Sprintf("resources: [../d%d]\n", i+1)
		if i == depth-1 {
			uses = "resources: [pod.yaml]\n"
		}
		name := fmt.Sprintf("d%d/kustomization.yaml", i)
		tree["/w/"+name] = uses
		names = append(names, name)
	}
	tree[fmt.Sprintf("/w/d%d/pod.yaml", depth-1)] = pod
	p, _ := readLimited(t, tree, usualLimits(), names...)
	if len(p.parts) != 1 || len(p.errors) > 0 {
		t.Errorf("got %d builds, errors %q", len(p.parts), messages(p))
	}
}

// bomb is a YAML document whose aliases unfold to far more than anybody can hold.
func bomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), ", "))
	}
	return b.String()
}

// TestBombs: whatever file or text kustomize would parse, podlint has parsed it before.
func TestBombs(t *testing.T) {
	indented := strings.ReplaceAll(strings.TrimSuffix(bomb(), "\n"), "\n", "\n    ")
	const label = "apiVersion: builtin\nkind: LabelTransformer\nmetadata: {name: x}\n"
	for name, kustomization := range map[string]string{
		"a resource":                  "resources: [bomb.yaml]\n",
		"a patch":                     "patches: [{path: bomb.yaml, target: {kind: Pod}}]\n",
		"a patch of the old kind":     "patchesStrategicMerge: [bomb.yaml]\n",
		"operations":                  "patchesJson6902: [{path: bomb.yaml, target: {version: v1, kind: Pod, name: web}}]\n",
		"a patch inside":              "patches:\n- target: {kind: Pod}\n  patch: |\n    kind: Pod\n    " + indented + "\n",
		"a transformer":               "transformers: [label.yaml]\n",
		"a transformer inside":        "transformers:\n- |\n    kind: LabelTransformer\n    " + indented + "\n",
		"a generator":                 "generators: [label.yaml]\n",
		"a validator":                 "validators: [label.yaml]\n",
		"replacements":                "replacements: [{path: bomb.yaml}]\n",
		"definitions of resources":    "crds: [bomb.yaml]\n",
		"a schema":                    "openapi: {path: bomb.yaml}\n",
		"fields of transformers":      "configurations: [bomb.yaml]\n",
		"the kustomization by itself": bomb(),
	} {
		t.Run(name, func(t *testing.T) {
			tree := memory{
				"/w/kustomization.yaml": kustomization + "namePrefix: a-\n", "/w/pod.yaml": pod, "/w/bomb.yaml": bomb(), "/w/label.yaml": label + bomb(),
			}
			p, _ := readLimited(t, tree, limits{time: time.Hour, memory: 256 << 20}, "kustomization.yaml")
			got := messages(p)
			if len(p.parts) > 0 || len(got) != 1 || !strings.Contains(got[0], ": the aliases of this document unfold to more than ") {
				t.Errorf("got %d builds and %q, want one error at an alias", len(p.parts), got)
			}
		})
	}
}

// TestManyOfEach builds a few hundred resources with as many patches, replacements and expressions.
func TestManyOfEach(t *testing.T) {
	const n = 100
	tree := memory{}
	var k strings.Builder
	k.WriteString("resources:\n")
	for i := range n {
		tree[fmt.Sprintf("/w/p%d.yaml", i)] = strings.Replace(pod, "name: web", fmt.Sprintf("name: web%d", i), 1)
		fmt.Fprintf(&k, "- p%d.yaml\n", i)
	}
	k.WriteString("patches:\n")
	for i := range n {
		fmt.Fprintf(&k, "- target: {kind: Pod, name: '(w|e|[a-z]+)*%d(.*)*'}\n  patch: '[{\"op\": \"add\", \"path\": \"/metadata/labels/l%d\", \"value\": \"b\"}]'\n", i, i)
	}
	k.WriteString("replacements:\n")
	for i := range n {
		fmt.Fprintf(&k, "- source: {kind: Pod, name: web%d, fieldPath: metadata.name}\n  targets:\n  - select: {kind: Pod, name: web%d}\n    fieldPaths: [metadata.labels.tier]\n", i, i)
	}
	tree["/w/kustomization.yaml"] = k.String()
	p, _ := readLimited(t, tree, limits{time: time.Hour, memory: 1 << 40}, "kustomization.yaml")
	if len(p.parts) != 1 || len(p.parts[0].Objects) != n {
		t.Fatalf("got %d builds, errors %q", len(p.parts), messages(p))
	}
	o := p.parts[0].Find("Pod", "", "web7")
	if at, known := o.Place(manifest.Path{"metadata", "labels", "l7"}); !known || at.File != "kustomization.yaml" {
		t.Errorf("the label of a patch is at %v (known: %t), want a line of the kustomization", at, known)
	}
	if at, known := o.Place(manifest.Path{"metadata", "labels", "tier"}); known {
		t.Errorf("what a replacement wrote is said to be known at %v", at)
	}
}

// TestLinksOutOfTheProject: no field leads out of it by a link, whatever it may be called.
func TestLinksOutOfTheProject(t *testing.T) {
	outside := t.TempDir()
	for name, text := range map[string]string{"pod.yaml": pod, "kustomization.yaml": "resources: [pod.yaml]\n"} {
		if err := os.WriteFile(filepath.Join(outside, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, field := range map[string]string{
		"a folder": "resources: [out]", "a file": "resources: [out.yaml]", "a base": "bases: [out]", "a component": "components: [out]",
		"through a folder": "resources: [out/pod.yaml]", "a patch": "patches: [{path: out.yaml}]", "merged": "patchesStrategicMerge: [out.yaml]",
		"operations":   "patchesJson6902: [{path: out.yaml, target: {version: v1, kind: Pod, name: web}}]",
		"a config map": "configMapGenerator: [{name: a, files: [out.yaml]}]", "its variables": "configMapGenerator: [{name: a, envs: [out.yaml]}]",
		"a secret": "secretGenerator: [{name: a, files: [x=out.yaml]}]", "fields": "configurations: [out.yaml]", "definitions": "crds: [out.yaml]",
		"a schema": "openapi: {path: out.yaml}", "replacements": "replacements: [{path: out.yaml}]", "a plugin": "transformers: [out.yaml]",
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for link, to := range map[string]string{"out": outside, "out.yaml": filepath.Join(outside, "pod.yaml")} {
				if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
					t.Skip(err)
				}
			}
			if err := os.WriteFile(filepath.Join(dir, "kustomization.yaml"), []byte(field+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			p := newProject(source.Disk{Dir: dir}, dir)
			p.take([]source.File{{Name: "kustomization.yaml"}})
			p.buildAll(t.Context())
			got := messages(p)
			if len(p.parts) > 0 || len(got) == 0 || !strings.Contains(strings.Join(got, " "), "leads out of the project") {
				t.Errorf("got %d builds and %q", len(p.parts), got)
			}
		})
	}
}

// TestLeft: on a machine that does other things a build may take longer by the clock, but not for ever.
func TestLeft(t *testing.T) {
	l := limits{time: 20 * time.Second}
	for _, tt := range []struct{ used, passed, want time.Duration }{
		{5 * time.Second, 100 * time.Second, 15 * time.Second},
		{20 * time.Second, 20 * time.Second, 0},
		{time.Second, 300 * time.Second, 0},
		{time.Second, 299 * time.Second, time.Second},
	} {
		if got := l.left(tt.used, tt.passed); got != tt.want {
			t.Errorf("used %v of processors in %v: got %v, want %v", tt.used, tt.passed, got, tt.want)
		}
	}
}
