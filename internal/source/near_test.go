package source_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/podlint/podlint/internal/source"
)

func TestNear(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"deploy/app.yaml", "deploy/web.yaml"} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{
		"dploy": `"deploy"`, "dploy/": `"deploy"`, "dploy/app.yaml": `"deploy"`, "./deploy/app.yml": `"deploy/app.yaml"`, "deploy/ap.yaml": `"deploy/app.yaml"`,
		"charts": "", "deploy/values.json": "", "deploy/app.yaml/x": "", "../nowhere-at-all": "", "": "",
	} {
		if want != "" {
			want = "; did you mean " + want + "?"
		}
		if got := source.Near(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}
