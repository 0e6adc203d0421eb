package render

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/openapi"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// buildAll builds what no other kustomization uses. False when a build took so much memory that nothing else may be done.
func (p *project) buildAll(ctx context.Context) bool {
	if len(p.known) == 0 {
		return true
	}
	p.checkCycles()
	return p.buildRoots(ctx, p.roots())
}

// buildRoots builds kustomizations; false as for buildAll.
func (p *project) buildRoots(ctx context.Context, roots []*kustomization) bool {
	undo := silence()
	defer func() {
		if p.givenUp.Load() == 0 { // else kustomize may still have to say something
			undo()
		}
	}()
	return p.buildApart(ctx, roots)
}

// outcome is what a build made, or why it made nothing.
type outcome struct {
	set *manifest.Set
	err error

	kept *keptBuild // to be remembered; nil for an error
}

// attempts builds each of several kustomizations once, on all processors; nil for one that is blocked.
func (p *project) attempts(ctx context.Context, roots []*kustomization) []*outcome {
	out := make([]*outcome, len(roots))
	var group sync.WaitGroup
	slots := make(chan struct{}, p.workers())
	alone := slices.DeleteFunc(slices.Clone(roots), func(k *kustomization) bool { return !p.hasSchema(k) })
	openapi.Schema() // several builds at once must find it made
	for i, k := range roots {
		if k.blocked || slices.Contains(alone, k) {
			continue
		}
		if out[i] = p.memory.build(p, k); out[i] != nil {
			continue
		}
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			out[i] = p.attempt(ctx, k)
		})
	}
	group.Wait()
	return out
}

func (p *project) workers() int {
	if p.limits.workers > 0 {
		return p.limits.workers
	}
	return runtime.GOMAXPROCS(0)
}

// hasSchema tells whether a build sets a schema of its own, which kustomize keeps in one place for all builds.
func (p *project) hasSchema(k *kustomization) bool {
	return slices.ContainsFunc(p.closure(k), func(k *kustomization) bool { return k.object.Root.Get("openapi") != nil })
}

// build renders a kustomization into a set of its own, without those that it uses and that cannot be built. first is what came of a build before
// this one, nil when there was none. The error that is returned is recorded, too.
func (p *project) build(ctx context.Context, k *kustomization, first *outcome) error {
	if p.tried[k] {
		return nil
	}
	p.tried[k] = true
	for !k.blocked {
		if first == nil {
			first = p.firstOf(ctx, k)
		}
		set, err, kept := first.set, first.err, first.kept
		first = nil
		switch {
		case err == nil:
			if kept != nil && !k.deployed() {
				p.keeps[k.dir] = kept
			}
			if len(set.Objects) > 0 {
				p.parts = append(p.parts, set)
			}
			return p.fallBack(ctx, k)
		case errors.Is(err, errMemory):
			p.block(k, nil, "cannot build: "+err.Error()+p.instead(k))
			return err
		case isLimit(err):
			p.block(k, nil, "cannot build: "+err.Error()+p.instead(k))
		default:
			p.blame(ctx, k, err)
		}
	}
	return p.fallBack(ctx, k)
}

// firstOf builds once, unless that was done to find out what keeps another one from being built.
func (p *project) firstOf(ctx context.Context, k *kustomization) *outcome {
	if out := p.found[k]; out != nil {
		delete(p.found, k)
		return out
	}
	return p.attempt(ctx, k)
}

// attempt builds once.
func (p *project) attempt(ctx context.Context, k *kustomization) *outcome {
	closure := p.closure(k)
	track := p.tracks(closure)
	seen := source.NewRecord(p.tree)
	all, err := p.run(ctx, k, track, seen)
	if err != nil {
		return &outcome{err: err}
	}
	set := &manifest.Set{Sources: map[string][]byte{}}
	t := trace{p: p, closure: closure, vars: k.vars, start: manifest.Place{
		File: p.name(k.file), Span: manifest.Span{Line: 1, Column: 1, EndLine: 1, EndColumn: 2},
	}}
	if k.at != nil {
		t.start = *k.at
	}
	t.names = p.newNames(k, closure)
	out := &outcome{set: set, kept: &keptBuild{set: set, seen: seen, closure: closure}}
	for _, m := range all {
		o, ok := t.made(k, m)
		if o != nil {
			set.Objects = append(set.Objects, o)
		}
		if !ok { // what is wrong is to be said again
			out.kept = nil
		}
	}
	if slices.ContainsFunc(closure, p.bare.has) { // what the patches are is not noted then
		out.kept = nil
	}
	set.Index()
	return out
}

