package cli_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/podlint/podlint/internal/cli"
	"github.com/podlint/podlint/internal/peer"
)

// example is a command of docs/rendering.md with a part of its output, and before it where it is run: a repository of testdata/repositories or the files
// of a script, the status, and perhaps a file with a text that is replaced before.
var example = regexp.MustCompile("(?s)(?:<!-- run: (\\S+) (\\d)(?: (\\S+) (\\S+) (\\S+))? -->\n)?```\n\\$ (?:kustomize build (\\S+) \\| )?podlint ([^\n]*)\n(.*?)```\n")

// TestRenderingPage runs each example of docs/rendering.md: every line that the page shows must be in the output, in their order.
func TestRenderingPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/rendering.md")
	if err != nil {
		t.Fatal(err)
	}
	all := example.FindAllStringSubmatch(string(page), -1)
	if want := strings.Count(string(page), "\n$ "); len(all) != want || want < 6 || strings.Contains(string(page), "```sh") {
		t.Fatalf("got %d examples, want %d, which are six at least, and no other commands", len(all), want)
	}
	for _, m := range all {
		t.Run(m[7], func(t *testing.T) {
			if m[1] == "" {
				t.Fatal("nothing says where it is run")
			}
			enterExample(t, m[1])
			if strings.Contains(m[7], "--new-from origin/main") {
				pushed(t)
			}
			if m[3] != "" {
				replaceIn(t, m[3], m[4], m[5])
			}
			checkExample(t, m[6], m[7], m[2], m[8])
		})
	}
}

// checkExample runs podlint, perhaps over what kustomize makes of a folder, and looks for the lines that are shown.
func checkExample(t *testing.T, overlay, command, status, shown string) {
	t.Helper()
	t.Setenv("NO_COLOR", "1")
	var in, out, said bytes.Buffer
	if overlay != "" {
		in.Write(builtOutput(t, overlay))
	}
	if got := strconv.Itoa(cli.Main(strings.Fields(command), &in, &out, &said)); got != status {
		t.Errorf("got status %s, want %s:\n%s", got, status, said.String())
	}
	rest := out.String()
	for line := range strings.Lines(shown) {
		i := strings.Index("\n"+rest, "\n"+line)
		if i < 0 {
			t.Fatalf("the output has no line, or not behind the lines before it:\n%s\n%s", line, out.String())
		}
		rest = rest[i+len(line):]
	}
}

// builtOutput is what kustomize prints for a folder. Without it the test is skipped.
func builtOutput(t *testing.T, dir string) []byte {
	t.Helper()
	program, err := peer.Kustomize().Installed()
	if err != nil {
		t.Skip(err)
	}
	out, err := exec.CommandContext(t.Context(), program, "build", dir).Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// pushed makes the working directory a repository whose remote branch main has all of it.
func pushed(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	for _, args := range [][]string{
		{"init", "-q"},
		{"add", "."},
		{"-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "first"},
		{"update-ref", "refs/remotes/origin/main", "HEAD"},
	} {
		if out, err := exec.CommandContext(t.Context(), "git", args...).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
}

func replaceIn(t *testing.T, name, from, to string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	writeStep(t, name, strings.ReplaceAll(string(data), from, to))
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
