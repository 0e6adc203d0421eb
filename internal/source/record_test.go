package source_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/podlint/podlint/internal/source"
)

// TestRecord: what was asked of a tree holds until one of the answers is another one.
func TestRecord(t *testing.T) {
	dir := filepath.ToSlash(t.TempDir())
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a", "1")
	write("b", "1")
	tree := source.NewDisk(dir, nil)
	asked := func(ask func(source.Tree)) *source.Record {
		r := source.NewRecord(tree)
		ask(r)
		return r
	}
	for name, step := range map[string]struct {
		ask    func(source.Tree)
		change func()
		holds  bool
	}{
		"the bytes of a file":         {func(r source.Tree) { _, _ = r.ReadFile(dir + "/a") }, func() { write("a", "2") }, false},
		"those of another file":       {func(r source.Tree) { _, _ = r.ReadFile(dir + "/a") }, func() { write("b", "2") }, true},
		"a file that was not there":   {func(r source.Tree) { _, _ = r.ReadFile(dir + "/c") }, func() { write("c", "1") }, false},
		"whether there is a file":     {func(r source.Tree) { r.Kind(dir + "/d") }, func() { write("d", "1") }, false},
		"whether a file has a name":   {func(r source.Tree) { _, _ = r.Resolve(dir + "/e") }, func() { write("e", "1") }, false},
		"what is in a folder":         {func(r source.Tree) { _, _ = r.List(dir) }, func() { write("f", "1") }, false},
		"what is in another folder":   {func(r source.Tree) { _, _ = r.List(dir + "/none") }, func() { write("g", "1") }, true},
		"whether a file is a file":    {func(r source.Tree) { r.Kind(dir + "/a") }, func() { write("a", "3") }, true},
		"where a file that stays is":  {func(r source.Tree) { _, _ = r.Resolve(dir + "/a") }, func() { write("a", "4") }, true},
		"a file that somebody saw":    {func(r source.Tree) { r.(*source.Record).Saw(dir+"/b", []byte("other")) }, func() {}, false},
		"nothing, so nothing changes": {func(source.Tree) {}, func() { write("h", "1") }, true},
	} {
		t.Run(name, func(t *testing.T) {
			r := asked(step.ask)
			step.change()
			if got := r.Holds(tree); got != step.holds {
				t.Errorf("the answers hold: %t, want %t", got, step.holds)
			}
		})
	}
}
