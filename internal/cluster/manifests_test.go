package cluster_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/oracle"
)

// testManifests: the API server takes all that podlint prints, strictly, and takes it again.
func testManifests(t *testing.T, c *cluster) {
	rules := t.TempDir()
	if err := os.WriteFile(filepath.Join(rules, "foreign_image.rego"), []byte(ownRule), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"--certificate", "self-signed"}, {"--namespace", "other", "--certificate", "self-signed", "--warn-only", "--policy", rules}, {"--cluster-context"},
	} {
		var text []string
		for doc := range strings.SplitSeq(printedText(t, args...), "\n---\n") {
			if !strings.HasPrefix(doc, "apiVersion: cert-manager.io/") { // whose kinds this server does not know
				text = append(text, doc)
			}
		}
		for range 2 {
			if out, err := c.kubectl(strings.Join(text, "\n---\n"), "apply", "--server-side", "--validate=strict", "-f", "-"); err != nil || strings.Count(out, "serverside-applied") != len(text) {
				t.Errorf("%q: %v\n%s", args, err, out)
			}
		}
		c = c.of(t)
	}
}

// kubectl runs kubectl with a text on its standard input.
func (c *cluster) kubectl(stdin string, args ...string) (string, error) {
	c.t.Helper()
	bin, _, err := oracle.Find("../oracle/server")
	if err != nil {
		c.t.Fatal(err)
	}
	cmd := exec.CommandContext(c.t.Context(), filepath.Join(bin, "kubectl"), append([]string{"--server", c.server.URL, "--token", c.server.Token, "--certificate-authority", c.server.CA}, args...)...)
	cmd.Env = append(os.Environ(), "KUBECONFIG="+filepath.Join(c.t.TempDir(), "none"), "HOME="+c.t.TempDir())
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// TestOwnManifests: podlint finds nothing in what it prints, not even a doubt; and what it prints holds the rules of this run.
func TestOwnManifests(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		".podlint.yaml": "# ours\nfail-on: error\npolicies: [rules]\n", "rules/images/foreign_image.rego": ownRule, "rules/images/foreign_image_test.rego": "package a\n",
	} {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for certificate, watch := range map[string]string{"cert-manager": "--cluster-context=true", "self-signed": "--cluster-context=false"} {
		cmd := podlint(t, "serve", "--manifests", "--image", "registry.example.org/podlint:1.2.3", "--certificate", certificate, "--on-timeout=deny", watch)
		cmd.Dir = dir
		text, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{`podlint.yaml: "# ours\nfail-on: error\npolicies: [.]\n"`, "foreign_image.rego", `"--on-timeout=deny"`} {
			if !strings.Contains(string(text), want) {
				t.Errorf("%s: want %s in\n%s", certificate, want, text)
			}
		}
		if strings.Contains(string(text), "_test.rego") {
			t.Error("tests of rules are no rules")
		}
		lint := podlint(t, "lint", "--min-severity=info", "--doubts", "--fail-on=info", "-")
		lint.Stdin = strings.NewReader(string(text))
		out, err := lint.CombinedOutput()
		if err != nil || !strings.Contains(string(out), "no violations") {
			t.Errorf("%s: %v\n%s", certificate, err, out)
		}
	}
}

// TestManifestsOfBundle: rules that come as a bundle are printed as those of a folder are, so that the cluster has the same as CI.
func TestManifestsOfBundle(t *testing.T) {
	bundle, project, cache := t.TempDir(), t.TempDir(), t.TempDir()
	run := func(dir, name string, args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), name, args...)
		if name == "podlint" {
			cmd = podlint(t, args...)
		}
		cmd.Dir = dir
		cmd.Env = append(cmd.Environ(), "XDG_CACHE_HOME="+cache, "GIT_CONFIG_GLOBAL=", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org")
		out, err := cmd.Output()
		if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
			t.Fatalf("%s %q: %v\n%s", name, args, err, exit.Stderr)
		} else if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(string(out))
	}
	write := func(file, text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(filepath.Join(bundle, "foreign_image.rego"), ownRule)
	run(bundle, "git", "init", "-q")
	run(bundle, "git", "add", ".")
	run(bundle, "git", "commit", "-q", "-m", "rules")
	write(filepath.Join(project, ".podlint.yaml"), "policies: ['git::file://"+filepath.ToSlash(bundle)+"@"+run(bundle, "git", "rev-parse", "HEAD")+"']\n")
	run(project, "podlint", "policy", "pull")
	text := run(project, "podlint", "serve", "--manifests", "--image", "registry.example.org/podlint:1.2.3")
	for _, want := range []string{`podlint.yaml: "policies: [.]\n"`, `"foreign_image.rego": "# METADATA\n# title: Images of our own\n`} {
		if !strings.Contains(text, want) {
			t.Errorf("want %s in\n%s", want, text)
		}
	}
}
