package render

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"sigs.k8s.io/kustomize/kyaml/openapi"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pattern"
	"github.com/podlint/podlint/internal/source"
)

// run builds within the limits. A build cannot be stopped from outside: one that is given up ends when it asks for the next file, or
// goes on beside the rest of the run.
func (p *project) run(ctx context.Context, k *kustomization, track bool, seen *source.Record) ([]made, error) {
	if p.hasSchema(k) {
		defer openapi.ResetOpenAPI()
	}
	out, err := p.runOnce(ctx, k, seen, track, false)
	if err == nil || isLimit(err) || !aboutFields(err) || !p.leansOn(k) {
		return out, err
	}
	named, tried := p.deepest(k, err), map[*kustomization]bool{}
	for ; named != nil && !tried[named] && p.lay(ctx, named, seen); named = p.deepest(k, err) {
		tried[named] = true
		if out, err = p.runOnce(ctx, k, seen, track, false); err == nil || isLimit(err) || !aboutFields(err) {
			return out, err
		}
	}
	return p.runOnce(ctx, k, seen, track, true) // it may be a patch of what was left out
}

// bare are kustomizations whose patches of definitions are left out where others build on them: with the specs of the definitions they can be applied,
// without they cannot, and nothing that is judged depends on them.
type bare struct {
	mu  sync.Mutex
	all map[*kustomization]bool
}

func (b *bare) has(k *kustomization) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.all[k]
}

func (b *bare) add(k *kustomization) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all[k] = true
}

// lay makes a kustomization a bare one, if something is to be left out of it and it can be built with the specs of its definitions.
func (p *project) lay(ctx context.Context, k *kustomization, seen *source.Record) bool {
	if p.bare.has(k) {
		return true
	}
	if len(k.ofDefinitions()) == 0 || p.hasSchema(k) {
		return false
	}
	if _, err := p.runOnce(ctx, k, seen, false, true); err != nil {
		return false
	}
	p.bare.add(k)
	return true
}

// ofDefinitions are the entries of patches that change nothing but CustomResourceDefinitions.
func (k *kustomization) ofDefinitions() []manifest.Path {
	only := anchored("CustomResourceDefinition").String()
	var out []manifest.Path
	mixed := map[string]bool{}
	for i := range k.patches {
		c := &k.patches[i]
		at := fmt.Sprint(c.entry)
		if c.kind == nil || c.kind.String() != only || c.to != (called{}) {
			mixed[at] = true
		}
	}
	for i := range k.patches {
		if !mixed[fmt.Sprint(k.patches[i].entry)] {
			out = append(out, k.patches[i].entry)
		}
	}
	return out
}

// aboutFields tells whether what a build says may be about the fields of a definition: a patch of an object that is not there, one that is there twice
// and a field of another object are the same with the specs of definitions.
func aboutFields(err error) bool {
	text := err.Error()
	if of := ofObject.FindStringSubmatch(text); of != nil && of[1] != "CustomResourceDefinition" {
		return false
	}
	return !strings.Contains(text, "failed to find unique target for patch") && !strings.Contains(text, "already registered id")
}

// ofObject is how kustomize names the object whose field it cannot change.
var ofObject = pattern.New(`considering field '[^']*' of object ([A-Za-z]+)\.`)

// leansOn tells whether a build may fail because it reads definitions without their specs: something in it may be about one.
func (p *project) leansOn(k *kustomization) bool {
	lean, about := false, false
	for _, k := range p.closure(k) {
		lean = lean || slices.ContainsFunc(k.resources, func(name string) bool { return p.read[name] != nil && p.read[name].lean != nil })
		about = about || slices.ContainsFunc(k.patches, func(c patch) bool { return c.isFor("CustomResourceDefinition") })
		for _, field := range [...]string{"replacements", "vars", "transformers", "configurations"} {
			about = about || k.object.Root.Get(field) != nil
		}
	}
	return lean && about
}
