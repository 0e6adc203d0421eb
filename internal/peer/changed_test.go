package peer_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/peer"
)

// taken are shipped rules of every category, of which a user takes a copy.
var taken = []string{
	"coupling/unix_socket_not_shared", "coupling/uid_mismatch_no_fsgroup", "images/sidecar_image_unpinned", "injection/injected_sidecar_assumed_but_absent",
	"lifecycle/sidecar_blocks_job_completion", "lifecycle/app_races_local_sidecar", "logging/app_logs_to_file", "manifest/unknown_field",
	"network/localhost_no_listener", "process/signal_targets_pause", "resources/hpa_sidecar_missing_request", "security/app_secret_in_sidecar",
}

// judgement is a violation with its condition, but for the brace that ends it.
var judgement = regexp.MustCompile(`(?ms)^(violation contains .*?)^\}$`)

// report is what podlint says, with the workload that it says it of.
type report struct {
	Rule, Message, File string

	Line     int
	Workload struct{ Name string }
}

// TestShippedRulesAreUsersRules copies shipped rules into a user's folder and lets each spare one workload more: of their own fixtures they
// then report what they did but for that workload, in podlint without the shipped rules and in conftest, and their tests pass in stock opa.
func TestShippedRulesAreUsersRules(t *testing.T) {
	t.Chdir("../..")
	own := t.TempDir()
	copyTree(t, "policies/lib", filepath.Join(own, "lib"))
	copyTree(t, "policies/podlint.rego", filepath.Join(own, "podlint.rego"))
	files := badFixtures(t)
	shipped := reports(t, files)
	spared := map[string]string{}
	var want []report
	for _, r := range shipped {
		if spared[r.Rule] == "" {
			spared[r.Rule] = r.Workload.Name
		}
		if r.Workload.Name != spared[r.Rule] {
			want = append(want, r)
		}
	}
	for _, rule := range taken {
		changed(t, own, rule, spared[id(rule)])
	}
	flags := []string{"--policy", own, "--no-default-rules"}
	if diff := cmp.Diff(want, reports(t, files, flags...)); diff != "" || len(want) == 0 || len(want) == len(shipped) {
		t.Errorf("(-shipped, of which one workload each is spared +changed)\n%s", diff)
	}
	t.Run("opa", func(t *testing.T) {
		out, err := exec.CommandContext(t.Context(), install(t, peer.OPA()), "test", "-b", "--timeout", patience, own).CombinedOutput()
		if err != nil || !strings.Contains(string(out), "PASS: ") {
			t.Errorf("opa test -b: %v\n%s", err, out)
		}
	})
	t.Run("conftest", func(t *testing.T) {
		conftest := install(t, peer.Conftest())
		args := slices.Concat([]string{"lint", "--min-severity", "info", "-o", "json", "--fail-on", "never"}, flags, files)
		ours := violations(t, podlint(t, args...))
		theirs := runConftest(t, conftest, own, []string{"-"}, podlint(t, slices.Concat([]string{"model"}, flags, files)...))[""]
		if diff := cmp.Diff(ours, known(theirs, ours, violations(t, podlint(t, append(args, "--doubts")...)))); diff != "" {
			t.Errorf("(-podlint +conftest):\n%s", diff)
		}
	})
}

// id is the id of the rule in a folder.
func id(rule string) string { return strings.ReplaceAll(filepath.Base(rule), "_", "-") }

// changed copies a rule and adds to each of its violations that a workload is spared.
func changed(t *testing.T, own, rule, workload string) {
	t.Helper()
	if workload == "" {
		t.Fatalf("%s reports nothing of its fixtures", rule)
	}
	copyTree(t, filepath.Join("policies/rules", rule), filepath.Join(own, "rules", rule))
	file := filepath.Join(own, "rules", rule, filepath.Base(rule)+".rego")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	heads := strings.Count(string(text), "\nviolation contains ")
	if n := len(judgement.FindAll(text, -1)); n != heads {
		t.Fatalf("%s: found %d of %d violations", rule, n, heads)
	}
	text = judgement.ReplaceAll(text, []byte("${1}\tinput.pod.workload.name != \""+workload+"\"\n}"))
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// badFixtures are those of all rules that are taken.
func badFixtures(t *testing.T) []string {
	t.Helper()
	var all []string
	for _, rule := range taken {
		files, err := filepath.Glob(filepath.Join("policies/rules", rule, "bad", "*.yaml"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has no fixtures: %v", rule, err)
		}
		all = append(all, files...)
	}
	return all
}

// reports are what the rules that are taken say of the files, doubts included.
func reports(t *testing.T, files []string, flags ...string) []report {
	t.Helper()
	args := slices.Concat([]string{"lint", "--min-severity", "info", "--doubts", "-o", "json", "--fail-on", "never"}, flags)
	for _, rule := range taken {
		args = append(args, "--rule", id(rule))
	}
	var doc struct{ Violations []report }
	if err := json.Unmarshal(podlint(t, append(args, files...)...), &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Violations
}

// copyTree copies a folder or a file.
func copyTree(t *testing.T, from, to string) {
	t.Helper()
	info, err := os.Stat(from)
	if err != nil {
		t.Fatal(err)
	}
	if info.IsDir() {
		err = os.CopyFS(to, os.DirFS(from))
	} else {
		var text []byte
		if text, err = os.ReadFile(from); err == nil {
			err = os.WriteFile(to, text, 0o600)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}
