package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/podlint/podlint/internal/cli"
)

// example is a command of docs/rendering.md with a part of its output, and before it where it is run: a repository of testdata/repositories or the files
// of a script, the status, and perhaps a file with a text that is replaced before.
var example = regexp.MustCompile("(?s)(?:<!-- run: (\\S+) (\\d)(?: (\\S+) (\\S+) (\\S+))? -->\n)?```\n\\$ podlint ([^\n]*)\n(.*?)```\n")

// TestRenderingPage runs each example of docs/rendering.md: every line that the page shows must be in the output, in their order.
func TestRenderingPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/rendering.md")
	if err != nil {
		t.Fatal(err)
	}
	all := example.FindAllStringSubmatch(string(page), -1)
	if want := strings.Count(string(page), "\n$ podlint "); len(all) != want || want < 4 {
		t.Fatalf("got %d examples, want %d, which are four at least", len(all), want)
	}
	for _, m := range all {
		t.Run(m[6], func(t *testing.T) {
			if m[1] == "" {
				t.Fatal("nothing says where it is run")
			}
			enterExample(t, m[1])
			if m[3] != "" {
				data, err := os.ReadFile(m[3])
				if err != nil {
					t.Fatal(err)
				}
				writeStep(t, m[3], strings.ReplaceAll(string(data), m[4], m[5]))
			}
			t.Setenv("NO_COLOR", "1")
			var out, said bytes.Buffer
			if status := strconv.Itoa(cli.Main(strings.Fields(m[6]), strings.NewReader(""), &out, &said)); status != m[2] {
				t.Errorf("got status %s, want %s:\n%s", status, m[2], said.String())
			}
			rest := out.String()
			for line := range strings.Lines(m[7]) {
				i := strings.Index("\n"+rest, "\n"+line)
				if i < 0 {
					t.Fatalf("the output has no line, or not behind the lines before it:\n%s\n%s", line, out.String())
				}
				rest = rest[i+len(line):]
			}
		})
	}
}

// enterExample makes the files of a script, or a small repository, the working directory.
func enterExample(t *testing.T, name string) {
	t.Helper()
	if !strings.HasSuffix(name, ".txtar") {
		enter(t, filepath.Join("../../testdata/repositories", name))
		return
	}
	archive, err := txtar.ParseFile(filepath.Join("testdata/script", name))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := txtar.Write(archive, dir); err != nil {
		t.Fatal(err)
	}
	enter(t, dir)
}
