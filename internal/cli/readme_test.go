package cli_test

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/cli"
)

// exampleBlock is a command of podlint in a comment and the block with its output.
var exampleBlock = regexp.MustCompile("(?s)(<!-- example: ([^>]*) -->\n```text\n)(.*?)(```\n)")

// TestReadme keeps the output that the README shows equal to what podlint says.
func TestReadme(t *testing.T) {
	t.Chdir("../..")
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	got := exampleBlock.ReplaceAllStringFunc(string(readme), func(block string) string {
		found++
		m := exampleBlock.FindStringSubmatch(block)
		var stdout, stderr bytes.Buffer
		if status := cli.Main(strings.Fields(m[2]), strings.NewReader(""), &stdout, &stderr); status != cli.StatusViolations {
			t.Fatalf("podlint %s: got status %d, want violations; stderr: %s", m[2], status, &stderr)
		}
		return m[1] + strings.TrimSpace(stdout.String()) + "\n" + m[4]
	})
	if found == 0 {
		t.Fatal("README.md shows no example")
	}
	if *update {
		if err := os.WriteFile("README.md", []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(readme), got); diff != "" {
		t.Errorf("README.md is stale; go test ./internal/cli -update rewrites it (-have +want):\n%s", diff)
	}
}
