package source

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// plant is a way to have git run a command that a repository names.
type plant struct {
	name string
	// put plants a command into the repository of the working directory.
	put func(t *testing.T, command string)
	// live are arguments of git that show that what was planted would run; nil where no command that reads does it.
	live []string
}

func setting(pairs ...string) func(*testing.T, string) {
	return func(t *testing.T, command string) {
		for i := 0; i < len(pairs); i += 2 {
			run(t, "config", pairs[i], strings.ReplaceAll(pairs[i+1], "COMMAND", command))
		}
	}
}

func attribute(line string, put func(*testing.T, string)) func(*testing.T, string) {
	return func(t *testing.T, command string) {
		must(t, os.WriteFile(".gitattributes", []byte(line+"\n"), 0o600))
		put(t, command)
	}
}

// without takes the objects of the commit away, as a partial clone has them not.
func without(put func(*testing.T, string)) func(*testing.T, string) {
	return func(t *testing.T, command string) {
		out, err := exec.Command("git", "rev-parse", "v1:a.yaml").Output()
		must(t, err)
		hash := strings.TrimSpace(string(out))
		must(t, os.Remove(filepath.Join(".git/objects", hash[:2], hash[2:])))
		put(t, command)
	}
}

func hook(names ...string) func(*testing.T, string) {
	return func(t *testing.T, command string) {
		dir := t.TempDir()
		for _, name := range names {
			must(t, os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+command+"\n"), 0o700))
		}
		run(t, "config", "core.hooksPath", dir)
	}
}

// included has a file beside the repository set what its configuration does not say itself.
func included(key, value string) func(*testing.T, string) {
	return func(t *testing.T, command string) {
		file := filepath.Join(t.TempDir(), "config")
		run(t, "config", "-f", file, key, strings.ReplaceAll(value, "COMMAND", command))
		run(t, "config", "include.path", file)
	}
}

func plants() []plant {
	partial := []string{
		"core.repositoryFormatVersion", "1", "extensions.partialClone", "origin", "remote.origin.promisor", "true",
		"remote.origin.url", ".", "remote.origin.uploadpack", "COMMAND; false", "protocol.allow", "always", "protocol.file.allow", "always",
	}
	ssh := append([]string{"core.sshCommand", "COMMAND; false"}, partial...)
	ssh[7+2] = "x@example.invalid:y"
	return []plant{
		{"core.fsmonitor", setting("core.fsmonitor", "COMMAND; false"), []string{"status"}},
		{"core.fsmonitor of a file that is included", included("core.fsmonitor", "COMMAND; false"), []string{"status"}},
		{"filter.clean", attribute("*.yaml filter=x", setting("filter.x.clean", "COMMAND; cat")), []string{"diff", "v1"}},
		{"filter.smudge", attribute("*.yaml filter=x", setting("filter.x.smudge", "COMMAND; cat")), []string{"cat-file", "--filters", "v1:a.yaml"}},
		{"filter.process", attribute("*.yaml filter=x", setting("filter.x.process", "COMMAND; false")), []string{"diff", "v1"}},
		{"textconv", attribute("*.yaml diff=x", setting("diff.x.textconv", "COMMAND; cat")), []string{"diff", "v1"}},
		{"diff.command", attribute("*.yaml diff=x", setting("diff.x.command", "COMMAND; true")), []string{"diff", "v1"}},
		{"diff.external", setting("diff.external", "COMMAND; true"), []string{"diff", "v1"}},
		{"remote.uploadpack", without(setting(partial...)), []string{"cat-file", "-p", "v1:a.yaml"}},
		{"core.sshCommand", without(setting(ssh...)), []string{"cat-file", "-p", "v1:a.yaml"}},
		{"core.pager", setting("core.pager", "COMMAND; cat", "pager.rev-parse", "COMMAND; cat"), nil},
		{"alias", setting("alias.rev-parse", "!COMMAND", "alias.ls-tree", "!COMMAND", "alias.x", "!COMMAND"), []string{"x"}},
		{"hooks", hook("post-index-change", "reference-transaction", "fsmonitor-watchman", "post-checkout"), []string{"update-index", "--force-write-index"}},
		{"core.gitProxy", without(setting(append([]string{"core.gitProxy", "COMMAND"}, partial...)...)), nil},
		{"gpg.program", setting("gpg.program", "COMMAND", "log.showSignature", "true"), nil},
		{"core.alternateRefsCommand", setting("core.alternateRefsCommand", "COMMAND; false"), nil},
	}
}

