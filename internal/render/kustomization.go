package render

import (
	"path"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// kustomization is one folder with a kustomization file. Names of files and folders are absolute.
type kustomization struct {
	dir, file string
	object    *manifest.Object // the document; its Root is nil when the file cannot be read
	component bool
	dirs      []string // of other kustomizations that it uses, in the order in which kustomize reads them
	files     []string // that it uses
	patches   []patch
	blocked   bool // something in it is not built
}

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
	k.component = k.object.Kind == "Component"
	p.references(k)
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

// block records why a kustomization is not built, at the line that is the reason.
func (p *project) block(k *kustomization, at manifest.Path, message string) {
	k.blocked = true
	span := manifest.Span{Line: 1, Column: 1}
	if k.object.Root != nil {
		span, _ = k.object.Locate(at)
	}
	p.fail(manifest.Error{File: k.object.File, Line: span.Line, Column: span.Column, Message: message})
}

// instead says what to do about something that is not built.
func (p *project) instead(k *kustomization) string {
	return "; lint the rendered output: kustomize build " + p.name(k.dir) + " | podlint lint -"
}

// closure lists the kustomizations that k is built of, those that are used before those that use them: the order in which their patches
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
			visit(p.known[dir])
		}
		out = append(out, k)
	}
	visit(k)
	return out
}
