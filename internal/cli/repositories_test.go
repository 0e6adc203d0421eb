package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/cli"
	"github.com/podlint/podlint/internal/lint"
)

// TestRepositories lints small repositories. want.txt of each holds commands, and below each its status, the violations with the builds that they occur
// in, the errors and the notes: all of them, at their lines.
func TestRepositories(t *testing.T) {
	dirs, err := filepath.Glob("../../testdata/repositories/*")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("got %d repositories: %v", len(dirs), err)
	}
	for _, dir := range dirs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			file, err := filepath.Abs(filepath.Join(dir, "want.txt"))
			if err != nil {
				t.Fatal(err)
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			enter(t, dir)
			var got strings.Builder
			for line := range strings.Lines(string(want)) {
				switch command, ok := strings.CutPrefix(line, "$ podlint "); {
				case ok:
					got.WriteString("\n" + line)
					got.WriteString(linted(t, strings.Fields(command)))
				case strings.HasPrefix(line, "#"):
					got.WriteString("\n" + line)
				}
			}
			text := strings.TrimPrefix(strings.ReplaceAll(got.String(), "\n\n$", "\n$"), "\n")
			if diff := cmp.Diff(string(want), text); diff == "" {
				return
			} else if !*update {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if *update {
				if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// enter makes a copy of a repository the working directory.
func enter(t *testing.T, dir string) {
	t.Helper()
	needsHelm := false
	err := filepath.WalkDir(dir, func(name string, _ fs.DirEntry, err error) error {
		needsHelm = needsHelm || filepath.Base(name) == "Chart.yaml"
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	program := installedHelm()
	if needsHelm && program == "" {
		t.Skip("helm is not installed")
	}
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(to, ".git"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Chdir(to)
	t.Setenv("PATH", filepath.Dir(program)+string(filepath.ListSeparator)+os.Getenv("PATH"))
}

// linted is what a run says, a line for each thing.
func linted(t *testing.T, args []string) string {
	t.Helper()
	var out, said bytes.Buffer
	status := cli.Main(append(args, "-o", "json"), strings.NewReader(""), &out, &said)
	var report struct {
		Violations []lint.Violation
		Errors     []lint.Error
		Notes      []lint.Note
	}
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatalf("%v\n%s", err, said.String())
	}
	var b strings.Builder
	fmt.Fprintf(&b, "status %d\n", status)
	for i := range report.Violations {
		v := &report.Violations[i]
		fmt.Fprintf(&b, "%s:%d:%d: %s %s\n", v.File, v.Line, v.Column, v.Severity, v.Rule)
		for _, r := range v.Related {
			if r.IsSetting() {
				fmt.Fprintf(&b, "    %s at %s:%d:%d\n", r.Message, r.File, r.Line, r.Column)
			}
		}
		if v.Rendered != nil {
			for _, from := range v.Rendered.From {
				fmt.Fprintf(&b, "    by %s\n", from)
			}
		}
	}
	for _, e := range report.Errors {
		fmt.Fprintf(&b, "%s:%d:%d: %s\n", e.File, e.Line, e.Column, e.Message)
	}
	for _, n := range report.Notes {
		fmt.Fprintf(&b, "note: %s\n", n.Message)
	}
	return b.String()
}