// runOnce builds; whole tells that definitions are read with their specs.
func (p *project) runOnce(ctx context.Context, k *kustomization, seen *source.Record, track, whole bool) ([]made, error) {
	if p.givenUp.Load() >= maxGivenUp {
		return nil, errGivenUp
	}
	root, err := p.tree.Resolve(k.dir)
	if err != nil {
		return nil, err
	}
	ctx, stop := p.limits.within(ctx)
	defer stop()
	closure := p.closure(k)
	edits, err := p.edits(closure)
	if err != nil {
		return nil, err
	}
	from := &files{ctx: ctx, tree: seen, read: p.read, edits: edits, whole: whole, lean: p.lean(k), left: maxBuild}
	if track {
		if from.marked = p.marks(k, closure, whole); from.marked == nil {
			from.root = path.Join(root, path.Base(k.file))
		}
	}
	p.builds.Add(1)
	var out []made
	done, start := make(chan error, 1), heap()
	go func() {
		var err error
		out, err = kustomize(from, root, k.dir)
		done <- err
	}()
	if err = p.limits.wait(ctx, done, start); isLimit(err) {
		p.givenUp.Add(1)
		return nil, err
	}
	return out, err
}

// lean are the files of resources of a build.
func (p *project) lean(k *kustomization) map[string]bool {
	out := map[string]bool{}
	for _, k := range p.closure(k) {
		for _, name := range k.resources {
			out[name] = true
		}
	}
	return out
}

// kustomize calls the library, on the folder root, which may be dir behind a link. It panics on some faulty inputs.
func kustomize(from *files, root, dir string) (out []made, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("kustomize failed: %v", r)
		}
	}()
	options := krusty.MakeDefaultOptions()
	options.LoadRestrictions = types.LoadRestrictionsNone // what may be read is the tree's matter
	options.Reorder = krusty.ReorderOptionUnspecified     // as the program does without a flag
	all, err := krusty.MakeKustomizer(options).Run(from, filepath.FromSlash(root))
	if err != nil {
		return nil, err
	}
	if all.Size() > maxObjects {
		return nil, fmt.Errorf("it makes %d objects, more than %d", all.Size(), maxObjects)
	}
	return taken(all.Resources(), from.marked != nil, dir)
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

// made makes an object of what was made; nil when it is none for podlint. ok is false when it cannot be read, which is recorded.
func (t trace) made(k *kustomization, m made) (o *manifest.Object, ok bool) {
	docs, errs := m.read(t.start.File)
	if len(docs) == 1 {
		t.name = docs[0].Name
	}
	if t.vars != nil && len(docs) == 1 && !exempt(docs[0]) {
		docs = t.expanded(&m, docs)
	}
	if len(errs) > 0 {
		message := "cannot read what " + cmp.Or(k.from, t.p.name(k.dir)) + " makes of " + m.name + ": " + errs[0].Message
		t.p.fail(manifest.Error{File: t.start.File, Line: 1, Column: 1, Message: message})
	}
	if len(docs) != 1 || docs[0].Kind == "" {
		return nil, len(errs) == 0
	}
	plain := *docs[0]
	t.rendered = &plain
	t.begin(k.dir, m.origin)
	o = t.object(cmp.Or(k.from, t.p.name(k.dir)))
	o.Render.Also = slices.Clone(k.also)
	if t.p.aside[k.dir] && !t.touched() {
		o.Render.Wanted = t.p.isNamed
	}
	return o, len(errs) == 0
}

// expanded is an object with its variables replaced; docs when there are none, and when it holds what a variable out of sight would make whole.
func (t *trace) expanded(m *made, docs []*manifest.Object) []*manifest.Object {
	text := m.referring()
	if text == nil {
		return docs
	}
	expanded, faults := manifest.Documents(source.File{Name: t.start.File, Data: []byte(t.vars.expand(string(text)))})
	if len(faults) > 0 || len(expanded) != 1 {
		return docs
	}
	return expanded
}

// object is the rendered object at the place of its source.
func (t *trace) object(from string) *manifest.Object {
	o := *t.rendered
	o.Render = &manifest.Render{From: from, Written: t.written(), Locate: t.locate}
	if t.source != nil && t.source.Render != nil {
		t.over(o.Render)
	}
	at, _ := t.locate(nil)
	o.File, o.Line, o.Document = at.File, max(at.Span.Line, 1), 0
	if t.source != nil {
		o.File, o.Line, o.Document = t.source.File, t.source.Line, t.source.Document
	}
	return &o
}

// written names the object as its source or its generator does: a hash in the name would make each violation a new one at every change.
func (t *trace) written() *manifest.Object {
	w := t.generator()
	if t.source != nil || w == nil {
		return t.began
	}
	return w.object
}
