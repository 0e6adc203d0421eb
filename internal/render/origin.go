package render

import (
	"path"
	"path/filepath"
	"slices"

	"sigs.k8s.io/kustomize/api/resource"

	"github.com/podlint/podlint/internal/manifest"
)

// tracks tells whether kustomize is to note the origin of each object.
func (p *project) tracks(closure []*kustomization) bool {
	patches, objects := 0, 0
	for _, k := range closure {
		patches += 1 + len(k.patches)
		for _, name := range k.files {
			if f := p.read[name]; f != nil {
				objects += len(f.documents)
			}
		}
	}
	return objects <= p.limits.tracked/(patches*patches)
}

// begin finds the object that the resource was made from: in the file that kustomize names, else by its name.
func (t *trace) begin(dir string, origin *resource.Origin) {
	t.findSource(dir, origin)
	t.began = t.source
	if t.source != nil && t.vars != nil && !exempt(t.source) {
		expanded := *t.source
		expanded.Root = t.vars.node(t.source.Root)
		t.source = &expanded
	}
}

// findSource finds what the object was made from, and under which names it was known since.
func (t *trace) findSource(dir string, origin *resource.Origin) {
	var from *beginning
	kind := t.rendered.Kind
	if file, ok := t.originFile(dir, origin); ok {
		from = t.names.source(file, t.name, t.rendered)
	}
	if kind == "ConfigMap" || kind == "Secret" {
		t.entries = t.names.generated(kind, t.name, from)
	}
	if origin == nil && len(t.entries) > 0 && !t.entries[0].merges {
		from = nil
	}
	if from != nil {
		t.source = from.object
		t.called = from.called
	}
	for _, w := range t.entries {
		t.called = slices.Concat(t.called, w.called)
	}
	if len(t.called) > 0 {
		t.names.became(t.called[0].name, t.rendered.Name)
	}
}

// originFile is the file that kustomize says the object began in; empty when it does not say so. False for what was not read from a file.
func (t *trace) originFile(dir string, origin *resource.Origin) (string, bool) {
	switch {
	case origin == nil:
		return "", true
	case origin.Path == "" || origin.Repo != "":
		return "", false
	}
	file := path.Join(dir, filepath.ToSlash(origin.Path))
	if len(t.names.byFile[file]) == 0 { // by way of a link
		return "", true
	}
	return file, true
}

// resources are the documents of the files of a build that are no patches, each once.
func (p *project) resources(closure []*kustomization) []*manifest.Object {
	seen := map[*manifest.Object]bool{}
	for _, k := range closure {
		for i := range k.patches {
			seen[k.patches[i].fragment] = true
		}
	}
	var out []*manifest.Object
	for _, k := range closure {
		for _, name := range k.files {
			f := p.read[name]
			if f == nil {
				continue
			}
			for _, o := range f.documents {
				if !seen[o] {
					seen[o] = true
					out = append(out, o)
				}
			}
		}
	}
	return out
}
