//go:build unix

package cli_test

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf16"
)

// hostile is one row of docs/robustness.md: an input or a circumstance, and what podlint does about it.
type hostile struct {
	name   string
	does   string // in the words of the page
	text   string // of in.yaml, unless given otherwise
	stdin  bool   // text goes to standard input
	args   []string
	env    []string
	setup  func(t *testing.T, dir string)
	status int
	says   string // part of what is written
	by     string // the test, or the script, that shows it; empty: TestRobustness
}

// pair is a pod with one violation, whatever else is put into it.
const pair = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - {name: lost, emptyDir: {}}
  containers:
    - {name: app, image: "registry.example/app:1.0.0"}
    - {name: side, image: "registry.example/side:1.0.0"}
`

const found = "unmounted-volume"

// in puts lines before the pod's own.
func in(metadata string) string {
	return strings.Replace(pair, "  name: web\n", "  name: web\n"+metadata, 1)
}

func wide(s string, order binary.AppendByteOrder) string {
	out := order.AppendUint16(nil, 0xFEFF)
	for _, u := range utf16.Encode([]rune(s)) {
		out = order.AppendUint16(out, u)
	}
	return string(out)
}

func doublingVariables() string {
	out := "{name: V0, value: xxxxxxxxxx}"
	for i := range 60 {
		out += fmt.Sprintf(", {name: V%d, value: $(V%d)$(V%[2]d)}", i+1, i)
	}
	return out
}

func rows() []hostile {
	return []hostile{
		{name: "alias bomb", does: "refused where the values behind aliases pass ten times the document, at the alias", text: string(bomb()), status: 3, says: "aliases of this document unfold"},
		{name: "deep nesting, YAML", does: "refused below 1,000 levels", text: "a: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000), status: 3, says: "nested more than 1000 deep"},
		{name: "deep nesting, JSON", does: "refused below 1,000 levels", text: `{"a":` + strings.Repeat(`{"a":`, 5000), status: 3, says: "nested more than 1000 deep"},
		{name: "gigantic scalar", does: "read; lines in reports are cut", text: in("  annotations: {a: " + strings.Repeat("x", 4<<20) + "}\n"), status: 1, says: found},
		{name: "variables that hold the one before twice", does: "known up to 128 KiB, then unknown; all references of a pod add at most 4 MiB", text: strings.Replace(pair, "app:1.0.0\"}", "app:1.0.0\", env: ["+doublingVariables()+"]}", 1), status: 1, says: found},
		{name: "more than a model is made of", does: "an error at the first that is too many: 500 containers, 1,000 volumes, 5,000 mounts, 2,000 ports, 5,000 variables", text: pair + strings.Repeat("    - {name: c, image: a}\n", 600), status: 3, says: "in.yaml:509:8: error: the pod has more than 500 containers"},
		{name: "very many tiny documents", does: "read, one after the other", text: strings.Repeat("---\na: b\n", 50_000) + "---\n" + pair, status: 1, says: found},
		{name: "duplicate keys", does: "the last one counts, as with kubectl, and the rule `duplicate-key` says so", text: in("  name: other\n"), status: 1, says: "[duplicate-key]"},
		{name: "keys that differ only in type", does: "one key, as kubectl reads `1` and `\"1\"`, and so a duplicate", text: in("  labels: {1: a, \"1\": b}\n"), status: 1, says: "[duplicate-key]"},
		{name: "NUL", does: "the file is binary: an error at the byte", text: pair + "\x00", status: 3, says: "in.yaml:11:1: error: the file is binary"},
		{name: "control characters", does: "an error at the character", text: in("  labels: {a: \x01}\n"), status: 3, says: "a control character (0x01)"},
		{name: "UTF-16, little end first", does: "read when it begins with a byte order mark", text: wide(pair, binary.LittleEndian), status: 1, says: found},
		{name: "UTF-16, big end first", does: "likewise", text: wide(pair, binary.BigEndian), status: 1, says: found},
		{name: "invalid UTF-8", does: "an error at the byte", text: in("  labels: {a: \xff}\n"), status: 3, says: "not UTF-8 text: byte 0xff"},
		{name: "CR-only line ends", does: "read, lines counted as an editor does", text: strings.ReplaceAll(pair, "\n", "\r"), status: 1, says: "in.yaml:7:8"},
		{name: "suppression where lines end in CR alone", does: "it covers its own line and no more", text: strings.ReplaceAll(strings.Replace(pair, "emptyDir: {}}\n", "emptyDir: {}} # podlint:ignore\n    - {name: other, emptyDir: {}}\n", 1), "\n", "\r"), status: 1, says: "in.yaml:8:8: warning: volume \"other\""},
		{name: "frame where lines end in CR alone", does: "the line that is meant", text: strings.ReplaceAll(pair, "\n", "\r"), status: 1, says: "7 |     - {name: lost, emptyDir: {}}\n"},
		{name: "`---` inside a block scalar", does: "indented it is text; at the start of a line it ends the document, as in YAML", text: in("  annotations:\n    a: |\n      b\n      ---\n      c\n"), status: 1, says: found},
		{name: "tab as indentation", does: "an error at the tab", text: "a:\n\tb: c\n", status: 3, says: "in.yaml:2:1: error: a tab is used"},
		{name: "tag `!!binary`", does: "decoded, as kubectl does", text: in("  labels: {a: !!binary aGk=}\n"), status: 1, says: found},
		{name: "tag `!!python/object`", does: "the value is read as if it had no tag; nothing is ever made of it", text: in("  labels: {a: !!python/object:os.system x}\n"), status: 1, says: found},
		{name: "merge-key cycle", does: "an error at the alias", text: "a: &a\n  <<: *a\n", status: 3, says: "contains itself"},
		{name: "template `{{ }}`", does: "an error that says so, where it breaks the YAML", text: in("  labels:\n    {{- include \"x\" . }}\n"), status: 3, says: "unrendered template"},
		{name: "placeholder `${VAR}`", does: "read; the value counts as unknown", text: in("  labels: {a: \"${VAR}\"}\n"), status: 1, says: found},
		{name: "link loop", does: "an error when a file is meant; links to folders are not followed", setup: link("in.yaml", "in.yaml"), status: 3, says: "leads back to itself"},
		{name: "link to nothing", does: "an error", setup: link("none.yaml", "in.yaml"), status: 3, says: "no such file or folder"},
		{name: "folder that holds itself by a link", does: "read once", text: pair, setup: link(".", "again"), args: []string{"."}, status: 1, says: "1 file, 1 workload"},
		{name: "named pipe", does: "an error when it is named, passed over in a folder; it is never opened", setup: pipe, status: 3, says: "it is a named pipe"},
		{name: "socket", does: "likewise", setup: socket, status: 3, says: "it is a socket"},
		{name: "device", does: "likewise", args: []string{"/dev/zero"}, status: 3, says: "it is a device"},
		{name: "folder that cannot be looked into", does: "an error; everything else is checked", text: pair, args: []string{"in.yaml", "none"}, status: 3, says: "none: error: cannot read"},
		{name: "full disk under the report", does: "status 2 and an error that names the file", text: pair, args: []string{"-o", "json=/dev/full", "in.yaml"}, status: 2, says: "/dev/full: no space left on device"},
		{name: "report in a folder that is not there", does: "status 2, and no part of a report", text: pair, args: []string{"-o", "json=none/r.json", "in.yaml"}, status: 2, says: "none/r.json: no such file"},
		{name: "no home, no cache", does: "nothing changes: podlint keeps no state", text: pair, env: []string{"HOME=/nonexistent", "XDG_CACHE_HOME=/nonexistent", "TMPDIR=/nonexistent"}, status: 1, says: found},
		{name: "no room for a long standard input", does: "an error", text: `{"kind":"List","items":[` + strings.Repeat(" ", 5<<20) + "]}", stdin: true, env: []string{"TMPDIR=/nonexistent"}, status: 3, says: "cannot keep it in a temporary file"},
		{name: "long List that is cut off", does: "an error at its end; the items before it are checked", text: `{"apiVersion":"v1","kind":"List","items":[` + asJSON + "," + strings.Repeat(" ", 5<<20), stdin: true, status: 3, says: "ends too early"},
		{name: "megabyte of standard input without a line end", does: "read as any other", text: "[" + strings.Repeat("a, ", 350_000) + "]", stdin: true, status: 3, says: "nothing to check: no pod"},
	}
}

