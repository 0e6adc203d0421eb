package cli_test

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/podlint/podlint/internal/cli"
)

// registryConfig is that of Debian's registry.
const registryConfig = `version: 0.1
log: {level: error}
storage:
  filesystem: {rootdirectory: %s}
  delete: {enabled: true}
http: {addr: %s}
`

// startRegistry runs a real registry on this machine and returns its address.
func startRegistry(t *testing.T) string {
	t.Helper()
	program, err := exec.LookPath("docker-registry")
	if err != nil {
		t.Skip("there is no docker-registry")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // only to find a free port
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	dir := t.TempDir()
	config := filepath.Join(dir, "config.yml")
	if err := os.WriteFile(config, fmt.Appendf(nil, registryConfig, filepath.Join(dir, "data"), address), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, "serve", config)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	for range 200 {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/v2/", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if answer, err := http.DefaultClient.Do(request); err == nil {
			_ = answer.Body.Close()
			return address
		}
		time.Sleep(50 * time.Millisecond) // until it answers, 10 s at most
	}
	t.Fatal("the registry does not answer")
	return ""
}

// says runs podlint and returns its status and all that it printed.
func says(args ...string) (int, string) {
	var out bytes.Buffer
	status := cli.Main(args, strings.NewReader(""), &out, &out)
	return status, out.String()
}

const calledNothing = `# METADATA
# title: Pods are called nothing
# description: A pod has a name of its own.
# related_resources:
#   - ref: https://example.org/names
#     description: Names
# custom:
#   severity: error
#   confidence: certain
#   fix: Give it another name.
package podlint.rules.manifest.called_nothing

violation contains {"msg": "the pod is called NAME", "path": ["metadata", "name"]} if input.pod.workload.name == "nothing"
`

// TestPolicyRegistry pushes rules into a registry, names them in a configuration, and lints with them while the registry is away.
func TestPolicyRegistry(t *testing.T) {
	address := startRegistry(t)
	t.Chdir(t.TempDir())
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	reference := "oci://" + address + "/team/rules:1"
	put(t, "mine/rules/manifest/called_nothing/called_nothing.rego", calledNothing)
	put(t, "pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: nothing}\nspec: {containers: [{name: a, image: \"example.org/a:1.0.0\"}]}\n")
	put(t, "repo/.podlint.yaml", "policies: [\""+reference+"\"]\n")

	digest := strings.TrimSpace(wanted(t, 0, "sha256:", "policy", "push", "mine", reference))
	if again := strings.TrimSpace(wanted(t, 0, "sha256:", "policy", "push", "mine", reference)); again != digest {
		t.Errorf("the same files are %s, then %s", digest, again)
	}
	t.Chdir("repo")
	wanted(t, 2, ".podlint.lock does not say which they are; podlint policy pull", "lint", "../pod.yaml")
	wanted(t, 0, reference+" is "+digest, "policy", "pull")
	if lock, err := os.ReadFile(".podlint.lock"); err != nil || !strings.Contains(string(lock), "digest: "+digest) {
		t.Errorf("%v\n%s", err, lock)
	}
	wanted(t, 1, "the pod is called NAME [called-nothing]", "lint", "../pod.yaml")

	t.Run("another meaning of the tag", func(t *testing.T) {
		put(t, "../mine/rules/manifest/called_nothing/called_nothing.rego", strings.Replace(calledNothing, "NAME", "otherwise", 1))
		wanted(t, 0, "sha256:", "policy", "push", "../mine", reference)
		wanted(t, 0, digest, "policy", "pull") // what is locked stays
		wanted(t, 1, "is called NAME", "lint", "../pod.yaml")
		wanted(t, 0, reference+" is sha256:", "policy", "pull", "--update")
		wanted(t, 1, "is called otherwise", "lint", "../pod.yaml")
	})
	t.Run("a digest in the reference", func(t *testing.T) {
		put(t, "../pinned/.podlint.yaml", "policies: [\"oci://"+address+"/team/rules@"+digest+"\"]\n")
		t.Chdir("../pinned")
		wanted(t, 1, "is called NAME", "lint", "../pod.yaml")
	})
	t.Run("an empty cache", func(t *testing.T) {
		t.Setenv("XDG_CACHE_HOME", t.TempDir())
		wanted(t, 2, "it is not in the cache; podlint policy pull brings them", "lint", "../pod.yaml")
		wanted(t, 1, "is called otherwise", "lint", "--pull-policies", "../pod.yaml")
	})
	t.Run("what is no bundle of rules", func(t *testing.T) {
		wanted(t, 2, "pull oci://"+address+"/team/none:1:", "policy", "pull", "oci://"+address+"/team/none:1")
		wanted(t, 2, "want oci://HOST/REPOSITORY:TAG", "policy", "pull", "oci://!")
		wanted(t, 2, "no .rego file below", "policy", "push", ".", reference)
	})
}

// wanted runs podlint and demands a status and words of what it prints, which it returns.
func wanted(t *testing.T, status int, words string, args ...string) string {
	t.Helper()
	got, out := says(args...)
	if got != status || !strings.Contains(out, words) {
		t.Fatalf("podlint %s: status %d, want %d and %q:\n%s", strings.Join(args, " "), got, status, words, out)
	}
	return out
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
