package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/cli"
)

const guide = "docs/writing-rules.md"

var (
	// guideBlock is a step of the guide: a file to write, or a command with its exit status and output.
	guideBlock = regexp.MustCompile("(?s)<!-- (file|run): ([^>]*) -->\n(```[a-z]+\n)(.*?)```\n")
	// guideCommand is the first line of a block that is run.
	guideCommand = regexp.MustCompile(`^\$ podlint (.*)\n`)
)

// TestGuide follows docs/writing-rules.md from its first step to the last, as a new rule author would, and keeps the outputs that it
// shows equal to what podlint says.
func TestGuide(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	file, err := filepath.Abs("../../" + guide)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "examples"), os.DirFS("../../docs/examples")); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	steps := 0
	got := guideBlock.ReplaceAllStringFunc(string(text), func(block string) string {
		steps++
		m := guideBlock.FindStringSubmatch(block)
		if m[1] == "file" {
			writeStep(t, m[2], m[4])
			return block
		}
		return strings.Replace(block, m[4], runStep(t, m[2], m[4]), 1)
	})
	if steps < 10 {
		t.Fatalf("%s has %d steps, want ten at least: is its form another one now?", guide, steps)
	}
	checkFile(t, file, got)
}

func writeStep(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// runStep runs the command of a block and returns the block with what it says now.
func runStep(t *testing.T, status, block string) string {
	t.Helper()
	m := guideCommand.FindStringSubmatch(block)
	if m == nil {
		t.Fatalf("want a block that begins with $ podlint, got:\n%s", block)
	}
	var out bytes.Buffer
	got := cli.Main(strings.Fields(m[1]), strings.NewReader(""), &out, &out)
	if want, _, _ := strings.Cut(status, " "); strconv.Itoa(got) != want {
		t.Errorf("podlint %s: got status %d, want %s:\n%s", m[1], got, want, &out)
	}
	return m[0] + strings.TrimRight(out.String(), "\n") + "\n"
}
