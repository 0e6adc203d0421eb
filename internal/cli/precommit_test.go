package cli_test

import (
	"bytes"
	"cmp"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/cli"
)

// Manifests for runs of the whole program.
const (
	goodPod = `apiVersion: v1
kind: Pod
metadata: {name: good}
spec:
  containers:
    - name: app
      image: example.org/app:1
`
	badPod = `apiVersion: v1
kind: Pod
metadata: {name: bad}
spec:
  containers:
    - name: app
      image: example.org/app:1
  volumes:
    - name: lost
      emptyDir: {}
`
	notKubernetes = "services:\n  web:\n    image: nginx\n"
)

// TestPreCommit lets the real pre-commit install the hook from this working copy and run it in another repository.
func TestPreCommit(t *testing.T) {
	if testing.Short() {
		t.Skip("builds podlint")
	}
	for _, program := range []string{"pre-commit", "git"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(program + " is not installed")
		}
	}
	hooks := hookRepository(t)
	tests := map[string]struct {
		files  map[string]string
		hook   string // podlint when empty
		args   string
		passes bool
		says   []string
		never  string
	}{
		"a good manifest passes": {
			files: map[string]string{"good.yaml": goodPod}, passes: true, says: []string{"Passed"},
		},
		"a bad one fails at its line": {
			files:  map[string]string{"good.yaml": goodPod, "k8s/bad pod #1.yaml": badPod},
			says:   []string{"exit code: 1", "k8s/bad pod #1.yaml:9:7: warning:", "[unmounted-volume]"},
			passes: false, never: "good.yaml:",
		},
		"what is not Kubernetes is passed over": {
			files:  map[string]string{"compose.yaml": notKubernetes, "package.json": `{"name": "x"}`},
			passes: true, says: []string{"Passed"},
		},
		"excludes are respected": {
			files: map[string]string{"good.yaml": goodPod, "vendor/bad.yaml": badPod}, args: "        exclude: ^vendor/\n",
			passes: true, says: []string{"Passed"},
		},
		"arguments are added": {
			files: map[string]string{"bad.yaml": badPod}, args: "        args: [--fail-on, error]\n",
			passes: true, says: []string{"Passed"},
		},
		"tests of own rules pass": {
			files: ownRule(t, nil), hook: "podlint-test", passes: true, says: []string{"Passed"},
		},
		"tests of own rules fail": {
			files: ownRule(t, map[string]string{"good": "bad"}), hook: "podlint-test",
			says: []string{"exit code: 1", "change-me"}, passes: false,
		},
		"tests of own rules run for rules only": {
			files: map[string]string{"good.yaml": goodPod}, hook: "podlint-test", passes: true, says: []string{"(no files to check)Skipped"},
		},
		"a patch by its name is judged in its build": {
			files: kustomization(), args: "        files: ^overlays/prod/patch\\.yaml$\n", passes: false,
			says: []string{"exit code: 1", "overlays/prod/patch.yaml:", "[unmounted-volume]", "rendered: by overlays/prod"},
		},
		"a kustomization is built": {
			files: kustomization(), args: "        files: ^overlays/prod/kustomization\\.yaml$\n", passes: false,
			says: []string{"exit code: 1", "overlays/prod/patch.yaml:", "[unmounted-volume]"},
		},
		"a file that cannot be read fails": {
			files:  map[string]string{"broken.yaml": "kind: Pod\napiVersion: v1\n  bad: [\n"},
			passes: false, says: []string{"exit code: 3", "broken.yaml:3:"},
		},
	}
	t.Run("podlint-new reports what the commit does not have", func(t *testing.T) { sinceTheCommit(t, hooks) })
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tt.files[".pre-commit-config.yaml"] = "repos:\n  - repo: " + hooks + "\n    rev: v0.0.1\n    hooks:\n      - id: " +
				cmp.Or(tt.hook, "podlint") + "\n" + tt.args
			dir := repository(t, tt.files)
			cmd := exec.CommandContext(t.Context(), "pre-commit", "run", "--all-files", "--color", "never")
			cmd.Dir, cmd.Env = dir, hookEnv(t)
			data, err := cmd.CombinedOutput()
			out := string(data)
			if passes := err == nil; passes != tt.passes {
				t.Fatalf("got %v, want pass %v:\n%s", err, tt.passes, out)
			}
			for _, want := range tt.says {
				if !strings.Contains(out, want) {
					t.Errorf("%q is missing in\n%s", want, out)
				}
			}
			if tt.never != "" && strings.Contains(out, tt.never) {
				t.Errorf("%q is in\n%s", tt.never, out)
			}
		})
	}
}

