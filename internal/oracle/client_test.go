package oracle_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/oracle"
)

// TestKubectlSendsTheSame: what the tests send, and what kubectl sends of the same files, is taken and refused alike.
func TestKubectlSendsTheSame(t *testing.T) {
	server, judge := start(t), newJudge(t)
	files, err := filepath.Glob("../../policies/rules/manifest/*/bad/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		subjects := judge.read(t, file, data)
		if slices.ContainsFunc(subjects, func(s subject) bool { _, known := builtIn[s.object.APIVersion+"/"+s.object.Kind]; return !known }) {
			continue // kubectl asks the server for the kind first
		}
		want := slices.ContainsFunc(subjects, func(s subject) bool { return ask(t, server, &s).whole.Refused() })
		if got := kubectlRefused(t, server, file); got != want {
			t.Errorf("%s: refused by kubectl: %t, by what the tests send: %t", file, got, want)
		}
	}
}

func kubectlRefused(t *testing.T, server *oracle.Server, file string) bool {
	t.Helper()
	bin, _, err := oracle.Find("server")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), filepath.Join(bin, "kubectl"), "create", "--dry-run=server", "--validate=strict", "-o", "name",
		"--server", server.URL, "--token", server.Token, "--certificate-authority", server.CA, "-f", file)
	cmd.Env = append(os.Environ(), "KUBECONFIG="+filepath.Join(t.TempDir(), "none"), "HOME="+t.TempDir())
	out, err := cmd.CombinedOutput()
	if err != nil && len(out) == 0 {
		t.Fatal(err)
	}
	return err != nil
}

// TestDuplicateKeys: the server refuses YAML with a key that occurs twice, which kubectl would drop.
func TestDuplicateKeys(t *testing.T) {
	server := start(t)
	data, err := os.ReadFile("../../policies/rules/manifest/duplicate_key/bad/env.yaml")
	if err != nil {
		t.Fatal(err)
	}
	a, err := server.Send(t.Context(), "v1", "Pod", "", "application/yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	if !a.Refused() || !strings.Contains(a.Message, `key "env" already set`) || !strings.Contains(a.Message, `key "app" already set`) {
		t.Errorf("got status %d: %s", a.Status, a.Message)
	}
}
