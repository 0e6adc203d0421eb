package source

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// tree makes a folder with files and makes it the working directory. A name that ends in "/" is a folder.
func tree(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, data := range files {
		p := filepath.FromSlash(name)
		if strings.HasSuffix(name, "/") {
			must(t, os.MkdirAll(p, 0o750))
			continue
		}
		must(t, os.MkdirAll(filepath.Dir(p), 0o750))
		must(t, os.WriteFile(p, []byte(data), 0o600))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// names reads paths and returns the names of the files and the messages of the errors.
func names(t *testing.T, paths ...string) (files, errs []string) {
	t.Helper()
	fs, es := Read(context.Background(), paths, Options{})
	for _, f := range fs {
		files = append(files, f.Name)
	}
	for _, e := range es {
		errs = append(errs, e.File+": "+e.Message)
	}
	return files, errs
}

func TestReadExpandsPaths(t *testing.T) {
	tree(t, map[string]string{
		"b.yaml": "b", "a.yml": "a", "c.json": "c", "d.txt": "d", "e.YAML": "e", ".hidden.yaml": "h",
		"sub/x.yaml": "x", "sub/deep/y.yaml": "y", ".git/z.yaml": "z", "sub/.cache/w.yaml": "w", "odd[1].yaml": "o", "empty/": "",
	})
	tests := map[string]struct {
		paths []string
		want  []string
		err   string
	}{
		"folder":                    {[]string{"."}, []string{"a.yml", "b.yaml", "c.json", "e.YAML", "odd[1].yaml", "sub/deep/y.yaml", "sub/x.yaml"}, ""},
		"folder below":              {[]string{"./sub/"}, []string{"sub/deep/y.yaml", "sub/x.yaml"}, ""},
		"file of any extension":     {[]string{"d.txt", "./e.YAML", ".hidden.yaml"}, []string{"d.txt", "e.YAML", ".hidden.yaml"}, ""},
		"order of arguments":        {[]string{"sub", "b.yaml", "a.yml"}, []string{"sub/deep/y.yaml", "sub/x.yaml", "b.yaml", "a.yml"}, ""},
		"named twice":               {[]string{"b.yaml", "./b.yaml", "sub/../b.yaml", "."}, []string{"b.yaml", "a.yml", "c.json", "e.YAML", "odd[1].yaml", "sub/deep/y.yaml", "sub/x.yaml"}, ""},
		"glob":                      {[]string{"*.yaml"}, []string{"b.yaml", "odd[1].yaml"}, ""},
		"glob through folders":      {[]string{"**/*.yaml"}, []string{"b.yaml", "odd[1].yaml", "sub/deep/y.yaml", "sub/x.yaml"}, ""},
		"glob of alternatives":      {[]string{"{a,b}.{yaml,yml}"}, []string{"a.yml", "b.yaml"}, ""},
		"glob of an odd extension":  {[]string{"*.txt"}, []string{"d.txt"}, ""},
		"glob of anything":          {[]string{"*"}, []string{"a.yml", "b.yaml", "c.json", "e.YAML", "odd[1].yaml", "sub/deep/y.yaml", "sub/x.yaml"}, ""},
		"glob that matches nothing": {[]string{"*.nope", "b.yaml"}, []string{"b.yaml"}, "no file matches"},
		"glob that is broken":       {[]string{"a[", "b.yaml"}, []string{"b.yaml"}, "cannot read the pattern"},
		"file with glob characters": {[]string{"odd[1].yaml"}, []string{"odd[1].yaml"}, ""},
		"empty folder":              {[]string{"empty"}, nil, ""},
		"missing":                   {[]string{"nope", "b.yaml"}, []string{"b.yaml"}, "nope: cannot read: no such file or folder"},
		"file for a folder":         {[]string{"b.yaml/x"}, nil, "not a directory"},
		"no path":                   {nil, nil, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, errs := names(t, tt.paths...)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if tt.err == "" && len(errs) > 0 || tt.err != "" && (len(errs) != 1 || !strings.Contains(errs[0], tt.err)) {
				t.Errorf("got errors %q, want %q", errs, tt.err)
			}
		})
	}
}

func TestReadRespectsGitignore(t *testing.T) {
	tests := map[string]struct {
		ignore map[string]string // .gitignore files
		files  []string
		want   []string
	}{
		"name anywhere":        {map[string]string{"": "b.yaml"}, []string{"a.yaml", "b.yaml", "s/b.yaml"}, []string{"a.yaml"}},
		"star":                 {map[string]string{"": "*.gen.yaml\n# a.yaml\n\n"}, []string{"a.yaml", "b.gen.yaml", "s/c.gen.yaml"}, []string{"a.yaml"}},
		"anchored":             {map[string]string{"": "/b.yaml"}, []string{"b.yaml", "s/b.yaml"}, []string{"s/b.yaml"}},
		"folder":               {map[string]string{"": "build/"}, []string{"build/a.yaml", "s/build/a.yaml", "s/b.yaml"}, []string{"s/b.yaml"}},
		"folder rule, file":    {map[string]string{"": "a.yaml/"}, []string{"a.yaml"}, []string{"a.yaml"}},
		"path":                 {map[string]string{"": "s/b.yaml"}, []string{"s/b.yaml", "t/s/b.yaml"}, []string{"t/s/b.yaml"}},
		"two stars":            {map[string]string{"": "s/**/b.yaml"}, []string{"s/b.yaml", "s/t/u/b.yaml", "b.yaml"}, []string{"b.yaml"}},
		"all in a folder":      {map[string]string{"": "s/**\n!s/keep.yaml"}, []string{"s/b.yaml", "s/keep.yaml"}, []string{"s/keep.yaml"}},
		"negation":             {map[string]string{"": "*.yaml\n!keep.yaml"}, []string{"a.yaml", "keep.yaml"}, []string{"keep.yaml"}},
		"order":                {map[string]string{"": "!a.yaml\n*.yaml"}, []string{"a.yaml"}, nil},
		"nested":               {map[string]string{"s": "b.yaml"}, []string{"b.yaml", "s/b.yaml", "s/t/b.yaml"}, []string{"b.yaml"}},
		"nested negation":      {map[string]string{"": "*.yaml", "s": "!b.yaml"}, []string{"b.yaml", "s/a.yaml", "s/b.yaml"}, []string{"s/b.yaml"}},
		"no way into a folder": {map[string]string{"": "s/\n!s/b.yaml"}, []string{"s/b.yaml"}, nil},
		"question mark":        {map[string]string{"": "?.yaml"}, []string{"a.yaml", "ab.yaml"}, []string{"ab.yaml"}},
		"class":                {map[string]string{"": "[ab].yaml"}, []string{"a.yaml", "c.yaml"}, []string{"c.yaml"}},
		"braces are plain":     {map[string]string{"": "{a,b}.yaml"}, []string{"a.yaml", "{a,b}.yaml"}, []string{"a.yaml"}},
		"escapes":              {map[string]string{"": "\\!a.yaml\n\\#b.yaml\r\nc.yaml   \n"}, []string{"!a.yaml", "#b.yaml", "c.yaml", "d.yaml"}, []string{"d.yaml"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{}
			for _, f := range tt.files {
				files[f] = ""
			}
			for dir, rules := range tt.ignore {
				files[filepath.ToSlash(filepath.Join(dir, ".gitignore"))] = rules
			}
			tree(t, files)
			got, errs := names(t, ".")
			if diff := cmp.Diff(tt.want, got); diff != "" || len(errs) > 0 {
				t.Errorf("errors %q\n%s", errs, diff)
			}
		})
	}
}

func TestReadRespectsGitignoreAbove(t *testing.T) {
	tree(t, map[string]string{".git/": "", ".gitignore": "*.gen.yaml\n/app/secret.yaml\n", "app/a.gen.yaml": "", "app/b.yaml": "", "app/secret.yaml": "", "app/k/secret.yaml": ""})
	want := []string{"app/b.yaml", "app/k/secret.yaml"}
	got, _ := names(t, "app")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	t.Chdir("app")
	got, _ = names(t, ".")
	if diff := cmp.Diff([]string{"b.yaml", "k/secret.yaml"}, got); diff != "" {
		t.Error(diff)
	}
	got, _ = names(t, "a.gen.yaml")
	if len(got) != 1 {
		t.Error("an ignored file that is named was not read")
	}
}

func TestReadTellsChartTemplates(t *testing.T) {
	tree(t, map[string]string{
		"c/Chart.yaml": "name: c", "c/values.yaml": "a: b", "c/templates/a.yaml": "{{ }}", "c/templates/t/b.yaml": "x", "c/charts/d/Chart.yaml": "", "c/charts/d/templates/e.yaml": "",
		"templates/plain.yaml": "a: b", "c/crds/f.yaml": "",
	})
	files, errs := Read(context.Background(), []string{"."}, Options{})
	got := map[string]string{}
	for _, f := range files {
		got[f.Name] = f.Chart
		if f.Chart != "" && f.Data != nil {
			t.Errorf("%s carries data", f.Name)
		}
	}
	want := map[string]string{
		"c/Chart.yaml": "", "c/values.yaml": "", "c/templates/a.yaml": "c", "c/templates/t/b.yaml": "c", "c/charts/d/Chart.yaml": "",
		"c/charts/d/templates/e.yaml": "c/charts/d", "templates/plain.yaml": "", "c/crds/f.yaml": "",
	}
	if diff := cmp.Diff(want, got); diff != "" || len(errs) > 0 {
		t.Errorf("errors %v\n%s", errs, diff)
	}
	t.Chdir(filepath.Join("c", "templates"))
	files, _ = Read(context.Background(), []string{"a.yaml"}, Options{})
	if len(files) != 1 || files[0].Chart != ".." {
		t.Errorf("from inside the chart: got %+v", files)
	}
}

func TestReadStandardInput(t *testing.T) {
	files, errs := Read(context.Background(), []string{"-", "-"}, Options{Stdin: strings.NewReader("a: b")})
	if len(errs) > 0 || len(files) != 1 || files[0].Name != "<stdin>" || string(files[0].Data) != "a: b" {
		t.Errorf("got %v, errors %v", files, errs)
	}
	if _, errs := Read(context.Background(), []string{"-"}, Options{}); len(errs) != 1 {
		t.Errorf("without standard input: got errors %v", errs)
	}
}

func TestReadRefusesBinaryAndLargeFiles(t *testing.T) {
	tree(t, map[string]string{"bin.yaml": "a: b\nc\x00\x00", "big.yaml": "0123456789", "ok.yaml": "a", "utf16.yaml": "\xff\xfea\x00"})
	files, errs := Read(context.Background(), []string{"."}, Options{MaxBytes: 9})
	if len(files) != 2 || files[0].Name != "ok.yaml" || files[1].Name != "utf16.yaml" {
		t.Errorf("got %v", files)
	}
	if len(errs) != 2 || !strings.Contains(errs[0].Message, "larger than 9 bytes") || errs[1].Line != 2 || errs[1].Column != 2 || !strings.Contains(errs[1].Message, "NUL") {
		t.Errorf("got errors %+v", errs)
	}
	_, errs = Read(context.Background(), []string{"-"}, Options{MaxBytes: 9, Stdin: strings.NewReader("0123456789")})
	if len(errs) != 1 || !strings.Contains(errs[0].Message, "larger") {
		t.Errorf("standard input: got errors %+v", errs)
	}
}

func TestReadNeverHangsOnSpecialFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no pipes among files here")
	}
	tree(t, map[string]string{"a.yaml": "a", "in/b.yaml": "b"})
	must(t, syscall.Mkfifo("pipe.yaml", 0o600))
	l, err := net.Listen("unix", "socket.yaml")
	must(t, err)
	t.Cleanup(func() { _ = l.Close() })
	must(t, os.Symlink(".", "loop"))
	must(t, os.Symlink("self.yaml", "self.yaml"))
	must(t, os.Symlink("gone.yaml", "dangling.yaml"))
	must(t, os.Symlink(filepath.Join("in", "b.yaml"), "link.yaml"))
	must(t, os.Symlink("pipe.yaml", "pipelink.yaml"))
	must(t, os.Symlink("in", "folder.yaml"))
	done := make(chan struct{})
	go func() {
		defer close(done)
		files, errs := names(t, ".")
		if diff := cmp.Diff([]string{"a.yaml", "in/b.yaml", "link.yaml"}, files); diff != "" {
			t.Error(diff)
		}
		wantErrs := []string{
			"dangling.yaml: cannot read: no such file or folder", "self.yaml: cannot read: the link leads back to itself",
		}
		if diff := cmp.Diff(wantErrs, errs); diff != "" {
			t.Error(diff)
		}
		files, errs = names(t, "pipe.yaml", "socket.yaml", "/dev/zero", "self.yaml", "loop/in")
		if len(errs) != 4 || !strings.Contains(errs[0], "a named pipe") || !strings.Contains(errs[1], "a socket") || !strings.Contains(errs[2], "a device") {
			t.Errorf("got errors %q", errs)
		}
		if diff := cmp.Diff([]string{"loop/in/b.yaml"}, files); diff != "" {
			t.Error(diff)
		}
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("reading hangs")
	}
}

