package helm

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/source"
)

// A chart that is the same the next time is not rendered again; one of which a file or a setting differs is.
func TestCache(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the program is a shell script")
	}
	dir := t.TempDir()
	count := filepath.Join(dir, "count")
	put := func(name, text string) {
		t.Helper()
		if err := writeFile(dir, name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	put("helm", "#!/bin/sh\necho run >>'"+count+"'\n")
	if err := os.Chmod(filepath.Join(dir, "helm"), 0o700); err != nil {
		t.Fatal(err)
	}
	put("web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n")
	put("web/templates/a.yaml", "a: 1\n")
	put("web/ci/one-values.yaml", "a: 1\n")
	opt := Options{Program: filepath.Join(dir, "helm"), Cache: &Cache{}}
	runs := func() int {
		t.Helper()
		_ = os.Remove(count) // it is there only after a run
		name := func(abs string) string { return abs }
		res := Render(t.Context(), Project{Tree: source.Disk{Dir: dir}, Name: name}, []string{filepath.ToSlash(filepath.Join(dir, "web"))}, opt)
		if len(res.Errors) > 0 {
			t.Fatal(res.Errors)
		}
		data, _ := os.ReadFile(count) // none: it was never run
		return strings.Count(string(data), "run")
	}
	for _, step := range []struct {
		what   string
		change func()
		want   int
	}{
		{"the first time", func() {}, 4},
		{"nothing changed", func() {}, 0},
		{"a template changed", func() { put("web/templates/a.yaml", "a: 2\n") }, 4},
		{"a file of values changed", func() { put("web/ci/one-values.yaml", "a: 2\n") }, 4},
		{"a setting", func() { opt.Set = []string{"a=3"} }, 4},
		{"another release", func() { opt.Release = "b" }, 4},
		{"no cache", func() { opt.Cache = nil }, 4},
	} {
		step.change()
		if got := runs(); got != step.want {
			t.Errorf("%s: helm was run %d times, want %d", step.what, got, step.want)
		}
	}
}
