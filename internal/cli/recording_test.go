package cli_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/cli"
)

// recording is a block of commands, each behind a dollar sign, with what they print. They run one after the other in a copy of a folder, which is
// called deploy.
var recording = regexp.MustCompile("(?s)(<!-- recording: ([^>]*) -->\n```text\n)(.*?)(```\n)")

// TestRecordings runs what the pages show of a session at a terminal.
func TestRecordings(t *testing.T) {
	const page = "../../docs/fixes.md"
	name, err := filepath.Abs(page)
	if err != nil {
		t.Fatal(err)
	}
	have := read(t, page)
	m := recording.FindStringSubmatchIndex(have)
	if m == nil {
		t.Fatalf("%s shows no recording", page)
	}
	from, err := filepath.Abs(filepath.Join("../..", have[m[4]:m[5]]))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.CopyFS("deploy", os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	want := have[:m[6]] + recorded(t, have[m[6]:m[7]]) + have[m[7]:]
	checkFile(t, name, want)
}

// recorded is a session with what its commands print now.
func recorded(t *testing.T, session string) string {
	t.Helper()
	var out bytes.Buffer
	status, ran := 0, 0
	for line := range strings.SplitSeq(session, "\n") {
		command, is := strings.CutPrefix(line, "$ ")
		if !is {
			continue
		}
		ran++
		fmt.Fprintln(&out, line)
		if command == "echo $?" {
			fmt.Fprintln(&out, status)
			continue
		}
		args := strings.Fields(command)
		if args[0] != "podlint" {
			t.Fatalf("a recording runs podlint, not %s", command)
		}
		var said bytes.Buffer
		status = cli.Main(args[1:], strings.NewReader(""), &said, &said)
		if text := strings.TrimRight(said.String(), "\n"); text != "" {
			fmt.Fprintln(&out, text)
		}
	}
	if ran < 2 {
		t.Fatalf("%d commands in the recording", ran)
	}
	return out.String()
}
