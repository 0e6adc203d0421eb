package pod_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/source"
)

// TestSameModel: a pod has one model, whether its manifest is YAML or JSON, alone or in a List, and in whatever order the documents stand.
func TestSameModel(t *testing.T) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			docs := strings.Split(string(data), "\n---\n")
			want := models(t, string(data))
			objects := make([]string, len(docs))
			for i, doc := range docs {
				j, err := yaml.YAMLToJSON([]byte(doc))
				if err != nil {
					t.Fatal(err)
				}
				objects[i] = string(j)
			}
			reversed := slices.Clone(docs)
			slices.Reverse(reversed)
			for name, text := range map[string]string{
				"list":    `{"apiVersion":"v1","kind":"List","items":[` + strings.Join(objects, ",") + `]}`,
				"json":    strings.Join(objects, "\n---\n"),
				"reverse": strings.Join(reversed, "\n---\n"),
			} {
				if diff := cmp.Diff(want, models(t, text)); diff != "" {
					t.Errorf("%s: -want +got\n%s", name, diff)
				}
			}
		})
	}
}

// TestSuppressionsAreNoFacts: what annotations say to podlint changes no model, whatever words the rules have in their names.
func TestSuppressionsAreNoFacts(t *testing.T) {
	const deployment = `{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a", "annotations": {%s"team": "x"}}, "spec": {"template": {
		"metadata": {"annotations": {%s"team": "x"}}, "spec": {"containers": [{"name": "a", "image": "a:1"}]}}}}`
	const suppression = `"ignore.podlint.dev/exporter-not-scraped": "127.0.0.1:80", `
	want, got := models(t, fmt.Sprintf(deployment, "", "")), models(t, fmt.Sprintf(deployment, suppression, suppression))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// models returns the pods of a text by workload, as JSON.
func models(t testing.TB, text string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, in := range build(t, text) {
		data, err := json.Marshal([]any{in.Pod, in.Related})
		if err != nil {
			t.Fatal(err)
		}
		out[in.Pod.Workload.Kind+"/"+in.Pod.Workload.Name] = string(data)
	}
	return out
}

// BenchmarkBuild measures the model of a typical pod: three containers, an init container, three scripts, volumes, probes, a Service and
// a ConfigMap. "first" begins a set with it; "next" has seen its images and scripts before, as in a folder. The collector is set as for a
// short run of the program (internal/cli/gc.go).
func BenchmarkBuild(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(128 << 20))
	data, err := os.ReadFile("testdata/typical.yaml")
	if err != nil {
		b.Fatal(err)
	}
	set := manifest.Read([]source.File{{Name: "typical.yaml", Data: data}}, 1)
	options := pod.Options{Knowledge: base(b)}
	builder := pod.NewBuilder(set, options)
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			buildAll(b, pod.NewBuilder(set, options), set)
		}
	})
	b.Run("next", func(b *testing.B) {
		for b.Loop() {
			buildAll(b, builder, set)
		}
	})
}

func buildAll(b *testing.B, builder *pod.Builder, set *manifest.Set) {
	b.Helper()
	for _, o := range set.Objects {
		builder.Build(o)
	}
}

// FuzzBuild: any bytes in, no panic; what it reads as a pod has a model that can be written.
func FuzzBuild(f *testing.F) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	kb := base(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		set := manifest.Read([]source.File{{Name: "fuzz.yaml", Data: data}}, 1)
		b := pod.NewBuilder(set, pod.Options{Knowledge: kb})
		for _, o := range set.Objects {
			for _, in := range b.Build(o) {
				if _, err := json.Marshal(in); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
