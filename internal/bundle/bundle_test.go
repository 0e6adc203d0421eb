package bundle_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/podlint/podlint/internal/bundle"
)

const commit = "0123456789abcdef0123456789abcdef01234567"

func TestParse(t *testing.T) {
	for text, want := range map[string]string{
		"oci://registry.example.org/team/rules:1.0":                       "",
		"oci://registry.example.org:5000/team/rules":                      "",
		"oci://localhost:5000/rules:1@sha256:" + strings.Repeat("a", 64):  "",
		"git::https://git.example.org/team/rules.git@" + commit:           "",
		"git::https://git.example.org/team/rules.git//policies@" + commit: "",
		"git::ssh://git@git.example.org/team/rules.git//a/b@" + commit:    "",
		"oci://": "want oci://HOST",
		"oci://registry.example.org/rules@sha256:12":              "want oci://HOST",
		"oci://UPPER/..:x":                                        "want oci://HOST",
		"git::https://git.example.org/rules.git@main":             "whole hash of a commit",
		"git::https://git.example.org/rules.git":                  "whole hash of a commit",
		"git::ext::sh -c id@" + commit:                            "with a URL of https, ssh or file",
		"git::--upload-pack=id@" + commit:                         "with a URL of https, ssh or file",
		"git::https://git.example.org/r.git//../../etc@" + commit: "want a folder of the repository",
		"git::https://git.example.org/r.git//-x@" + commit:        "want a folder of the repository",
	} {
		_, err := bundle.Parse(text)
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", text, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}

func TestLock(t *testing.T) {
	ref := parse(t, "oci://registry.example.org/rules:1")
	pinned := parse(t, "oci://registry.example.org/rules@sha256:"+strings.Repeat("b", 64))
	lock, err := bundle.ReadLock(nil)
	if err != nil || lock.Digest(ref) != "" {
		t.Fatal(err, lock.Digest(ref))
	}
	lock.Set(ref, "sha256:"+strings.Repeat("a", 64))
	lock.Set(parse(t, "oci://registry.example.org/other:1"), "sha256:"+strings.Repeat("c", 64))
	lock.Keep([]bundle.Ref{ref})
	text, err := lock.Text()
	if err != nil || strings.Contains(string(text), "other") {
		t.Fatal(err, string(text))
	}
	again, err := bundle.ReadLock(text)
	if err != nil || again.Digest(ref) != "sha256:"+strings.Repeat("a", 64) || again.Digest(pinned) != "sha256:"+strings.Repeat("b", 64) {
		t.Error(err, again)
	}
	for _, bad := range []string{"a: [", "version: 2\npolicies: [{source: x, digest: y}]", "version: 1\npolicies: [{source: x, digest: sha256:12}]"} {
		if _, err := bundle.ReadLock([]byte(bad)); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

// TestGit brings a commit of a repository, of which a link, a hidden file and a filter that runs a program are no part.
func TestGit(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git")
	}
	repository, ran := t.TempDir(), filepath.Join(t.TempDir(), "ran")
	write(t, repository, "policies/rules/a/b/b.rego", "package podlint.rules.a.b\n")
	write(t, repository, "policies/.hidden/x.rego", "package x\n")
	write(t, repository, ".gitattributes", "*.rego filter=evil\n")
	if err := os.Symlink("/etc/passwd", filepath.Join(repository, "policies", "link.yaml")); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"init", "-q"},
		{"add", "-A"},
		{"-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "rules"},
		{"config", "filter.evil.smudge", "touch " + ran},
		{"config", "uploadpack.allowAnySHA1InWant", "true"},
	} {
		run(t, repository, args...)
	}
	head := strings.TrimSpace(run(t, repository, "rev-parse", "HEAD"))
	store, err := bundle.At(filepath.Join(t.TempDir(), "cache"))
	if err != nil {
		t.Fatal(err)
	}
	ref := parse(t, "git::file://"+repository+"//policies@"+head)
	digest, err := store.Pull(t.Context(), ref, "")
	if err != nil {
		t.Fatal(err)
	}
	files, err := store.Files(t.Context(), digest)
	if err != nil {
		t.Fatal(err)
	}
	if got := names(t, files); got != "rules/a/b/b.rego" {
		t.Errorf("it holds %s", got)
	}
	if _, err := os.Stat(ran); err == nil {
		t.Error("a filter of the repository ran")
	}
	if again, err := store.Pull(t.Context(), ref, digest); err != nil || again != digest {
		t.Error(again, err)
	}
	if _, err := store.Pull(t.Context(), ref, "sha256:"+strings.Repeat("a", 64)); err == nil || !strings.Contains(err.Error(), "lock file says") {
		t.Errorf("another digest: %v", err)
	}
}

// TestCache refuses what somebody has changed in the cache, and says what is not there.
func TestCache(t *testing.T) {
	dir := t.TempDir()
	store, err := bundle.At(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Files(t.Context(), "sha256:"+strings.Repeat("a", 64)); !errors.Is(err, bundle.ErrAbsent) {
		t.Errorf("got %v", err)
	}
	if _, err := store.Files(t.Context(), "sha256:../../x"); err == nil {
		t.Error("a digest that is none is taken")
	}
	digest := registryDigest(t, store)
	blobs := filepath.Join(dir, "blobs", "sha256")
	entries, err := os.ReadDir(blobs)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		name := filepath.Join(blobs, e.Name())
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "package podlint") {
			if err := errors.Join(os.Chmod(name, 0o600), os.WriteFile(name, []byte(strings.Replace(string(text), "rules", "rulez", 1)), 0o600)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := store.Files(t.Context(), digest); err == nil {
		t.Error("a file that was changed in the cache is taken")
	}
}

// registryDigest puts a bundle into the store by way of a repository.
func registryDigest(t *testing.T, store *bundle.Store) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git")
	}
	repository := t.TempDir()
	write(t, repository, "rules/a/b/b.rego", "package podlint.rules.a.b\n")
	run(t, repository, "init", "-q")
	run(t, repository, "add", "-A")
	run(t, repository, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "rules")
	run(t, repository, "config", "uploadpack.allowAnySHA1InWant", "true")
	head := strings.TrimSpace(run(t, repository, "rev-parse", "HEAD"))
	digest, err := store.Pull(t.Context(), parse(t, "git::file://"+repository+"@"+head), "")
	if err != nil {
		t.Fatal(err)
	}
	return digest
}

func TestPushRefuses(t *testing.T) {
	for text, fsys := range map[string]fs.FS{
		"oci://127.0.0.1:1/rules:1":                                 fstest.MapFS{"a.txt": {Data: []byte("x")}},
		"oci://127.0.0.1:1/rules@sha256:" + strings.Repeat("a", 64): fstest.MapFS{"a.rego": {Data: []byte("package a")}},
	} {
		if _, err := bundle.Push(context.Background(), fsys, parse(t, text)); err == nil || strings.Contains(err.Error(), "connection") {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func parse(t *testing.T, text string) bundle.Ref {
	t.Helper()
	ref, err := bundle.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func names(t *testing.T, fsys fs.FS) string {
	t.Helper()
	var all []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all = append(all, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	full := filepath.Join(dir, name)
	if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return string(out)
}
