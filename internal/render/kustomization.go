package render

import (
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// kustomization is one folder with a kustomization file. Names of files and folders are absolute.
type kustomization struct {
	dir, file string
	object    *manifest.Object // the document; its Root is nil when the file cannot be read
	component bool
	dirs      []string        // of other kustomizations that it uses, in the order in which kustomize reads them
	dirsAt    []manifest.Path // where each is named
	files     []string        // that it uses
	resources []string        // those of the files that hold whole objects
	patches   []patch
	blocked   bool            // it is not built
	left      []manifest.Path // entries that cannot be used, and without which it is built

	from string          // what reports call the build; empty: its folder
	also []string        // further names of it
	at   *manifest.Place // where it was written when it is in memory only
	vars *variables      // that are replaced in what it makes; nil: none are
}

// deployed tells whether it is built as another object deploys it.
func (k *kustomization) deployed() bool { return k.from != "" || k.at != nil || k.vars != nil }

// load reads the kustomization of a folder and those that it uses; nil when the folder has none.
func (p *project) load(dir string) *kustomization {
	if k, ok := p.known[dir]; ok {
		return k
	}
	file := p.fileIn(dir)
	if file == "" {
		return nil
	}
	k := &kustomization{dir: dir, file: file, object: &manifest.Object{File: p.name(file), Line: 1}}
	p.known[dir] = k
	f, err := p.open(file)
	if err == nil && len(f.documents) > 0 && isForeign(f.documents[0]) {
		p.known[dir] = nil
		delete(p.read, file)
		return nil
	}
	switch {
	case err != nil:
		p.block(k, nil, "cannot read: "+err.Error())
		return k
	case len(f.errors) > 0:
		p.fail(f.errors[0])
		k.blocked = true
		return k
	case len(f.documents) != 1 || f.documents[0].Root.Type != manifest.Map:
		p.block(k, nil, "want one YAML document that is an object")
		return k
	}
	k.object = f.documents[0]
	if made := p.made[file]; made != nil {
		k.object = made
	}
	k.component = k.object.Kind == "Component"
	p.references(k)
	if other := p.secondFile(k); other != "" {
		p.block(k, nil, "the folder also holds "+other+"; kustomize wants one of them")
	}
	return k
}

// isForeign tells what only has the file name of a kustomization, such as the objects of a GitOps controller.
func isForeign(o *manifest.Object) bool {
	return o.APIVersion != "" && !strings.HasPrefix(o.APIVersion, "kustomize.config.k8s.io/")
}

func (p *project) fileIn(dir string) string {
	for _, name := range fileNames {
		if full := path.Join(dir, name); p.tree.Kind(full) == source.IsFile {
			return full
		}
	}
	return ""
}

// secondFile is another file of the folder that kustomize would take for its kustomization, empty when there is none.
func (p *project) secondFile(k *kustomization) string {
	for _, name := range fileNames {
		if full := path.Join(k.dir, name); full != k.file && p.tree.Kind(full) == source.IsFile {
			return name
		}
	}
	return ""
}

// block records why a kustomization is not built, at the line that is the reason.
func (p *project) block(k *kustomization, at manifest.Path, message string) {
	k.blocked = true
	p.failAt(k, at, message)
}

// leave records why an entry cannot be used; the kustomization is built without it.
func (p *project) leave(k *kustomization, at manifest.Path, message string) {
	k.left = append(k.left, at)
	p.failAt(k, at, message)
}

// failAt records an error of a kustomization, unless its message is empty: it is recorded elsewhere then.
func (p *project) failAt(k *kustomization, at manifest.Path, message string) {
	if message == "" {
		return
	}
	span := manifest.Span{Line: 1, Column: 1}
	if k.object.Root != nil {
		span, _ = k.object.Locate(at)
	}
	p.fail(manifest.Error{File: k.object.File, Line: span.Line, Column: span.Column, Message: message})
}

// instead says what to do about something that is not built; flags are those that kustomize needs to build it.
func (p *project) instead(k *kustomization, flags ...string) string {
	return "; lint the rendered output: kustomize build " + strings.Join(append(flags, p.name(k.dir)), " ") + " | podlint lint -"
}

// incomplete tells whether something of the kustomization, or of those that it uses, is left out.
func (p *project) incomplete(k *kustomization) bool {
	return slices.ContainsFunc(p.closure(k), func(k *kustomization) bool {
		return len(k.left) > 0 || slices.ContainsFunc(k.dirs, func(dir string) bool { return p.known[dir] == nil || p.known[dir].blocked })
	})
}

// closure lists the kustomizations that k is built of, blocked ones left out, those that are used before those that use them: the order in which their patches
// are applied.
func (p *project) closure(k *kustomization) []*kustomization {
	var out []*kustomization
	seen := map[*kustomization]bool{}
	var visit func(*kustomization)
	visit = func(k *kustomization) {
		if k == nil || seen[k] {
			return
		}
		seen[k] = true
		for _, dir := range k.dirs {
			if inner := p.known[dir]; inner != nil && !inner.blocked {
				visit(inner)
			}
		}
		out = append(out, k)
	}
	visit(k)
	return out
}
