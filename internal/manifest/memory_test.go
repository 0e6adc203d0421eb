package manifest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/podlint/podlint/internal/source"
)

// TestMemory reads files that change one by one: with a memory the set is what it is without, and what has not changed is the same object.
func TestMemory(t *testing.T) {
	var m Memory
	files := map[string]string{
		"a.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n---\nkind: nothing\n",
		"b.yaml": "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: b}}\n- {apiVersion: v1, kind: Pod, metadata: {name: c}}\n",
	}
	names := []string{"a.yaml", "b.yaml", "c.yaml", "kustomization.yaml"}
	read := func() []source.File {
		var out []source.File
		for _, name := range names {
			if text, ok := files[name]; ok {
				out = append(out, source.File{Name: name, Data: []byte(text)})
			}
		}
		return out
	}
	before := m.Read(read(), 1)
	for i, edit := range []struct{ name, text string }{
		{"a.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: other}\n"},
		{"a.yaml", "a: [\n"}, // an error
		{"c.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: c, name: d}\n"},
		{"kustomization.yaml", "patches: [{path: b.yaml}]\nimages: [{name: x, newTag: y}]\n"}, // b.yaml is a patch now
		{"kustomization.yaml", "patches: []\n"},
		{"a.yaml", ""},
		{"c.yaml", "\xff\xfea\x00"},
	} {
		files[edit.name] = edit.text
		inputs := read()
		set, want := m.Read(inputs, 1), Read(inputs, 1)
		if diff := cmp.Diff(want, set, cmpopts.IgnoreUnexported(Object{}, Set{}, Items{})); diff != "" {
			t.Fatalf("edit %d: with a memory (-without +with):\n%s", i, diff)
		}
		if fmt.Sprint(set.Find("Pod", "", "c") != nil) != fmt.Sprint(want.Find("Pod", "", "c") != nil) {
			t.Errorf("edit %d: the pod c is found in one set alone", i)
		}
		for _, o := range set.Objects {
			if o.File == "b.yaml" && !slices.Contains(before.Objects, o) {
				t.Errorf("edit %d: %s %s of a file that did not change was made again", i, o.Kind, o.Name)
			}
		}
		if len(m.files) != len(files) {
			t.Errorf("edit %d: %d files are remembered, want %d", i, len(m.files), len(files))
		}
	}
	delete(files, "c.yaml")
	if m.Read(read(), 1); m.files["c.yaml"] != nil {
		t.Error("a file that is gone is remembered")
	}
}
