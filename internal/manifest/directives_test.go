package manifest_test

import (
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// TestPatchByItself: an object with a directive of a strategic merge patch is a patch, whoever uses it, and a note says so.
func TestPatchByItself(t *testing.T) {
	const head = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports:\n"
	for text, patch := range map[string]bool{
		head + "    - {port: 80, $patch: delete}\n":                                                   true,
		head + "    - {port: 80}\n  $setElementOrder/ports: [{port: 80}]\n":                           true,
		head + "    - {port: 80}\n  $retainKeys: [ports]\n":                                           true,
		head + "    - {port: 80, name: $patch}\n":                                                     false,
		head + "    - {port: 80, $patches: delete}\n":                                                 false,
		"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata:\n  p: |\n    $patch: delete\n": false,
	} {
		files := []source.File{{Name: "a.yaml", Data: []byte("---\n" + text)}}
		set := manifest.Read(files, 1)
		if len(set.Objects) != 1 || set.Objects[0].Patch != patch {
			t.Errorf("want a patch: %v, got %+v of\n%s", patch, set.Objects, text)
		}
		if noted := strings.Contains(strings.Join(set.Notes, "\n"), "1 patch with $patch or the like, which no kustomization of the set names: not judged (first a.yaml:2)"); noted != patch {
			t.Errorf("got the notes %q of\n%s", set.Notes, text)
		}
		if set = manifest.ReadCluster(files, 1); set.Objects[0].Patch {
			t.Errorf("what a cluster runs is no patch:\n%s", text)
		}
	}
}
