package render

import (
	"slices"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/podlint/podlint/internal/manifest"
)

// edits are the kustomizations of a closure, the one that is built last, as kustomize is to read them where that is not as they are written, by the names of their files:
// without the entries that cannot be used, and without patches of what these would have brought.
func (p *project) edits(closure []*kustomization) (map[string][]byte, error) {
	out := map[string][]byte{}
	for i, k := range closure {
		without := p.without(k)
		if i < len(closure)-1 && p.bare.has(k) {
			without = append(without, k.ofDefinitions()...)
		}
		if len(without) == 0 {
			continue
		}
		data, err := edited(p.read[k.file].data, without)
		if err != nil {
			return nil, err // as it is written it must not be read
		}
		out[k.file] = data
		if resolved, err := p.tree.Resolve(k.file); err == nil {
			out[resolved] = data
		}
	}
	return out, nil
}

// without lists the entries of a kustomization that are left out.
func (p *project) without(k *kustomization) []manifest.Path {
	out := slices.Clone(k.left)
	for i, dir := range k.dirs {
		if inner := p.known[dir]; inner == nil || inner.blocked {
			out = append(out, k.dirsAt[i])
		}
	}
	if !p.incomplete(k) {
		return out
	}
	have := p.resources(p.closure(k))
	for i := range k.patches {
		if c := &k.patches[i]; c.fragment != nil && !c.targeted && !p.meets(c, have) {
			out = append(out, c.entry)
		}
	}
	return out
}

// meets tells whether one of the objects may be the one that the patch is about. Prefixes and suffixes may have been added to a name.
func (p *project) meets(c *patch, objects []*manifest.Object) bool {
	for _, o := range objects {
		if o.Kind == c.fragment.Kind && strings.Contains(c.fragment.Name, o.Name) {
			return true
		}
	}
	return c.fragment.Kind == "ConfigMap" || c.fragment.Kind == "Secret" // a generator may make it
}

// edited takes entries out of a kustomization.
func edited(data []byte, without []manifest.Path) ([]byte, error) {
	var doc map[string]any
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	gone := map[string]map[int]bool{}
	for _, at := range without {
		field, _ := at[0].(string)
		if gone[field] == nil {
			gone[field] = map[int]bool{}
		}
		if i, ok := entryIndex(at); ok {
			gone[field][i] = true
		} else {
			delete(doc, field)
		}
	}
	for field, indices := range gone {
		if list, ok := doc[field].([]any); ok {
			doc[field] = keep(list, indices)
		}
	}
	return yaml.Marshal(doc)
}

// entryIndex is that of an entry of a list.
func entryIndex(at manifest.Path) (int, bool) {
	if len(at) < 2 {
		return 0, false
	}
	i, ok := at[1].(int)
	return i, ok
}

func keep(list []any, gone map[int]bool) []any {
	out := make([]any, 0, len(list))
	for i, item := range list {
		if !gone[i] {
			out = append(out, item)
		}
	}
	return out
}
