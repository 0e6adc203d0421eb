package lsp_test

import (
	"path/filepath"
	"slices"
	"testing"
)

// TestFlags: flags of podlint lint that say what is judged and shown hold for the editor as well.
func TestFlags(t *testing.T) {
	dir := write(t, map[string]string{"a.yaml": tailPod, "left/b.yaml": tailPod})
	for name, step := range map[string]struct {
		args []string
		want []string
	}{
		"none":           {nil, []string{"sidecar-ignores-sigterm", "tail-missing-file-crash"}},
		"--rule":         {[]string{"--rule", "tail-missing-file-crash"}, []string{"tail-missing-file-crash"}},
		"--skip-rule":    {[]string{"--skip-rule", "tail-missing-file-crash"}, []string{"sidecar-ignores-sigterm"}},
		"--min-severity": {[]string{"--min-severity", "error"}, []string{}},
	} {
		c := startWith(t, append(step.args, "--exclude", "left/")...)
		c.initialize(dir)
		file := filepath.Join(dir, "a.yaml")
		c.open(file, tailPod)
		if got := codes(c.version(file, 1)); !slices.Equal(got, step.want) {
			t.Errorf("%s: got %q, want %q", name, got, step.want)
		}
		if _, told := c.said[uri(filepath.Join(dir, "left", "b.yaml"))]; told {
			t.Errorf("%s: something was said of a folder that is left out", name)
		}
		c.exit()
	}
}
