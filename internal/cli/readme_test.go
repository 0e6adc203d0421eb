package cli_test

import (
	"bytes"
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/cli"
)

// exampleBlock is a command of podlint in a comment and the block with its output.
var exampleBlock = regexp.MustCompile("(?s)(<!-- example: ([^>]*) -->\n```text\n)(.*?)(```\n)")

// TestPages keeps the output that the README and other pages show equal to what podlint says.
func TestPages(t *testing.T) {
	t.Chdir("../..")
	for _, name := range []string{"README.md", "docs/suppression.md"} {
		t.Run(name, func(t *testing.T) { checkPage(t, name) })
	}
}

func checkPage(t *testing.T, name string) {
	t.Helper()
	page, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	got := exampleBlock.ReplaceAllStringFunc(string(page), func(block string) string {
		found++
		m := exampleBlock.FindStringSubmatch(block)
		var stdout, stderr bytes.Buffer
		want := cli.StatusViolations
		if strings.HasPrefix(m[2], "show ") {
			want = cli.StatusOK
		}
		if status := cli.Main(strings.Fields(m[2]), strings.NewReader(""), &stdout, &stderr); status != want {
			t.Fatalf("podlint %s: got status %d, want %d; stderr: %s", m[2], status, want, &stderr)
		}
		return m[1] + strings.TrimSpace(stdout.String()) + "\n" + m[4]
	})
	if found == 0 {
		t.Fatalf("%s shows no example", name)
	}
	checkFile(t, name, got)
}

const anyRule = `# METADATA
# title: A rule
# description: What it finds.
# related_resources: [{ref: "https://example.org/"}]
# custom: {severity: info, confidence: certain, fix: Change it.}
package podlint.rules.names.any_rule

violation contains {"msg": "x"} if input.pod.windows
`

// TestConfigurationPage runs podlint with the example of docs/configuration.md, so that the rules that it names exist.
func TestConfigurationPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	example, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("docs/configuration.md shows no example")
	}
	t.Chdir(t.TempDir())
	if err := errors.Join(
		os.Mkdir("policies", 0o755), os.WriteFile("policies/names.rego", []byte(anyRule), 0o644),
		os.WriteFile(".podlint.yaml", []byte(example), 0o644),
	); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	if status := cli.Main([]string{"config", "check"}, strings.NewReader(""), &stdout, &stderr); status != cli.StatusOK {
		t.Errorf("got status %d: %s", status, &stderr)
	}
}
