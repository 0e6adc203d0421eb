package known_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
			if diff := cmp.Diff(strings.Split(f.Text(), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("podlint believes otherwise of these examples; if that is meant, run: go test ./internal/known -update\n%s", diff)
			}
		})
	}
}