func TestReadUnreadable(t *testing.T) {
	if os.Getuid() <= 0 {
		t.Skip("everything is readable for this user")
	}
	tree(t, map[string]string{"a.yaml": "a", "b.yaml": "b", "dir/c.yaml": "c"})
	must(t, os.Chmod("a.yaml", 0))
	must(t, os.Chmod("dir", 0))
	t.Cleanup(func() { _ = os.Chmod("dir", 0o700) })
	files, errs := names(t, ".")
	if len(files) != 1 || len(errs) != 2 || !strings.Contains(errs[0], "permission denied") {
		t.Errorf("got %v, errors %q", files, errs)
	}
}

func TestReadStopsWhenCancelled(t *testing.T) {
	tree(t, map[string]string{"a.yaml": "a"})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	files, errs := Read(ctx, []string{"."}, Options{})
	if len(files) != 0 || len(errs) != 1 {
		t.Errorf("got %v, errors %v", files, errs)
	}
}

// TestReadWhatGitTracks: an ignored file that git tracks is part of the repository, and is read.
func TestReadWhatGitTracks(t *testing.T) {
	commit(t, map[string]string{"a.yaml": "", "kept.gen.yaml": "", "out/kept.yaml": "", "out/deep/kept.yaml": "", "other/a.yaml": ""})
	for name, text := range map[string]string{
		".gitignore": "*.gen.yaml\nout/\n", "new.gen.yaml": "", "out/new.yaml": "", "out/deep/new.yaml": "", "out/new/new.yaml": "",
		"local.yaml": "", "user.yaml": "",
	} {
		must(t, os.MkdirAll(filepath.Dir(name), 0o700))
		must(t, os.WriteFile(name, []byte(text), 0o600))
	}
	must(t, os.WriteFile(".git/info/exclude", []byte("local.yaml\n"), 0o600))
	user := filepath.Join(t.TempDir(), "user")
	must(t, os.WriteFile(user, []byte("user.yaml\n"), 0o600))
	run(t, "config", "--global", "core.excludesFile", user)
	want := []string{"a.yaml", "kept.gen.yaml", "other/a.yaml", "out/deep/kept.yaml", "out/kept.yaml"}
	for dir, want := range map[string][]string{".": want, "out": {"deep/kept.yaml", "deep/new.yaml", "kept.yaml", "new/new.yaml", "new.yaml"}} {
		t.Run(dir, func(t *testing.T) {
			t.Chdir(dir)
			if got, errs := names(t, "."); len(errs) > 0 || cmp.Diff(want, got) != "" {
				t.Errorf("got errors %v (-want +got):\n%s", errs, cmp.Diff(want, got))
			}
		})
	}
	t.Run("without git", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		var notes []string
		files, _ := Read(context.Background(), []string{"."}, Options{Note: func(text string) { notes = append(notes, text) }})
		var got []string
		for _, f := range files {
			got = append(got, f.Name)
		}
		if diff := cmp.Diff([]string{"a.yaml", "local.yaml", "other/a.yaml", "user.yaml"}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if len(notes) != 1 || !strings.Contains(notes[0], "the program git is not there") {
			t.Errorf("got notes %q, want one that git is not there", notes)
		}
	})
}

