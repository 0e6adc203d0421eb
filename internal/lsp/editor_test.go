package lsp_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/podlint/podlint/internal/cli"
)

// asProgram makes the test program be podlint.
const asProgram = "PODLINT_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// TestNeovim drives Neovim, which drives podlint lsp: what a user sees, and what is in the file in the end.
func TestNeovim(t *testing.T) {
	nvim, err := exec.LookPath("nvim")
	if err != nil {
		t.Skip("nvim is not installed")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := write(t, map[string]string{"shop.yaml": tailPod})
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Minute)
	defer stop()
	script, err := filepath.Abs("testdata/editor.lua")
	if err != nil {
		t.Fatal(err)
	}
	home, bin := t.TempDir(), t.TempDir()
	if err := os.Symlink(self, filepath.Join(bin, "podlint")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, nvim, "--clean", "--headless", "-i", "NONE", "-n", "-c", "luafile "+documented(t, "lua"), "-c", "luafile "+script)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asProgram+"=1", "EDITOR_FOLDER="+dir, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"),
		"HOME="+home, "XDG_STATE_HOME="+home, "XDG_CACHE_HOME="+home, "XDG_DATA_HOME="+home, "XDG_CONFIG_HOME="+home)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("nvim: %v", err)
	}
	const steps = 10
	if got := strings.Count("\n"+string(out), "\nok "); got != steps || strings.Contains(string(out), "not ok ") {
		log, _ := os.ReadFile(filepath.Join(home, "nvim", "lsp.log"))
		t.Errorf("%d of %d steps are good:\n%s\n%s", got, steps, out, log)
	}
	data, err := os.ReadFile(filepath.Join(dir, "shop.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(tailPod, "[tail, -f, /var/log/app/app.log]",
		"[tail, -F, /var/log/app/app.log] # podlint:ignore sidecar-ignores-sigterm -- TODO: say why", 1)
	if string(data) != want {
		t.Errorf("the file is\n%s\nwant\n%s", data, want)
	}
}

// documented is a file with the block of a language that docs/editors.md shows.
func documented(t *testing.T, language string) string {
	t.Helper()
	page, err := os.ReadFile("../../docs/editors.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(page), "```"+language+"\n")
	block, _, ends := strings.Cut(rest, "```\n")
	if !found || !ends {
		t.Fatalf("docs/editors.md shows no %s", language)
	}
	name := filepath.Join(t.TempDir(), "documented."+language)
	if err := os.WriteFile(name, []byte(block), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestManyEdits: after 5,000 edits of two files, sent faster than they can be judged, each file has the diagnostics of what it is, and neither memory
// nor goroutines are left behind.
func TestManyEdits(t *testing.T) {
	first := start(t) // some goroutines of libraries stay once they run
	first.initialize(write(t, map[string]string{"a.yaml": tailPod}))
	first.settled("/a.yaml")
	first.exit()
	before := runtime.NumGoroutine()
	files := map[string]string{"b.yaml": strings.ReplaceAll(tailPod, "shop", "other")}
	for i := range 20 {
		files["more/"+strings.Repeat("x", i+1)+".yaml"] = strings.ReplaceAll(tailPod, "shop", "more-"+strings.Repeat("x", i+1))
	}
	files["a.yaml"] = tailPod
	dir := write(t, files)
	names := []string{filepath.Join(dir, "a.yaml"), filepath.Join(dir, "b.yaml")}
	c := start(t)
	c.initialize(dir)
	for _, name := range names {
		c.open(name, files[filepath.Base(name)])
	}
	texts := [2]string{strings.Replace(tailPod, "tail, -f", "tail, -F", 1), tailPod}
	const edits, pause = 5000, 250
	var early, late uint64
	running := 0
	for i := 1; i <= edits; i++ {
		c.change(names[i%2], i+1, texts[(i/2)%2]+strings.Repeat("#\n", i%7))
		if i%pause != 0 {
			continue
		}
		for j := range names {
			last := i - (i-j)%2 // the last edit of this file
			if got, want := len(c.version(names[j], last+1).Diagnostics), 1+(last/2)%2; got != want {
				t.Fatalf("edit %d: got %d diagnostics of %s, want %d", i, got, names[j], want)
			}
		}
		if i == 2*pause {
			early, running = heap(), runtime.NumGoroutine()
		}
	}
	late = heap()
	if late > early+32<<20 {
		t.Errorf("after %d edits %d bytes are held, after %d it were %d", edits, late, 2*pause, early)
	}
	if now := runtime.NumGoroutine(); now > running+5 {
		t.Errorf("after %d edits %d goroutines run, after %d it were %d", edits, now, 2*pause, running)
	}
	c.exit()
	for range 100 {
		if runtime.NumGoroutine() <= before+2 {
			return
		}
		time.Sleep(20 * time.Millisecond) // until those that end have ended
	}
	stacks := make([]byte, 1<<16)
	t.Errorf("%d goroutines run after the end, %d did before:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
}

// heap is how many bytes live.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
