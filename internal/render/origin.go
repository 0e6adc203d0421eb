package render

import (
	"path"
	"path/filepath"
	"strings"

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

func (t *trace) findSource(dir string, origin *resource.Origin) {
	switch {
	case origin == nil:
		t.beginByName()
	case origin.Path != "" && origin.Repo == "":
		if f := t.p.read[path.Join(dir, filepath.ToSlash(origin.Path))]; f != nil {
			t.source, _ = t.longest(f.documents)
		}
	}
}

// longest returns the object with the longest name of those that may have become the rendered one; nil when there is none. Of several
// with that name it is the first, and alone is false.
func (t *trace) longest(documents []*manifest.Object) (found *manifest.Object, alone bool) {
	for _, o := range documents {
		switch {
		case o.Kind != t.rendered.Kind || !strings.Contains(t.name, o.Name):
		case found == nil || len(o.Name) > len(found.Name):
			found, alone = o, true
		case len(o.Name) == len(found.Name):
			alone = false
		}
	}
	return found, alone
}

// beginByName looks through all files of the build. It finds none for what a generator made, and when two would do.
func (t *trace) beginByName() {
	if k, _ := t.generator(); k != nil {
		return
	}
	if o, alone := t.longest(t.resources); alone {
		t.source = o
	}
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