// TestStandardInputWithAName: what an editor holds goes by the name of its file, which is not read from the disk then.
func TestStandardInputWithAName(t *testing.T) {
	tree(t, map[string]string{"a.yaml": "old", "b.yaml": "b"})
	wanted := func(path string, _ bool) bool { return !strings.HasSuffix(path, "/b.yaml") }
	tests := map[string]struct {
		paths []string
		name  string
		want  string
	}{
		"alone":         {[]string{"-"}, "./a.yaml", "a.yaml=new "},
		"after the dir": {[]string{".", "-"}, "a.yaml", "a.yaml=new "},
		"not typed":     {[]string{"."}, "a.yaml", "a.yaml=old "},
		"not wanted":    {[]string{"-"}, "b.yaml", "passed b.yaml"},
		"no name":       {[]string{"-"}, "", "<stdin>=new "},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := ""
			files, errs := Read(t.Context(), tt.paths, Options{
				Stdin: strings.NewReader("new"), StdinName: tt.name, Wanted: wanted, Passed: func(name string) { got += "passed " + name },
			})
			for _, f := range files {
				got += f.Name + "=" + string(f.Data) + " "
			}
			if got != tt.want || len(errs) > 0 {
				t.Errorf("got %q, %v; want %q", got, errs, tt.want)
			}
		})
	}
}

