package known_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/known"
)

var update = flag.Bool("update", false, "write anew what is known of the examples")

func base(t *testing.T) *knowledge.Base {
	t.Helper()
	b, err := knowledge.Load(os.DirFS("../../policies/knowledge"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestExamples: whoever changes a row of knowledge sees in one line for each example what podlint believes from then on.
func TestExamples(t *testing.T) {
	files, err := known.Files(os.DirFS("."), "testdata")
	if err != nil || len(files) == 0 {
		t.Fatalf("files %v, error %v", files, err)
	}
	b := base(t)
	for _, f := range files {
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			got, err := f.Told(known.New(b))
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				if err := os.WriteFile(filepath.Join("testdata", f.Name), []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
			compare(t, strings.Split(f.Text(), "\n"), strings.Split(got, "\n"))
		})
	}
}

// compare names each example of which something else is believed.
func compare(t *testing.T, want, got []string) {
	t.Helper()
	if len(want) != len(got) {
		t.Fatal("not every example has its line: run go test ./internal/known -update, and read the diff")
	}
	for i := range want {
		if got[i] != want[i] {
			before, now := strings.Split(want[i], "; "), strings.Split(got[i], "; ")
			t.Errorf("podlint believes otherwise of\n    %s\n- %s\n+ %s\nIf that is meant, run: go test ./internal/known -update",
				want[i-1], strings.Join(without(before, now), "; "), strings.Join(without(now, before), "; "))
		}
	}
}

func without(list, of []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(text string) bool { return slices.Contains(of, text) })
}