// kustomization is an overlay whose patch adds a volume that no container mounts.
func kustomization() map[string]string {
	return map[string]string{
		"base/kustomization.yaml":          "resources: [pod.yaml]\n",
		"base/pod.yaml":                    goodPod,
		"overlays/prod/kustomization.yaml": "resources: [../../base]\npatches: [{path: patch.yaml}]\n",
		"overlays/prod/patch.yaml":         "apiVersion: v1\nkind: Pod\nmetadata: {name: good}\nspec:\n  volumes:\n    - name: lost\n      emptyDir: {}\n",
	}
}

// sinceTheCommit runs the hook podlint-new on what is staged in a repository in which something is wrong already.
func sinceTheCommit(t *testing.T, hooks string) {
	dir := repository(t, map[string]string{
		"old.yaml":                badPod,
		".pre-commit-config.yaml": "repos:\n  - repo: " + hooks + "\n    rev: v0.0.1\n    hooks:\n      - id: podlint-new\n",
	})
	run := func() (string, error) {
		cmd := exec.CommandContext(t.Context(), "pre-commit", "run", "--color", "never")
		cmd.Dir, cmd.Env = dir, hookEnv(t)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	stage := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		git(t, dir, "add", name)
	}
	stage("old.yaml", "# a line more\n"+badPod)
	if out, err := run(); err != nil || !strings.Contains(out, "Passed") {
		t.Errorf("what is old fails: %v\n%s", err, out)
	}
	stage("new.yaml", strings.ReplaceAll(badPod, "name: bad", "name: worse"))
	if out, err := run(); err == nil || !strings.Contains(out, "new.yaml:9:7: warning:") || strings.Contains(out, "old.yaml:") {
		t.Errorf("want what is new alone, got %v\n%s", err, out)
	}
}

// ownRule is what podlint new writes, below policies. fixtures replaces the manifests of one kind by those of another: {"good": "bad"}.
func ownRule(t *testing.T, fixtures map[string]string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	var stderr bytes.Buffer
	args := []string{"new", "change-me", "--dir", filepath.Join(dir, "policies")}
	if status := cli.Main(args, strings.NewReader(""), &bytes.Buffer{}, &stderr); status != cli.StatusOK {
		t.Fatalf("podlint new: status %d: %s", status, &stderr)
	}
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		files[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for to, from := range fixtures {
		for path := range files {
			if other := strings.Replace(path, "/"+to+"/", "/"+from+"/", 1); other != path {
				files[path] = files[other]
			}
		}
	}
	return files
}

// hookRepository is a repository with this working copy, committed and tagged as a release would be. pre-commit keeps what it installs
// for the test below PRE_COMMIT_HOME.
func hookRepository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		switch {
		case err != nil:
			return err
		case rel == ".git" && d.IsDir(), rel == "bin":
			return fs.SkipDir
		case rel == ".git", !d.IsDir() && !d.Type().IsRegular():
			return nil
		case d.IsDir():
			return os.MkdirAll(filepath.Join(dir, rel), 0o755)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, rel), data, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PRE_COMMIT_HOME", t.TempDir())
	commit(t, dir)
	git(t, dir, "tag", "v0.0.1")
	return dir
}

// repository is a new repository in which files are staged.
func repository(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	commit(t, dir)
	return dir
}

func commit(t *testing.T, dir string) {
	t.Helper()
	git(t, dir, "init", "--quiet")
	git(t, dir, "add", "--all", "--force")
	git(t, dir, "-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false",
		"commit", "--quiet", "--no-verify", "--message", "test")
}

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// hookEnv lets the build use the modules and packages that are here already, as pre-commit gives it a GOPATH of its own.
func hookEnv(t *testing.T) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "env", "GOMODCACHE", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	dirs := strings.Fields(string(out))
	if len(dirs) != 2 {
		t.Fatalf("go env printed %q", out)
	}
	return append(os.Environ(), "GOMODCACHE="+dirs[0], "GOCACHE="+dirs[1], "GIT_CONFIG_GLOBAL="+os.DevNull)
}
