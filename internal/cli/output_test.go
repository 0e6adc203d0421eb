package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWriteFile(t *testing.T) {
	fill := func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }
	t.Run("replaces a file and keeps its mode", func(t *testing.T) {
		name := filepath.Join(t.TempDir(), "out")
		write(t, name, "old", 0o640)
		if err := writeFile(name, aFixture, fill); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != 0o640 {
			t.Errorf("got mode %v, error %v; want 0640", info.Mode(), err)
		}
		wantFile(t, name, "new")
	})
	t.Run("does not write through a link", func(t *testing.T) {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "target"), "old", 0o644)
		if err := os.Symlink("target", filepath.Join(dir, "link")); err != nil {
			t.Fatal(err)
		}
		if err := writeFile(filepath.Join(dir, "link"), aFixture, fill); err == nil || !strings.Contains(err.Error(), "a link is there") {
			t.Errorf("got %v, want that a link is there", err)
		}
		wantFile(t, filepath.Join(dir, "target"), "old")
	})
	t.Run("leaves the old file when it fails", func(t *testing.T) {
		dir := t.TempDir()
		name := filepath.Join(dir, "out")
		write(t, name, "old", 0o644)
		want := errors.New("disk full")
		err := writeFile(name, aFixture, func(w io.Writer) error { return errors.Join(fill(w), want) })
		if !errors.Is(err, want) {
			t.Errorf("got error %v, want %v", err, want)
		}
		wantFile(t, name, "old")
		if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
			t.Errorf("got %v (%v), want only the old file", entries, err)
		}
	})
}

func write(t *testing.T, name, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

func wantFile(t *testing.T, name, want string) {
	t.Helper()
	got, err := os.ReadFile(name)
	if err != nil || string(got) != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}