// TestSkippedIsTold: what is passed over below a folder is told with the reason.
func TestSkippedIsTold(t *testing.T) {
	tree(t, map[string]string{".gitignore": "gone/\n", "gone/a.yaml": "", ".x/a.yaml": "", "no.yaml": "", "yes.yaml": "", "README": ""})
	var got []string
	Read(t.Context(), []string{"."}, Options{
		Wanted:  func(path string, _ bool) bool { return !strings.HasSuffix(path, "/no.yaml") },
		Skipped: func(name, why string) { got = append(got, name+": "+why) },
	})
	want := []string{".gitignore: it is hidden", ".x: it is hidden", "README: " + OtherEnding, "gone: git ignores it", "no.yaml: it is excluded"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestHiddenBeyondTheBound: where not all that is hidden is looked at, that is said.
func TestHiddenBeyondTheBound(t *testing.T) {
	files := map[string]string{"a.yaml": "a"}
	for i := range maxLooked {
		files[fmt.Sprintf(".h/a%d", i)] = ""
	}
	told := func() string {
		tree(t, files)
		var notes []string
		Read(context.Background(), []string{"."}, Options{Note: func(text string) { notes = append(notes, text) }})
		return strings.Join(notes, "\n")
	}
	if got := told(); got != "" {
		t.Errorf("got %q for %d files, want nothing", got, maxLooked)
	}
	files[".h/pod.yaml"] = "apiVersion: v1\nkind: Pod\n"
	if got := told(); !strings.Contains(got, "the others were not looked at") {
		t.Errorf("got %q for one more, want a note", got)
	}
}
