package pod

import (
	"testing"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

func TestClip(t *testing.T) {
	for in, want := range map[string]string{
		"short enough":          "short enough",
		"one two three four":    "one two three four",
		"one two three fourth":  "one two three …",
		"one two three 456 x":   "one two three 456…",
		"a verylongwordwithout": "a verylongwordwit…",
	} {
		if got := clip(in, 18); got != want {
			t.Errorf("clip(%q) is %q, want %q", in, got, want)
		}
	}
}

// TestPathText: people know containers by name; an item without one has its index.
func TestPathText(t *testing.T) {
	text := "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: app\n    ports:\n    - containerPort: 80\n"
	set := manifest.Read([]source.File{{Name: "a.yaml", Data: []byte(text)}}, 1)
	got := pathText(set.Objects[0].Root, Path{"spec", "containers", 0, "ports", 0, "containerPort"})
	if want := "spec.containers[app].ports[0].containerPort"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
