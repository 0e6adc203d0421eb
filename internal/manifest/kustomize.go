package manifest

import (
	"path"
	"strings"
)

// kustomization is a kustomization.yaml of the set.
type kustomization struct {
	dir  string
	root *Node
}

func isKustomization(name string, root *Node) bool {
	switch path.Base(name) {
	case "kustomization.yaml", "kustomization.yml", "Kustomization":
		return true
	}
	kind := root.Str("kind")
	return (kind == "Kustomization" || kind == "Component") && strings.HasPrefix(root.Str("apiVersion"), "kustomize.config.k8s.io/")
}

// patchFiles returns the names of the files that hold patches.
func (k kustomization) patchFiles() []string {
	var out []string
	add := func(name string) {
		// An inline patch spans lines; a name does not.
		if name != "" && !strings.Contains(name, "\n") {
			out = append(out, path.Join(k.dir, name))
		}
	}
	for _, list := range [...]string{"patches", "patchesJson6902", "patchesStrategicMerge"} {
		items := k.root.Get(list)
		if items == nil {
			continue
		}
		for _, item := range items.Items {
			add(item.Str("path"))
			if item.Type == String {
				add(item.Text)
			}
		}
	}
	return out
}

// markPatches sets Patch on the objects of every file that a kustomization of the set uses as a patch, or a test as what it expects, and on those
// that say themselves that they are patches.
func (r *reader) markPatches() {
	files := map[string]bool{}
	if !r.set.Cluster {
		files = r.set.expected()
	}
	r.set.noteExpected(len(files))
	named := map[string]bool{}
	for _, k := range r.kustomized {
		for _, name := range k.patchFiles() {
			files[name], named[name] = true, true
		}
	}
	for _, o := range r.set.Objects {
		if patch := files[o.File]; o.Patch != patch { // what is remembered may be looked at elsewhere
			o.Patch = patch
		}
	}
	r.loosePatches(named)
	r.addItems(files)
	r.set.index()
}

// noteImages collects the images that kustomizations rewrite: what the manifests say of them is not what runs.
func (r *reader) noteImages() {
	for _, k := range r.kustomized {
		images := k.root.Get("images")
		if images == nil {
			continue
		}
		for _, image := range images.Items {
			if name := image.Str("name"); name != "" && (image.Str("newName")+image.Str("newTag")+image.Str("digest")) != "" {
				if r.set.Substituted == nil {
					r.set.Substituted = map[string]bool{}
				}
				r.set.Substituted[name] = true
			}
		}
	}
}
