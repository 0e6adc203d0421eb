package source

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// commit makes a repository of a tree, with one commit called v1, and leaves the working directory there.
func commit(t *testing.T, files map[string]string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not there")
	}
	tree(t, files)
	t.Setenv("HOME", t.TempDir())
	run(t, "init", "-q")
	run(t, "add", "-A")
	run(t, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "first")
	run(t, "tag", "v1")
}

func run(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("git", args...).CombinedOutput(); err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

func TestReadRevision(t *testing.T) {
	commit(t, map[string]string{
		"a.yaml": "a1", "sub/b.yml": "b1", "sub/deep/c.json": "c1", "sub/note.txt": "n", "sub/.hidden.yaml": "h", ".dot/d.yaml": "d",
		"chart/Chart.yaml": "name: c", "chart/templates/t.yaml": "t", "ümlaut ö.yaml": "u1", "bin.yaml": "a\x00b", "empty.yaml": "",
	})
	must(t, os.Symlink("a.yaml", "link.yaml"))
	run(t, "add", "link.yaml")
	run(t, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "second")
	run(t, "tag", "-f", "v1")
	must(t, os.WriteFile("a.yaml", []byte("a2"), 0o600))
	must(t, os.WriteFile("new.yaml", []byte("new"), 0o600))
	must(t, os.Remove("sub/b.yml"))
	run(t, "mv", "sub/deep/c.json", "sub/moved.json")
	before, err := os.ReadFile(".git/index")
	must(t, err)

	tests := map[string]struct {
		dir   string
		paths []string
		want  []string
	}{
		"the whole tree":       {".", []string{"."}, []string{"a.yaml=a1", "chart/Chart.yaml=name: c", "chart/templates/t.yaml=", "empty.yaml=", "link.yaml=a1", "sub/b.yml=b1", "sub/deep/c.json=c1", "ümlaut ö.yaml=u1"}},
		"a folder":             {".", []string{"sub"}, []string{"sub/b.yml=b1", "sub/deep/c.json=c1"}},
		"a deleted file":       {".", []string{"sub/b.yml"}, []string{"sub/b.yml=b1"}},
		"a renamed file":       {".", []string{"sub/moved.json"}, []string{"sub/deep/c.json=c1"}},
		"a new file":           {".", []string{"new.yaml"}, nil},
		"another ending":       {".", []string{"sub/note.txt"}, []string{"sub/note.txt=n"}},
		"twice":                {".", []string{"a.yaml", "./a.yaml"}, []string{"a.yaml=a1"}},
		"a pattern":            {".", []string{"*.yaml"}, []string{"a.yaml=a1", "empty.yaml=", "link.yaml=a1", "ümlaut ö.yaml=u1"}},
		"a deep pattern":       {".", []string{"sub/**/*.json"}, []string{"sub/deep/c.json=c1"}},
		"a pattern of folders": {".", []string{"su*"}, []string{"sub/b.yml=b1", "sub/deep/c.json=c1"}},
		"from below":           {"sub", []string{"."}, []string{"b.yml=b1", "deep/c.json=c1"}},
		"upwards":              {"sub", []string{"../a.yaml"}, []string{"../a.yaml=a1"}},
		"outside":              {".", []string{"/etc"}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Chdir(tt.dir)
			files, err := ReadRevision(context.Background(), "v1", tt.paths, Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range files {
				got = append(got, f.Name+"="+string(f.Data))
			}
			slices.Sort(got)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	after, err := os.ReadFile(".git/index")
	must(t, err)
	if string(before) != string(after) {
		t.Error("the index has changed")
	}
}

func TestReadRevisionAsksWhatIsWanted(t *testing.T) {
	commit(t, map[string]string{"a.yaml": "a", "vendor/b.yaml": "b"})
	opt := Options{Wanted: func(path string, _ bool) bool { return filepath.Base(filepath.Dir(path)) != "vendor" }}
	files, err := ReadRevision(context.Background(), "v1", []string{".", "vendor/b.yaml"}, opt)
	if err != nil || len(files) != 1 || files[0].Name != "a.yaml" {
		t.Errorf("got %v, %v; want a.yaml alone", files, err)
	}
}

func TestReadRevisionFaults(t *testing.T) {
	commit(t, map[string]string{"a.yaml": "a"})
	for name, tt := range map[string]struct{ revision, path, want string }{
		"unknown":        {"v2", ".", `unknown revision "v2"`},
		"a flag":         {"--all", ".", `unknown revision "--all"`},
		"empty":          {"", ".", `unknown revision ""`},
		"not that one":   {"^v1", ".", `unknown revision "^v1"`},
		"a range":        {"v1..v1", ".", `unknown revision "v1..v1"`},
		"no commit":      {"v1:a.yaml", ".", "unknown revision"},
		"standard input": {"v1", "-", "standard input has no revision"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadRevision(context.Background(), tt.revision, []string{tt.path}, Options{})
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	t.Run("no git", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		if _, err := ReadRevision(context.Background(), "v1", []string{"."}, Options{}); err == nil || !strings.Contains(err.Error(), "git is not there") {
			t.Errorf("got %v, want that git is missing", err)
		}
	})
	t.Run("no repository", func(t *testing.T) {
		t.Chdir(t.TempDir())
		if _, err := ReadRevision(context.Background(), "v1", []string{"."}, Options{}); err == nil || !strings.Contains(err.Error(), "not a git repository") {
			t.Errorf("got %v, want that there is no repository", err)
		}
	})
}
