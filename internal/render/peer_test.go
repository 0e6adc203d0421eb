package render

import (
	"bytes"
	"os/exec"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/peer"
	"github.com/podlint/podlint/internal/source"
)

// TestSameAsKustomize compares what is built with the output of the real program.
func TestSameAsKustomize(t *testing.T) {
	program := install(t)
	for _, tree := range []string{"shop/base", "shop/overlays/dev", "shop/overlays/prod", "comp/overlays/live", "gen/base", "gen/overlays/eu"} {
		t.Run(tree, func(t *testing.T) {
			set := readTree(t, tree)
			if len(set.Renders) != 1 || len(set.Errors) > 0 {
				t.Fatalf("got %d renders and errors %v", len(set.Renders), set.Errors)
			}
			var got, want []any
			for _, o := range set.Renders[0].Objects {
				got = append(got, o.Root.Any())
			}
			for _, o := range builtBy(t, program, tree) {
				want = append(want, o.Root.Any())
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("kustomize build makes other objects (-kustomize +podlint):\n%s", diff)
			}
		})
	}
}

func builtBy(t *testing.T, program, tree string) []*manifest.Object {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(program, "build", tree)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("kustomize build %s: %v\n%s", tree, err, stderr.String())
	}
	docs, errs := manifest.Documents(source.File{Name: tree, Data: out})
	if len(errs) > 0 || len(docs) == 0 {
		t.Fatalf("got %d documents and errors %v", len(docs), errs)
	}
	return docs
}

// install skips the test when the program is not installed.
func install(t *testing.T) string {
	t.Helper()
	bin, err := peer.Kustomize().Installed()
	if err != nil {
		t.Skip(err)
	}
	return bin
}
