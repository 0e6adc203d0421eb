package policy

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/relate"
	"github.com/podlint/podlint/internal/source"
)

// unanswered are the rules that OPA is asked for in some cases: a sieve does not work out fractions or bits, look into the object as it stands in the
// file, or know every order. A rule that comes on top costs a run on one file the compilation of its modules, some ten milliseconds.
var unanswered = []string{
	"fsgroup-loosens-key-file", "hostpath-for-pod-sharing", "hpa-utilisation-blended", "init-request-dominates", "mounted-script-not-executable",
	"port-conflict-declared",
	"proxy-exits-before-app", "restart-policy-not-allowed", "volume-file-mode-unreadable",
}

// TestFixturesAreAnsweredAsByOPA: whatever a shipped rule finds in its fixtures it finds without OPA, and finds the same.
func TestFixturesAreAnsweredAsByOPA(t *testing.T) {
	e, ready := compiledRules(t)
	q := &Query{engine: e, runners: newRunners(), ready: ready}
	answered := 0
	for _, in := range fixtureInputs(t, Defaults(e.Rules())) {
		input, err := NewInput(in)
		if err != nil {
			t.Fatal(err)
		}
		term, err := input.term(nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range e.try(e.rules, input) {
			if a.found == nil {
				if !slices.Contains(unanswered, a.ID) {
					t.Errorf("OPA has to be asked for %s, of %v", a.ID, in.Pod.Workload)
				}
				continue
			}
			answered++
			want, err := q.run(t.Context(), term, []*compiled{ready[a.ID]})
			if err != nil {
				t.Fatal(err)
			}
			got, err := matches(a.ID, a.File, a.found)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s of %v (-OPA +sieve):\n%s", a.ID, in.Pod.Workload, diff)
			}
		}
	}
	if answered < len(e.rules) {
		t.Errorf("%d answers of %d rules", answered, len(e.rules))
	}
}

// fixtureInputs are the pods of all fixtures, each file by itself.
func fixtureInputs(t *testing.T, params map[string]map[string]any) []*pod.Input {
	t.Helper()
	byFile := map[string][]source.File{}
	err := fs.WalkDir(os.DirFS("../../policies/rules"), ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		data, err := os.ReadFile(path.Join("../../policies/rules", name))
		byFile[name] = append(byFile[name], source.File{Name: name, Data: data})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	know, err := knowledge.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	var out []*pod.Input
	for _, files := range byFile {
		set := manifest.Read(files, 1)
		builder := pod.NewBuilder(set, pod.Options{Knowledge: know})
		for _, obj := range set.Objects {
			for _, in := range builder.Build(obj) {
				in.Parameters = params
				relate.Attach(in)
				out = append(out, in)
			}
		}
	}
	return out
}
