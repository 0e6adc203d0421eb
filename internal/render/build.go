package render

import (
	"fmt"
	"io"
	"log"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/resmap"
	"sigs.k8s.io/kustomize/api/resource"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// build renders a kustomization into a set of its own. One that uses something that is not built is passed over: that is an error already.
func (p *project) build(k *kustomization) {
	closure := p.closure(k)
	if slices.ContainsFunc(closure, func(k *kustomization) bool { return k.blocked }) {
		return
	}
	made, err := p.run(k)
	if err != nil {
		p.fail(manifest.Error{File: p.name(k.file), Line: 1, Column: 1, Message: "cannot build: " + p.shorten(err)})
		return
	}
	set := &manifest.Set{Sources: map[string][]byte{}}
	for _, r := range made {
		if o := p.object(k, closure, r); o != nil {
			set.Objects = append(set.Objects, o)
		}
	}
	set.Index()
	p.parts = append(p.parts, set)
}

// shorten makes one line of an error of kustomize, which holds absolute names.
func (p *project) shorten(err error) string {
	text := strings.Join(strings.Fields(err.Error()), " ")
	if p.dir != "/" {
		text = strings.ReplaceAll(text, p.dir+"/", "")
	}
	const most = 400
	if r := []rune(text); len(r) > most {
		text = string(r[:most]) + "..."
	}
	return text
}

// run calls kustomize. It panics on some faulty inputs.
func (p *project) run(k *kustomization) (out []*resource.Resource, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("kustomize failed: %v", r)
		}
	}()
	root, err := p.tree.Resolve(k.dir)
	if err != nil {
		return nil, err
	}
	defer silence()()
	from := &files{tree: p.tree, root: path.Join(root, path.Base(k.file)), left: maxBuild}
	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionUnspecified // as the program does without a flag
	made, err := krusty.MakeKustomizer(options).Run(from, filepath.FromSlash(root))
	if err != nil {
		return nil, err
	}
	return made.Resources(), checkSize(made)
}

// checkSize bounds what is made, which alone may be far more than what was read.
func checkSize(made resmap.ResMap) error {
	const most = 50_000
	if made.Size() > most {
		return fmt.Errorf("it makes %d objects, more than %d", made.Size(), most)
	}
	return nil
}

// silence keeps warnings of kustomize, about fields that it wants renamed, from the user's terminal, and returns what undoes that.
// kustomize writes them to the variable os.Stderr; podlint's own messages go to the file that it held at the start.
func silence() func() {
	stderr, output := os.Stderr, log.Writer() //nolint:forbidigo // kustomize offers no other way
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return func() {}
	}
	os.Stderr = null          //nolint:forbidigo // see above
	log.SetOutput(io.Discard) //nolint:forbidigo // see above
	return func() {
		os.Stderr = stderr    //nolint:forbidigo // see above
		log.SetOutput(output) //nolint:forbidigo // see above
		_ = null.Close()      // nothing was written that matters
	}
}

// object makes an object of a resource; nil when it is none for podlint.
func (p *project) object(k *kustomization, closure []*kustomization, r *resource.Resource) *manifest.Object {
	origin, err := r.GetOrigin()
	if err != nil {
		origin = nil
	}
	if err = r.SetOrigin(nil); err != nil {
		return nil
	}
	text, err := r.AsYAML()
	if err != nil || len(text) > maxBuild {
		p.fail(manifest.Error{File: p.name(k.file), Line: 1, Column: 1, Message: "cannot read what " + p.name(k.dir) + " makes of " + r.GetName()})
		return nil
	}
	docs, _ := manifest.Documents(source.File{Name: p.name(k.file), Data: text})
	if len(docs) != 1 || docs[0].Kind == "" {
		return nil
	}
	plain := *docs[0]
	t := &trace{p: p, rendered: &plain, closure: closure, start: manifest.Place{
		File: p.name(k.file), Span: manifest.Span{Line: 1, Column: 1, EndLine: 1, EndColumn: 2},
	}}
	t.begin(k.dir, origin)
	return t.object(p.name(k.dir))
}

// begin finds the object that the resource was made from.
func (t *trace) begin(dir string, origin *resource.Origin) {
	if origin == nil || origin.Path == "" || origin.Repo != "" {
		return
	}
	f := t.p.read[path.Join(dir, filepath.ToSlash(origin.Path))]
	if f == nil {
		return
	}
	for _, o := range f.documents {
		if o.Kind != t.rendered.Kind || !strings.Contains(t.rendered.Name, o.Name) {
			continue
		}
		if t.source == nil || len(o.Name) > len(t.source.Name) {
			t.source = o
		}
	}
}

// object is the rendered object at the place of its source.
func (t *trace) object(from string) *manifest.Object {
	o := *t.rendered
	o.Render = &manifest.Render{From: from, Written: t.written(), Locate: t.locate}
	at, _ := t.locate(nil)
	o.File, o.Line, o.Document = at.File, max(at.Span.Line, 1), 0
	if t.source != nil {
		o.File, o.Line, o.Document = t.source.File, t.source.Line, t.source.Document
	}
	return &o
}

// written names the object as its source or its generator does: a hash in the name would make each violation a new one at every change.
func (t *trace) written() *manifest.Object {
	k, at := t.generator()
	if t.source != nil || k == nil {
		return t.source
	}
	entry := k.object.Root.Get(at...)
	return &manifest.Object{File: k.object.File, Kind: t.rendered.Kind, Namespace: entry.Str("namespace"), Name: entry.Str("name")}
}
