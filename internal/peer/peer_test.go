package peer_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/cli"
	"github.com/podlint/podlint/internal/peer"
)

// install returns the path of a program, and skips the test when it is not installed.
func install(t *testing.T, tool peer.Tool) string {
	t.Helper()
	bin, err := tool.Installed()
	if err != nil {
		t.Skip(err)
	}
	return bin
}

// TestVersionOfOPA: the stock opa is the one that podlint is built with.
func TestVersionOfOPA(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if want := peer.OPA().Module + " " + peer.OPA().Version + "\n"; !strings.Contains(string(mod), want) {
		t.Errorf("go.mod does not require %s", want)
	}
}

// patience is how long opa lets one test take; its 5 s are too few on a machine that has much else to do.
const patience = "5m"

// TestStockOPA runs the tests of the shipped rules and of the examples as a rule author without podlint would.
func TestStockOPA(t *testing.T) {
	opa := install(t, peer.OPA())
	for _, dir := range []string{"policies", "docs/examples/policies"} {
		t.Run(dir, func(t *testing.T) {
			cmd := exec.CommandContext(t.Context(), opa, "test", "-b", "--timeout", patience, dir)
			cmd.Dir = "../.."
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "PASS: ") {
				t.Errorf("opa test -b %s: %v\n%s", dir, err, out)
			}
		})
	}
}

// finding is what both programs say, rule and message.
type finding struct{ Rule, Message string }

// TestConftestSaysTheSame compares what conftest says about the model of each fixture with what podlint lint says about the fixture.
func TestConftestSaysTheSame(t *testing.T) {
	conftest := install(t, peer.Conftest())
	t.Chdir("../..")
	for _, tt := range []struct {
		name, policies, fixtures string
		flags                    []string
	}{
		{"shipped", "policies", "policies/rules/*/*/*/*.yaml", nil},
		{"examples", "docs/examples/policies", "docs/examples/policies/rules/*/*/*/*.yaml", []string{"--no-default-rules", "--policy", "docs/examples/policies"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files, err := filepath.Glob(filepath.FromSlash(tt.fixtures))
			if err != nil || len(files) == 0 {
				t.Fatalf("no fixtures at %s: %v", tt.fixtures, err)
			}
			dir := t.TempDir()
			var models []string
			for i, file := range files {
				models = append(models, filepath.Join(dir, strconv.Itoa(i)+".json"))
				if err := os.WriteFile(models[i], podlint(t, slices.Concat([]string{"model"}, tt.flags, []string{file})...), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			theirs := runConftest(t, conftest, tt.policies, models, nil)
			total := 0
			for i, file := range files {
				lint := slices.Concat([]string{"lint", "--min-severity", "info", "-o", "json"}, tt.flags, []string{file})
				ours := violations(t, podlint(t, lint...))
				total += len(ours)
				if diff := cmp.Diff(ours, known(theirs[models[i]], ours, violations(t, podlint(t, append(lint, "--doubts")...)))); diff != "" {
					t.Errorf("%s (-podlint +conftest):\n%s", file, diff)
				}
			}
			if total == 0 {
				t.Error("no fixture gives a violation")
			}
		})
	}
}

// TestConftestReadsThePipe is the command line that the documentation names.
func TestConftestReadsThePipe(t *testing.T) {
	conftest := install(t, peer.Conftest())
	t.Chdir("../..")
	const file = "testdata/example/shop.yaml"
	theirs := runConftest(t, conftest, "policies", []string{"-"}, podlint(t, "model", file))
	ours := violations(t, podlint(t, "lint", "--min-severity", "info", "-o", "json", file))
	doubts := violations(t, podlint(t, "lint", "--min-severity", "info", "--doubts", "-o", "json", file))
	if diff := cmp.Diff(ours, known(theirs[""], ours, doubts)); diff != "" || len(ours) == 0 {
		t.Errorf("%s (-podlint +conftest):\n%s", file, diff)
	}
}

func podlint(t *testing.T, args ...string) []byte {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := cli.Main(args, strings.NewReader(""), &stdout, &stderr); status > cli.StatusViolations {
		t.Fatalf("podlint %v: status %d: %s", args, status, &stderr)
	}
	return stdout.Bytes()
}

func violations(t *testing.T, report []byte) []finding {
	t.Helper()
	var doc struct{ Violations []finding }
	if err := json.Unmarshal(report, &doc); err != nil {
		t.Fatal(err)
	}
	return sorted(doc.Violations)
}

// runConftest returns what conftest says by file.
func runConftest(t *testing.T, conftest, policies string, files []string, stdin []byte) map[string][]finding {
	t.Helper()
	args := []string{"test", "-p", policies, "-n", "podlint", "--parser", "json", "-o", "json", "--no-fail"}
	cmd := exec.CommandContext(t.Context(), conftest, append(args, files...)...)
	cmd.Stdin = bytes.NewReader(stdin)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("conftest: %v\n%s", err, out)
	}
	var results []struct {
		Filename string
		Failures []struct {
			Msg      string
			Metadata struct{ Rule string }
		}
	}
	if err := json.Unmarshal(out, &results); err != nil {
		t.Fatal(err)
	}
	found := map[string][]finding{}
	for _, r := range results {
		for _, f := range r.Failures {
			found[r.Filename] = append(found[r.Filename], finding{Rule: strings.ReplaceAll(f.Metadata.Rule, "_", "-"), Message: f.Msg})
		}
	}
	for name := range found {
		found[name] = sorted(found[name])
	}
	return found
}

// sorted orders findings and drops repetitions: podlint reports what it finds twice at one place once.
func sorted(found []finding) []finding {
	if len(found) == 0 {
		return nil
	}
	slices.SortFunc(found, func(a, b finding) int {
		return strings.Compare(a.Rule+"\x00"+a.Message, b.Rule+"\x00"+b.Message)
	})
	return slices.Compact(found)
}

// TestExportedFixtures: Rego tests that lean on fixtures run in the stock programs on what podlint test --export writes.
func TestExportedFixtures(t *testing.T) {
	opa, conftest := install(t, peer.OPA()), install(t, peer.Conftest())
	t.Chdir(t.TempDir())
	podlint(t, "new", "change-me", "--dir", "own")
	test := "package podlint.rules.custom.change_me_test\n\nimport data.podlint.rules.custom.change_me\n\n" +
		"test_fixture if count(change_me.violation) == 1 with input as data.fixtures.change_me.bad_pod\n"
	if err := os.WriteFile("own/rules/custom/change_me/change_me_test.rego", []byte(test), 0o600); err != nil {
		t.Fatal(err)
	}
	podlint(t, "test", "own", "--export", "out")
	for _, args := range [][]string{
		{opa, "test", "--timeout", patience, "--ignore", "*.yaml", "own", "out"},
		{conftest, "verify", "-p", "own", "--data", "out"},
	} {
		out, err := exec.CommandContext(t.Context(), args[0], args[1:]...).CombinedOutput()
		if err != nil {
			t.Errorf("%v: %v\n%s", args[1:], err, out)
		}
	}
}

// known leaves out what podlint lists as a doubt: advice that its evidence lowers is one for podlint, which alone knows a rule's severity.
func known(theirs, ours, withDoubts []finding) []finding {
	var out []finding
	for _, f := range theirs {
		if slices.Contains(ours, f) || !slices.Contains(withDoubts, f) {
			out = append(out, f)
		}
	}
	return out
}