// TestNothingOfARepositoryRuns plants each way in and does all that podlint does with a repository.
func TestNothingOfARepositoryRuns(t *testing.T) {
	for _, p := range plants() {
		t.Run(p.name, func(t *testing.T) {
			commit(t, map[string]string{"a.yaml": "a1\nb\nc\nd\n", "moved.yaml": "m\nn\no\np\nq\n", "ignored.yaml": "i", "note.txt": ""})
			must(t, os.WriteFile("a.yaml", []byte("a2\nb\nc\nd\n"), 0o600))
			must(t, os.WriteFile(".gitignore", []byte("ignored.yaml\n"), 0o600))
			run(t, "mv", "moved.yaml", "new.yaml")
			ran := filepath.Join(t.TempDir(), "ran")
			p.put(t, "touch "+ran)
			useRepository(t)
			if _, err := os.Stat(ran); err == nil {
				t.Fatal("the command ran")
			}
			if p.live == nil {
				return
			}
			_ = exec.Command("git", p.live...).Run() // it may fail
			if _, err := os.Stat(ran); err != nil {
				t.Errorf("git %v did not run the command, so this shows nothing", p.live)
			}
		})
	}
}

// useRepository calls all that runs git. What fails is of no interest.
func useRepository(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	_, _ = Read(ctx, []string{"."}, Options{})
	for _, path := range []string{".", "new.yaml", "a.yaml"} {
		_, _ = ReadRevision(ctx, "v1", []string{path}, Options{})
	}
	tree, err := OpenRevision(ctx, "v1")
	if err != nil {
		t.Log(err)
		return
	}
	_, _ = tree.List(tree.Dir())
	_, _ = tree.ReadFile(tree.Dir() + "/a.yaml")
}

// bare makes a bare repository of ordinary files in a folder, with a command in its configuration.
func bare(t *testing.T, dir, command string) {
	t.Helper()
	run(t, "init", "-q", "--bare", dir)
	must(t, os.WriteFile(filepath.Join(dir, "refs", "keep"), nil, 0o600)) // git keeps no empty folders
	must(t, os.WriteFile(filepath.Join(dir, "config"),
		[]byte("[core]\n repositoryformatversion = 0\n bare = false\n worktree = ..\n fsmonitor = \""+command+"; false\"\n"), 0o600))
}

func TestFolderThatLooksLikeARepository(t *testing.T) {
	commit(t, map[string]string{"a.yaml": "a1", "sub/b.yaml": "b1"})
	ran := filepath.Join(t.TempDir(), "ran")
	bare(t, "sub", "touch "+ran)
	t.Chdir("sub")
	_ = exec.Command("git", "status").Run()
	if err := os.Remove(ran); err != nil {
		t.Error("git status did not run the command, so this shows nothing")
	}
	files, err := ReadRevision(context.Background(), "v1", []string{"."}, Options{})
	if err != nil || len(files) != 1 || files[0].Name != "b.yaml" {
		t.Errorf("got %v, %v; want b.yaml of the repository around", files, err)
	}
	_, _ = Read(context.Background(), []string{"."}, Options{})
	if _, err := os.Stat(ran); err == nil {
		t.Error("the command ran")
	}
}

func TestVariablesOfGitDoNotLeadElsewhere(t *testing.T) {
	commit(t, map[string]string{"other.yaml": "o"})
	other, err := os.Getwd()
	must(t, err)
	commit(t, map[string]string{"a.yaml": "a"})
	for name, value := range map[string]string{
		"GIT_DIR": ".git", "GIT_WORK_TREE": "", "GIT_INDEX_FILE": ".git/index", "GIT_OBJECT_DIRECTORY": ".git/objects", "GIT_COMMON_DIR": ".git",
	} {
		t.Setenv(name, filepath.Join(other, value))
	}
	files, err := ReadRevision(context.Background(), "v1", []string{"."}, Options{})
	if err != nil || len(files) != 1 || files[0].Name != "a.yaml" {
		t.Errorf("got %v, %v; want a.yaml of the working directory", files, err)
	}
}

func TestPartialCloneSaysSo(t *testing.T) {
	commit(t, map[string]string{"a.yaml": "a1"})
	without(func(*testing.T, string) {})(t, "")
	_, err := ReadRevision(context.Background(), "v1", []string{"."}, Options{})
	if err == nil || !strings.Contains(err.Error(), "a.yaml of the revision: it is not in this clone") {
		t.Errorf("got %v, want that a.yaml is not there", err)
	}
}
