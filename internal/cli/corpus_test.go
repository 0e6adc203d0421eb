//go:build unix

package cli_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestCorpusWithManyWorkers runs the program over the real manifests that lie beside the repository on some machines. Under the race
// detector (make race) the program that runs has it built in, and a race ends it with a status of its own.
func TestCorpusWithManyWorkers(t *testing.T) {
	dir, err := filepath.Abs("../../../shared/corpus/manifests")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no corpus here")
	}
	want := lintCorpus(t, dir, "1")
	for _, workers := range []string{"2", "8"} {
		if got := lintCorpus(t, dir, workers); got != want {
			t.Errorf("%s workers write other bytes than one (-1 +%s):\n%.2000s", workers, workers, cmp.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")))
		}
	}
}

// lintCorpus returns all that a run writes, but for the time that it took.
func lintCorpus(t *testing.T, dir, workers string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "podlint", "lint", "--workers", workers, "-o", "json", ".")
	cmd.Dir = dir
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	// Files of the corpus that cannot be read make the status 3; a race would make it 66.
	if got := exitStatus(cmd.Run()); got != 3 || strings.Contains(stderr.String(), "DATA RACE") {
		t.Fatalf("got status %d, want 3:\n%.4000s", got, stderr.String())
	}
	if len(stdout.String()) < 50<<10 {
		t.Fatalf("a report of %d bytes over the whole corpus", len(stdout.String()))
	}
	return took.ReplaceAllString(stdout.String()+stderr.String(), "")
}