const asJSON = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"a","image":"b"}]}}`

func link(to, name string) func(*testing.T, string) {
	return func(t *testing.T, dir string) {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
}

func pipe(t *testing.T, dir string) {
	if err := syscall.Mkfifo(filepath.Join(dir, "in.yaml"), 0o600); err != nil {
		t.Skip(err)
	}
}

func socket(t *testing.T, dir string) {
	t.Chdir(dir) // the path of a socket must be short
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "unix", "in.yaml")
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = l.Close() })
}

// podlint is the program in a folder of its own. A run that takes a minute hangs.
func podlint(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, "podlint", args...)
	cmd.Dir = dir
	return cmd
}

func exitStatus(err error) int {
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		return failed.ExitCode()
	}
	if err != nil {
		return -1
	}
	return 0
}

func TestRobustness(t *testing.T) {
	for _, row := range rows() {
		t.Run(row.name, func(t *testing.T) {
			if row.status == 2 && len(row.args) > 0 {
				_, device, _ := strings.Cut(row.args[1], "=")
				if _, err := os.Stat(device); strings.HasPrefix(device, "/dev/") && err != nil {
					t.Skip(err)
				}
			}
			dir := t.TempDir()
			if row.setup != nil {
				row.setup(t, dir)
			}
			args := row.args
			switch {
			case row.stdin:
				args = []string{"-"}
			case args == nil:
				args = []string{"in.yaml"}
			}
			if row.text != "" && !row.stdin {
				if err := os.WriteFile(filepath.Join(dir, "in.yaml"), []byte(row.text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			cmd := podlint(t, dir, append([]string{"lint"}, args...)...)
			cmd.Env = append(os.Environ(), row.env...)
			if row.stdin {
				cmd.Stdin = strings.NewReader(row.text)
			}
			out, err := cmd.CombinedOutput()
			if got := exitStatus(err); got != row.status || !strings.Contains(string(out), row.says) {
				t.Errorf("got status %d, want %d with %q:\n%.2000s", got, row.status, row.says, out)
			}
		})
	}
}

// otherRows are the rows of the page that have a test of their own.
var otherRows = []hostile{
	{name: "ctrl-c, SIGTERM, SIGHUP", by: "TestSignalsEndHelm", does: "status 130, 143 or 129, and no part of a report in a file; helm and git end as well, and no copy of a chart stays"},
	{name: "SIGKILL while helm runs", by: "TestSignalsEndHelm", does: "helm ends as well where the system can see to that (Linux)"},
	{name: "ctrl-c or SIGHUP that nohup or a shell has ignored", by: "TestIgnoredSignalsStayIgnored", does: "ignored; the run goes on"},
	{name: "reader of standard output that goes away", by: "TestClosedPipe", does: "no error; the status still tells the result"},
	{name: "file that goes away while it is read", by: "TestFileThatGoesAway", does: "an error; everything else is checked"},
	{name: "file that changes while it is read", by: "TestFileThatChanges", does: "each file is read once, and what was read is what counts; of a long List, what changes behind the reader's back is an error"},
	{name: "read-only file system", by: "TestReadOnly", does: "nothing changes; a report that is to go there is status 2 and an error that names it, a long standard input an error"},
	{name: "repository whose configuration, attributes or hooks name commands", by: "TestNothingOfARepositoryRuns", does: "none runs: no fsmonitor, filter, textconv, external diff, pager, alias, hook or ssh; nothing is fetched, nothing is written"},
	{name: "folder of committed files that looks like a bare repository", by: "hostile_git.txtar", does: "it is no repository; the nearest `.git` is"},
	{name: "variables of git that a hook sets", by: "TestVariablesOfGitDoNotLeadElsewhere", does: "the repository of the working directory is read"},
	{name: "partial clone", by: "TestPartialCloneSaysSo", does: "what is missing is an error that says so"},
	{name: "configuration, rules, baseline, values, base, file of a ConfigMap or manifest that is a link out of the repository", by: "hostile_files.txtar", does: "an error without a word of what lies there; a file that the user names outside is read"},
	{name: "path in a configuration or a kustomization that leads out of the repository", by: "hostile_files.txtar", does: "likewise; a configuration from outside of the project may name what it likes"},
	{name: "configuration, rule or baseline that is a pipe, a device or endless", by: "TestRead", does: "an error; it is not opened, or not read beyond its bound"},
	{name: "report or baseline where a link is, or a file of somebody else's", by: "hostile_outputs.txtar", does: "status 2; nothing is written. What podlint has written it writes anew"},
	{name: "two reports to one file", by: "hostile_outputs.txtar", does: "status 2"},
	{name: "file names and texts that a CI system takes for commands", by: "hostile_log.txtar", does: "printed with an escape, so that they are none; the formats `github` and `azure` write commands of their own alone"},
	{name: "control characters in names, flags and messages", by: "hostile_log.txtar", does: "escaped, on standard error as in reports"},
	{name: "names with marks that turn the direction of text", by: "TestNoFormatShowsAnotherName", does: "escaped in every format, so that who reads JSON or XML gets the name itself"},
	{name: "line breaks in the inputs of the GitHub action", by: "action.txtar", does: "refused: no output and no folder of the PATH can be added"},
	{name: "object of Argo CD or Flux whose release is called like an option of helm", by: "hostile_release.txtar", does: "it is the name of a release all the same, which helm refuses: an error at the chart"},
	{name: "ignored file that git tracks", by: "TestReadWhatGitTracks", does: "read"},
	{name: "more than 5,000 hidden files", by: "TestHiddenBeyondTheBound", does: "the first 5,000 are looked at, and a note says that there are more"},
	{name: "manifest that a kustomization lists as something else", by: "hostile_files.txtar", does: "a note names it"},
	{name: "configuration that switches off, lowers or leaves out", by: "story_weakened.txtar", does: "a note counts it; with `--new-from` `configuration-weakened` reports what the revision's did not"},
	{name: "revision that is empty, excludes or is a range", by: "story_new_from.txtar", does: "status 2, in podlint's own words"},
	{name: "review at the webhook that is cut off, of another version or no review", by: "TestMalformed", does: "a status of HTTP and one line, without a word of what it holds; nothing is judged"},
	{name: "object of a megabyte at the webhook", by: "TestLargeObject", does: "`--on-timeout` answers beyond 1 MiB; from 128 KiB on one is judged at a time"},
	{name: "object at the webhook that takes a rule too long", by: "TestUnjudged", does: "`--on-timeout` answers when the budget is over"},
	{name: "object that makes a rule pass its limit", by: "TestRetry", does: "an error for that object; a server asks the rule again for the next one"},
	{name: "client of the webhook that never comes to an end", by: "TestSlowClient", does: "status 408; nobody waits for it"},
	{name: "2,000 connections to the webhook at once", by: "TestConnections", does: "512 are open, the others wait, and all get an answer"},
	{name: "certificate of the webhook that expires, or is replaced by a broken one", by: "TestCertificate", does: "it is not ready; a broken one is refused and the old one stays"},
	{name: "configuration or rules that break while the webhook runs", by: "TestMounted", does: "refused; the old ones stay, and a metric and the log say so"},
	{name: "SIGTERM for a webhook that is asked without pause", by: "TestEndsUnderLoad", does: "every review gets its answer"},
	{name: "API server or etcd that is killed and started again", by: "TestCluster", does: "the watch goes on; half a minute without it, and what it told counts no longer"},
	{name: "cluster with more than the watch may hold", by: "TestBound", does: "what does not fit is unknown, as without a watch; a metric says how much"},
	{name: "report object that would be larger than etcd takes", by: "TestSplit", does: "split into several, with nothing left out"},
	{name: "report object that somebody else has changed", by: "TestCluster", does: "said, and written again"},
	{name: "object of a cluster with the name of a kustomization, or of a file of expectations", by: "TestReadCluster", does: "judged as any other"},
}

// TestReadOnly works where nobody can write, not even root: in the file system that shows processes.
func TestReadOnly(t *testing.T) {
	const nowhere = "/proc"
	if _, err := os.Stat(nowhere + "/self"); err != nil {
		t.Skip(err)
	}
	if f, err := os.Create(nowhere + "/podlint"); err == nil {
		_ = f.Close()
		t.Fatal("something can be written to " + nowhere)
	}
	in := filepath.Join(t.TempDir(), "in.yaml")
	if err := os.WriteFile(in, []byte(pair), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		args   []string
		stdin  string
		status int
		says   string
	}{
		"a file":                {args: []string{in}, status: 1, says: found},
		"standard input":        {args: []string{"-"}, stdin: pair, status: 1, says: found},
		"a report":              {args: []string{"-o", "json=report.json", in}, status: 2, says: "report.json"},
		"a long standard input": {args: []string{"-"}, stdin: `{"kind":"List","items":[` + strings.Repeat(" ", 5<<20) + "]}", status: 3, says: "cannot keep it in a temporary file"},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := podlint(t, nowhere, append([]string{"lint", "--no-config"}, test.args...)...)
			cmd.Env = append(os.Environ(), "HOME="+nowhere, "XDG_CACHE_HOME="+nowhere, "XDG_CONFIG_HOME="+nowhere, "TMPDIR="+nowhere)
			cmd.Stdin = strings.NewReader(test.stdin)
			out, err := cmd.CombinedOutput()
			if got := exitStatus(err); got != test.status || !strings.Contains(string(out), test.says) {
				t.Errorf("got status %d, want %d with %q:\n%.2000s", got, test.status, test.says, out)
			}
		})
	}
}

// TestFileThatChanges overwrites a file that podlint has read, before it is judged: the pipe that comes behind it holds podlint up.
func TestFileThatChanges(t *testing.T) {
	dir := t.TempDir()
	first := filepath.Join(dir, "a.yaml")
	if err := os.WriteFile(first, []byte(pair), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := podlint(t, dir, "lint", "a.yaml", "-")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// More than a pipe holds: when all of it is written, podlint has passed the file and begun to read the pipe.
	if _, err := stdin.Write([]byte(strings.Repeat("# a comment\n", 20_000))); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.WriteFile(first, []byte("{"), 0o600), stdin.Close()); err != nil {
		t.Fatal(err)
	}
	if got := exitStatus(cmd.Wait()); got != 1 || !strings.Contains(said.String(), "a.yaml:7:8") || !strings.Contains(said.String(), "{name: lost, emptyDir: {}}") {
		t.Errorf("got status %d, want 1 with the violation and the line as they were read:\n%s", got, said.String())
	}
}

func TestInterrupted(t *testing.T) {
	for s, want := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143, syscall.SIGHUP: 129} {
		t.Run(s.String(), func(t *testing.T) { interrupt(t, s, want) })
	}
}

func interrupt(t *testing.T, s syscall.Signal, want int) {
	t.Helper()
	dir := t.TempDir()
	cmd := podlint(t, dir, "lint", "-o", "json=report.json", "-")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// More than a pipe holds: when all of it is written, podlint has begun to read.
	if _, err := stdin.Write([]byte(strings.Repeat("# a comment\n", 20_000))); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
	if got := exitStatus(cmd.Wait()); got != want {
		t.Errorf("got status %d, want %d", got, want)
	}
	if left, err := os.ReadDir(dir); len(left) > 0 || err != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestClosedPipe(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	_ = read.Close()
	cmd := podlint(t, t.TempDir(), "lint", "-")
	cmd.Stdin, cmd.Stdout = strings.NewReader(pair), write
	var said strings.Builder
	cmd.Stderr = &said
	err = cmd.Run()
	_ = write.Close()
	if got := exitStatus(err); got != 1 || said.Len() > 0 {
		t.Errorf("got status %d and %q, want 1 and no word", got, said.String())
	}
}

// TestFileThatGoesAway removes a file after the folder was listed: the first input is a pipe, which holds podlint up until then.
func TestFileThatGoesAway(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.yaml", "b.yaml"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(pair), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := podlint(t, dir, "lint", "-", "a.yaml", "b.yaml")
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Remove(filepath.Join(dir, "a.yaml")), stdin.Close()); err != nil {
		t.Fatal(err)
	}
	if got := exitStatus(cmd.Wait()); got != 3 || !strings.Contains(said.String(), "a.yaml: error: cannot read") || !strings.Contains(said.String(), "b.yaml:7:8") {
		t.Errorf("got status %d, want 3 with an error of a.yaml and the violations of b.yaml:\n%s", got, said.String())
	}
}

// TestRobustnessPage: the table of the page is that of the tests.
func TestRobustnessPage(t *testing.T) {
	const page = "../../docs/robustness.md"
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var want strings.Builder
	tests := testNames(t)
	want.WriteString("| Input | podlint | shown by |\n|---|---|---|\n")
	for _, row := range append(rows(), otherRows...) {
		by := cmp.Or(row.by, "TestRobustness")
		if !tests[by] {
			t.Errorf("there is no test %s", by)
		}
		want.WriteString("| " + row.name + " | " + row.does + " | " + by + " |\n")
	}
	text := string(data)
	start, end := strings.Index(text, "| Input "), strings.LastIndex(text, "|\n")+2
	if start < 0 || end < start {
		t.Fatal("the page has no table")
	}
	if text[start:end] == want.String() {
		return
	}
	if !*update {
		t.Fatalf("the table of %s is not that of the tests; run the tests with -update", page)
	}
	if err := os.WriteFile(page, []byte(text[:start]+want.String()+text[end:]), 0o600); err != nil {
		t.Fatal(err)
	}
}

// testNames are the names of all tests and scripts.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, script := range scripts {
		names[filepath.Base(script)] = true
	}
	files, err := filepath.Glob("../*/*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllStringSubmatch(string(data), -1) {
			names[m[1]] = true
		}
	}
	return names
}
