package safefile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/podlint/podlint/internal/safefile"
)

// layout makes a repository and files outside of it, and leaves the working directory in the repository.
func layout(t *testing.T) (outside string) {
	t.Helper()
	top := t.TempDir()
	outside = filepath.Join(top, "outside")
	repository := filepath.Join(top, "repository")
	for name, text := range map[string]string{
		"outside/secret": "root:x", "outside/folder/secret": "root:x",
		"repository/.git/HEAD": "", "repository/file": "text", "repository/sub/file": "text",
	} {
		full := filepath.Join(top, filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(full), 0o700))
		must(t, os.WriteFile(full, []byte(text), 0o600))
	}
	t.Chdir(repository)
	for name, to := range map[string]string{
		"within": "sub/file", "absolute": filepath.Join(repository, "file"), "out": filepath.Join(outside, "secret"), "up": "../outside/secret",
		"folder": "../outside/folder", "twice": "out", "loop": "loop", "gone": "none", "far": "../outside/none", "device": "/dev/zero",
	} {
		must(t, os.Symlink(to, name))
	}
	must(t, syscall.Mkfifo("pipe", 0o600))
	return outside
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestRead(t *testing.T) {
	outside := layout(t)
	for name, want := range map[string]string{
		"file": "", "sub/file": "", "within": "", "absolute": "", "./sub/../file": "",
		"out": "the link leads out of the project", "up": "the link leads out of the project", "twice": "the link leads out of the project",
		"folder/secret": "the link leads out of the project", "device": "the link leads out of the project",
		"../outside/secret": "it lies outside", "../outside/none": "it lies outside",
		"/etc/passwd": "it lies outside", filepath.Join(outside, "secret"): "it lies outside",
		"none": "no such file", "gone": "no such file", "far": "no such file", "pipe": "it is a named pipe", "sub": "it is a folder", "loop": "links",
	} {
		data, err := safefile.Of(".").Read(name, 100)
		if want == "" {
			if string(data) != "text" || err != nil {
				t.Errorf("%s: got %q, %v; want its text", name, data, err)
			}
			continue
		}
		if len(data) > 0 || err == nil || !strings.Contains(safefile.Reason(err), want) {
			t.Errorf("%s: got %q, %v; want an error with %q", name, data, err, want)
		}
	}
}

func TestReadBounds(t *testing.T) {
	layout(t)
	if _, err := safefile.Of(".").Read("file", 3); err == nil || err.Error() != "it is larger than 3 bytes" {
		t.Errorf("got %v, want that it is too large", err)
	}
	if data, err := safefile.Of(".").Read("file", 4); len(data) != 4 || err != nil {
		t.Errorf("got %q, %v; want all of it", data, err)
	}
}

// TestFor: what the user names may lie anywhere, and stays where its name lies.
func TestFor(t *testing.T) {
	outside := layout(t)
	for name, want := range map[string]error{
		"file": nil, "within": nil, filepath.Join(outside, "secret"): nil, "../outside/folder/secret": nil,
		"out": safefile.ErrLink, "folder/secret": safefile.ErrLink, "none": fs.ErrNotExist, "../outside/none": fs.ErrNotExist,
	} {
		if _, err := safefile.For(name).Read(name, 100); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", name, err, want)
		}
	}
	t.Run("without a repository", func(t *testing.T) {
		must(t, os.RemoveAll(".git"))
		if data, err := safefile.For("out").Read("out", 100); string(data) != "root:x" || err != nil {
			t.Errorf("got %q, %v; want the text that the link leads to", data, err)
		}
		if _, err := safefile.Of(".").Read("out", 100); !errors.Is(err, safefile.ErrLink) {
			t.Errorf("got %v, want that the link leads out", err)
		}
	})
}

func TestFS(t *testing.T) {
	layout(t)
	fsys := safefile.For("sub").FS("sub", 4)
	if data, err := fs.ReadFile(fsys, "file"); string(data) != "text" || err != nil {
		t.Errorf("got %q, %v; want the text", data, err)
	}
	if entries, err := fs.ReadDir(fsys, "."); len(entries) != 1 || err != nil {
		t.Errorf("got %v, %v; want the one file", entries, err)
	}
	must(t, os.Symlink("../out", "sub/out"))
	must(t, os.Symlink("../../outside/folder", "sub/folder"))
	must(t, os.WriteFile("sub/long", []byte("longer"), 0o600))
	for name, want := range map[string]string{
		"out": "leads out", "folder/secret": "leads out", "folder": "leads out", "long": "larger than 4 bytes", "../file": "invalid", "none": "no such file",
	} {
		if data, err := fs.ReadFile(fsys, name); len(data) > 0 || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %q, %v; want an error with %q", name, data, err, want)
		}
	}
}
