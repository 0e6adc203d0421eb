package lint_test

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/source"
	"github.com/podlint/podlint/policies"
)

// related are the fixtures of the rules that hold several documents, each document a file of its own in a folder for the fixture: an edit of one
// changes what is said of another.
func related(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(policies.Fixtures, "rules", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		data, err := fs.ReadFile(policies.Fixtures, name)
		docs := strings.Split(string(data), "\n---\n")
		for i, doc := range docs {
			if len(docs) > 1 {
				files[fmt.Sprintf("%s/%d.yaml", strings.TrimSuffix(name, ".yaml"), i)] = doc + "\n"
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// twice judges files with a memory and without.
type twice struct {
	opt       lint.Options
	models    pod.Options
	manifests manifest.Memory
	said      lint.Memory
	kept      int // workloads that were not judged again
}

func (w *twice) compare(t *testing.T, what string, files map[string]string) {
	t.Helper()
	inputs := inputsOf(files)
	with, without := w.opt, w.opt
	set, fresh := w.manifests.Read(inputs, 0), manifest.Read(inputs, 0)
	with.Memory, with.Builder = &w.said, pod.NewBuilder(set, w.models)
	without.Builder = pod.NewBuilder(fresh, w.models)
	got, want := lint.Run(t.Context(), set, with), lint.Run(t.Context(), fresh, without)
	want.Summary.DurationMS, got.Summary.DurationMS = 0, 0
	w.kept += got.Summary.Workloads - w.said.Judged()
	for part, pair := range map[string][2]any{
		"violations": {want.Violations, got.Violations}, "errors": {want.Errors, got.Errors}, "counts": {want.Summary, got.Summary},
	} {
		if diff := cmp.Diff(pair[0], pair[1], cmpopts.IgnoreFields(lint.Fix{}, "Steps"), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%s: %s with a memory (-without +with):\n%s", what, part, diff)
		}
	}
}

// TestMemorySaysTheSame edits files of many folders at random: what is said with a memory is what is said without.
func TestMemorySaysTheSame(t *testing.T) {
	all := related(t)
	opt, models := shippedOptions(t)
	random := rand.New(rand.NewPCG(1, 2))
	names := slices.Sorted(maps.Keys(all))
	w := &twice{opt: opt, models: models}
	files := map[string]string{}
	for range 30 {
		name := names[random.IntN(len(names))]
		files[name] = all[name]
	}
	for range 15 {
		w.compare(t, edit(random, files, all), files)
	}
	if w.kept == 0 {
		t.Error("every workload was judged again: the test shows nothing")
	}
}

func inputsOf(files map[string]string) []source.File {
	var out []source.File
	for _, name := range slices.Sorted(maps.Keys(files)) {
		out = append(out, source.File{Name: name, Data: []byte(files[name])})
	}
	return out
}

// edit changes one file: a line goes or comes back, a name gets another letter, a file goes, comes back or is there twice.
func edit(random *rand.Rand, files, original map[string]string) string {
	names := slices.Sorted(maps.Keys(files))
	name := names[random.IntN(len(names))]
	lines := strings.Split(files[name], "\n")
	at := random.IntN(len(lines))
	switch random.IntN(6) {
	case 0:
		delete(files, name)
		return "without " + name
	case 1:
		other := names[random.IntN(len(names))]
		files[other[:strings.LastIndex(other, "/")]+"/copy.yaml"] = files[name]
		return name + " beside " + other
	case 2:
		for name, text := range original {
			if _, gone := files[name]; !gone && strings.HasPrefix(name, names[0][:strings.LastIndex(names[0], "/")]) {
				files[name] = text
			}
		}
		return "what was gone is back"
	case 3:
		files[name] = original[name]
		return name + " as it was"
	case 4:
		lines[at] = strings.Replace(lines[at], "a", "e", 1)
	default:
		lines = slices.Delete(lines, at, at+1)
	}
	files[name] = strings.Join(lines, "\n")
	return fmt.Sprintf("%s with line %d changed", name, at+1)
}

// TestMemoryJudgesWhatChanged counts which objects are judged again, by a rule that is asked for each.
func TestMemoryJudgesWhatChanged(t *testing.T) {
	opt, models := shippedOptions(t)
	files := map[string]string{}
	for i := range 20 {
		files[fmt.Sprintf("%02d.yaml", i)] = strings.ReplaceAll(memoryPod, "NAME", fmt.Sprintf("app-%02d", i))
	}
	files["service.yaml"] = "apiVersion: v1\nkind: Service\nmetadata: {name: app-03}\nspec: {selector: {app: app-03}, ports: [{port: 80, targetPort: http}]}\n"
	memory, remembered := &manifest.Memory{}, &lint.Memory{}
	judge := func() (again int) {
		set := memory.Read(inputsOf(files), 0)
		opt.Memory, opt.Builder = remembered, pod.NewBuilder(set, models)
		lint.Run(t.Context(), set, opt)
		return opt.Memory.Judged()
	}
	for _, step := range []struct {
		what, name, from, to string
		want                 int
	}{
		{"the first run", "00.yaml", "", "", 20},
		{"nothing", "00.yaml", "", "", 0},
		{"a pod", "07.yaml", "busybox:1.36", "busybox:1.37", 1},
		{"the port of a Service that selects a pod", "service.yaml", "port: 80,", "port: 81,", 1},
		{"a Service that selects another pod now", "service.yaml", "{app: app-03}", "{app: app-04}", 2},
		{"a ConfigMap that two pods name", "config.yaml", "", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app-05}\ndata: {a: b}\n", 1},
	} {
		files[step.name] = strings.Replace(files[step.name], step.from, step.to, 1)
		if got := judge(); got != step.want {
			t.Errorf("%s: %d objects are judged, want %d", step.what, got, step.want)
		}
	}
}

const memoryPod = `apiVersion: v1
kind: Pod
metadata: {name: NAME, labels: {app: NAME}}
spec:
  containers:
    - {name: web, image: busybox:1.36, ports: [{name: http, containerPort: 8080}], envFrom: [{configMapRef: {name: NAME}}]}
    - {name: tail, image: busybox:1.36, command: [tail, -f, /var/log/a.log]}
`
