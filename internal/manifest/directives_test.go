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
		if noted := strings.Contains(strings.Join(set.Notes, "\n"), "1 patch that no kustomization of the set names: not judged (first a.yaml:2)"); noted != patch {
			t.Errorf("got the notes %q of\n%s", set.Notes, text)
		}
		if set = manifest.ReadCluster(files, 1); set.Objects[0].Patch {
			t.Errorf("what a cluster runs is no patch:\n%s", text)
		}
	}
}

// TestLoosePatch: a fragment is a patch where another file of its folder is one for the same object, and where its file's name says so.
func TestLoosePatch(t *testing.T) {
	const (
		fragment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n        - {name: web, image: 'web:2'}\n"
		whole    = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers: [{name: web, image: 'web:2'}]\n"
		root     = "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nresources: [web.yaml]\npatches: [{path: versions/2.yaml}]\n"
	)
	for name, tt := range map[string]struct {
		file, text, root string
		patch            bool
	}{
		"beside a patch of the object":     {"versions/1.yaml", fragment, root, true},
		"of another object":                {"versions/1.yaml", strings.Replace(fragment, "name: web", "name: api", 1), root, false},
		"of another namespace":             {"versions/1.yaml", strings.Replace(fragment, "name: web", "name: web, namespace: shop", 1), root, false},
		"in another folder":                {"1.yaml", fragment, root, false},
		"a resource all the same":          {"versions/1.yaml", fragment, strings.Replace(root, "web.yaml", "versions/1.yaml", 1), false},
		"called a patch":                   {"web-patch.yaml", fragment, root, true},
		"in a folder of patches":           {"patches/web.yaml", fragment, root, true},
		"called a patch, and whole":        {"web-patch.yaml", whole, root, false},
		"a word that has patch in it":      {"dispatch.yaml", fragment, root, false},
		"a Job without a restart policy":   {"job.patch.yaml", strings.Replace(whole, "restartPolicy: Never", "hostNetwork: true", 1), root, true},
		"a container without an image":     {"patch-job.yaml", strings.Replace(whole, "image: 'web:2'", "tty: true", 1), root, true},
		"a patch, not unfinished, of none": {"patch.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n", root, false},
	} {
		set := manifest.Read([]source.File{
			{Name: "kustomization.yaml", Data: []byte(tt.root)}, {Name: tt.file, Data: []byte(tt.text)}, {Name: "versions/2.yaml", Data: []byte(fragment)},
		}, 1)
		for _, o := range set.Objects {
			if o.File == tt.file && o.Patch != tt.patch {
				t.Errorf("%s: got patch %v, want %v", name, o.Patch, tt.patch)
			}
		}
		if noted := strings.Contains(strings.Join(set.Notes, "\n"), "1 patch that no kustomization of the set names: not judged (first "+tt.file+":1)"); noted != tt.patch {
			t.Errorf("%s: got the notes %q", name, set.Notes)
		}
	}
}
