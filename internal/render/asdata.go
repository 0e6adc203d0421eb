package render

import (
	"fmt"
	"maps"
	"path"
	"slices"

	"github.com/podlint/podlint/internal/manifest"
)

// noteData says which inputs hold a pod and are not judged, because a kustomization does not take them for manifests: it makes a ConfigMap
// of them, or reads them as its own settings. To list a file there must not be a way past podlint.
func (p *project) noteData() {
	var found []string
	manifests := p.manifests()
	for _, name := range slices.Sorted(maps.Keys(p.names)) {
		if p.used[name] && !manifests[name] && p.holdsPod(name) {
			found = append(found, p.names[name])
		}
	}
	switch len(found) {
	case 0:
	case 1:
		p.notes = append(p.notes, found[0]+": holds a pod that is not judged, because a kustomization lists the file as something else than a resource")
	default:
		p.notes = append(p.notes, fmt.Sprintf("%s: holds a pod that is not judged (and %d more like it), because a kustomization lists the file as something else than a resource",
			found[0], len(found)-1))
	}
}

// manifests are the files that the kustomizations take for manifests, for patches or for themselves.
func (p *project) manifests() map[string]bool {
	out := map[string]bool{}
	for _, k := range p.known {
		if k == nil || k.object.Root == nil {
			continue
		}
		out[k.file] = true
		for _, field := range [...]string{"resources", "bases", "components", "patchesStrategicMerge"} {
			for _, item := range items(k.object.Root.Get(field)) {
				out[path.Join(k.dir, item.Text)] = true
			}
		}
		for _, field := range [...]string{"patches", "patchesJson6902"} {
			for _, item := range items(k.object.Root.Get(field)) {
				out[path.Join(k.dir, item.Str("path"))] = true
			}
		}
	}
	return out
}

// holdsPod tells whether there is an object in a file with a list of containers, wherever it stands.
func (p *project) holdsPod(name string) bool {
	f, err := p.open(name)
	return err == nil && slices.ContainsFunc(f.documents, func(o *manifest.Object) bool {
		return o.Kind != "" && o.APIVersion != "" && holdsContainers(o.Root)
	})
}

func holdsContainers(n *manifest.Node) bool {
	for _, f := range n.Fields {
		if f.Key == "containers" && f.Value.Type == manifest.List || holdsContainers(f.Value) {
			return true
		}
	}
	return slices.ContainsFunc(n.Items, holdsContainers)
}
