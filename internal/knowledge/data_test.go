package knowledge_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"testing"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/policies"
)

var update = flag.Bool("update", false, "write policies/knowledge/index.json anew")

const folder = "../../policies/knowledge"

// shipped loads the knowledge as it lies in the repository.
func shipped(t testing.TB) *knowledge.Base {
	t.Helper()
	b, err := knowledge.Load(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The index is what every run reads; it must be what the YAML files say.
func TestIndexIsFresh(t *testing.T) {
	want, err := knowledge.Compile(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(folder+"/index.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := fs.ReadFile(policies.FS, "knowledge/index.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("policies/knowledge/index.json is not what the YAML files give, run: go test ./internal/knowledge -update")
	}
}

// The YAML reader checks every entry; the index must give the same base as it.
func TestShippedKnowledgeIsValid(t *testing.T) {
	b := shipped(t)
	if len(b.Images) < 40 {
		t.Errorf("got %d images, want at least 40", len(b.Images))
	}
}

func BenchmarkLoad(b *testing.B) {
	fsys, err := fs.Sub(policies.FS, "knowledge")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := knowledge.Load(fsys); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMatch(b *testing.B) {
	base := shipped(b)
	for b.Loop() {
		base.Match("docker.io", "library/nginx", "1.27")
		base.Match("ghcr.io", "acme/shop", "v1")
	}
}
