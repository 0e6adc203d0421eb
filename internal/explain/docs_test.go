package explain_test

import (
	"flag"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/explain"
)

// docs is where the generated pages are published.
const (
	docs    = "https://github.com/podlint/podlint/blob/main/docs/rules"
	docsDir = "../../docs/rules"
)

var update = flag.Bool("update", false, "rewrite docs/rules")

// TestDocs compares the pages under docs/rules with what the rules say now.
func TestDocs(t *testing.T) {
	judge, rules := shipped(t)
	fsys := os.DirFS(policiesDir)
	want := map[string]string{"README.md": explain.Index(rules, "")}
	for _, rule := range rules {
		page, err := judge.Page(t.Context(), rule, fsys, path.Dir(rule.File))
		if err != nil {
			t.Fatal(err)
		}
		want[path.Join(rule.Category, rule.ID+".md")] = page
	}
	if *update {
		rewrite(t, want)
	}
	got := pages(t)
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("docs/rules/%s: no such rule; go test ./internal/explain -update removes it", name)
		}
	}
	for name, page := range want {
		if diff := cmp.Diff(got[name], page); diff != "" {
			t.Errorf("docs/rules/%s is stale; go test ./internal/explain -update rewrites it (-have +want):\n%s", name, diff)
		}
	}
}

func pages(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(docsDir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(docsDir, name))
		out[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func rewrite(t *testing.T, want map[string]string) {
	t.Helper()
	if err := os.RemoveAll(docsDir); err != nil {
		t.Fatal(err)
	}
	for name, page := range want {
		file := filepath.Join(docsDir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
