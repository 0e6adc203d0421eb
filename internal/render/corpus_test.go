package render

import (
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// corpus goes to the folder of real manifests that lies beside the repository on some machines; elsewhere the test is skipped.
func corpus(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../../shared/corpus/manifests")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no corpus here")
	}
	t.Chdir(dir)
	return dir
}

// kustomizations lists the folders of the corpus that have one.
func kustomizations(t *testing.T) (dirs []string) {
	t.Helper()
	err := filepath.WalkDir(".", func(name string, _ fs.DirEntry, err error) error {
		if err == nil && isKustomization(filepath.ToSlash(name)) {
			dirs = append(dirs, path.Dir(filepath.ToSlash(name)))
		}
		return err
	})
	if err != nil || len(dirs) == 0 {
		t.Fatalf("got %d kustomizations: %v", len(dirs), err)
	}
	return dirs
}

// TestCorpusSameAsKustomize: what can be built without a network is what the real program makes of it, and nothing else is refused.
func TestCorpusSameAsKustomize(t *testing.T) {
	program := install(t)
	dir := corpus(t)
	built, refused := 0, map[string]int{}
	for _, at := range kustomizations(t) {
		p := newProject(source.Disk{Dir: dir}, dir)
		p.take([]source.File{{Name: path.Join(at, path.Base(p.fileIn(path.Join(dir, at))))}})
		p.buildAll(t.Context())
		switch {
		case len(p.parts) == 1 && len(p.errors) == 0:
			built++
			compare(t, program, at, p.parts[0].Objects)
		case len(p.errors) > 0:
			for reason := range checkRefusal(t, program, at, p) {
				refused[reason]++
			}
		default: // a component, or the objects of a GitOps controller
			refused["nothing to build"]++
			if out, err := exec.CommandContext(t.Context(), program, "build", at).CombinedOutput(); err == nil {
				t.Errorf("%s: kustomize builds it, podlint does not and says nothing:\n%.500s", at, out)
			}
		}
	}
	t.Logf("built %d, refused for %v", built, refused)
	if built == 0 {
		t.Error("nothing was built")
	}
}

func compare(t *testing.T, program, at string, objects []*manifest.Object) {
	t.Helper()
	var got, want []any
	for _, o := range objects {
		got = append(got, o.Root.Any())
	}
	for _, o := range builtBy(t, program, at) {
		want = append(want, o.Root.Any())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: kustomize build makes other objects (-kustomize +podlint):\n%s", at, diff)
	}
}

// checkRefusal returns the kinds of errors, each of which has a place. What needs neither a network nor another program must be faulty
// for kustomize as well.
func checkRefusal(t *testing.T, program, at string, p *project) map[string]bool {
	t.Helper()
	kinds := map[string]bool{}
	for e := range p.errors {
		kind, _, _ := strings.Cut(e.Message, " ")
		kinds[strings.TrimSuffix(kind, ":")+" "+path.Ext(e.File)] = true
		if e.Line < 1 || e.Column < 1 {
			t.Errorf("%s: no place: %v", at, e)
		}
		if strings.Contains(e.Message, "| podlint lint -") { // it would reach out
			return map[string]bool{"would run or reach out": true}
		}
	}
	if out, err := exec.CommandContext(t.Context(), program, "build", at).CombinedOutput(); err == nil {
		t.Errorf("%s: kustomize builds it, podlint says %v:\n%.500s", at, messages(p), out)
	}
	return kinds
}

// TestCorpusJudgesNoFragment: no file that some kustomization takes for a patch, or for a part of a component, is judged by itself.
func TestCorpusJudgesNoFragment(t *testing.T) {
	dir := corpus(t)
	files, errs := source.Read(t.Context(), []string{"."}, source.Options{})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	files = slices.DeleteFunc(files, func(f source.File) bool { return f.Chart != "" || path.Base(f.Name) == chartFile })
	set := Read(t.Context(), files, source.Disk{Dir: dir}, Options{Dir: dir})
	fragments := map[string]bool{}
	for _, at := range kustomizations(t) {
		for _, name := range fragmentsOf(t, at) {
			fragments[name] = true
		}
	}
	if len(fragments) == 0 || len(set.Renders) == 0 {
		t.Fatalf("got %d fragments and %d builds, want some", len(fragments), len(set.Renders))
	}
	for _, o := range set.Objects {
		for name := range fragments {
			if o.File == name || strings.HasPrefix(o.File, name+"/") {
				t.Errorf("%s:%d: %s %q is judged by itself, but is a fragment", o.File, o.Line, o.Kind, o.Name)
			}
		}
	}
	t.Logf("%d builds, %d fragments, %d plain objects", len(set.Renders), len(fragments), len(set.Objects))
}

// fragmentsOf reads patch files and folders of components from a kustomization without the code under test.
func fragmentsOf(t *testing.T, dir string) (names []string) {
	t.Helper()
	var k struct {
		Components            []string
		PatchesStrategicMerge []string
		Patches               []struct{ Path string }
		PatchesJSON6902       []struct{ Path string }
	}
	for _, name := range fileNames {
		data, err := os.ReadFile(filepath.Join(filepath.FromSlash(dir), name))
		if err != nil {
			continue
		}
		if err := yaml.Unmarshal(data, &k); err != nil {
			t.Fatalf("%s: %v", dir, err)
		}
	}
	for _, name := range append(k.Components, k.PatchesStrategicMerge...) {
		names = append(names, path.Join(dir, name))
	}
	for _, p := range append(k.Patches, k.PatchesJSON6902...) {
		if p.Path != "" {
			names = append(names, path.Join(dir, p.Path))
		}
	}
	return names
}
