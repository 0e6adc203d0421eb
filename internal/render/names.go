package render

import (
	"cmp"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// names knows what the objects of a build are called from the file on: prefixes, suffixes and patches change that.
type names struct {
	p      *project
	top    *kustomization
	all    []*beginning            // what the build may begin with
	byFile map[string][]*beginning // by absolute name
	byName map[called][]*beginning // by what it is in the end, hashes left out
	// before are names as they were written, by those that they have become.
	before map[string][]string
}

// beginning is an object of a file, or an entry of a generator.
type beginning struct {
	object *manifest.Object // of a generator's entry only the kind and the names
	file   string           // absolute
	in     *kustomization   // of a generator; nil for an object of a file
	at     manifest.Path    // of the entry
	merges bool             // the entry changes what another one made
	called []called         // all that it is on its way, the first as it is written
}

// called is what tells objects apart, namespaces left out.
type called struct{ kind, name string }

// mostNames bounds the names of one object: a base may be used in many ways.
const mostNames = 64

func (p *project) newNames(top *kustomization, closure []*kustomization) *names {
	n := &names{p: p, top: top, byFile: map[string][]*beginning{}, byName: map[called][]*beginning{}, before: map[string][]string{}}
	seen := map[string]bool{}
	for _, k := range closure {
		for _, file := range k.resources {
			if f := p.read[file]; f != nil && !seen[file] {
				seen[file] = true
				for _, o := range f.unfolded {
					n.add(&beginning{object: o, file: file})
				}
			}
		}
		n.addGenerators(k)
	}
	return n
}

func (n *names) addGenerators(k *kustomization) {
	for i, kind := range [...]string{"ConfigMap", "Secret"} {
		for j, g := range items(k.object.Root.Get(generatorFields[i])) {
			behavior := g.Str("behavior")
			n.add(&beginning{
				object: &manifest.Object{File: k.object.File, Kind: kind, Namespace: g.Str("namespace"), Name: g.Str("name")},
				in:     k, at: manifest.Path{generatorFields[i], j}, merges: behavior == "merge" || behavior == "replace",
			})
		}
	}
}

func (n *names) add(w *beginning) {
	if w.object.Name == "" {
		return
	}
	f := follow{p: n.p, of: w, first: called{w.object.Kind, w.object.Name}, done: map[*kustomization][]called{}}
	f.note(f.first)
	for _, last := range f.through(n.top, nil) {
		n.byName[last] = append(n.byName[last], w)
	}
	w.called = f.called
	n.all = append(n.all, w)
	if w.in == nil {
		n.byFile[w.file] = append(n.byFile[w.file], w)
	}
}

// became notes that what was written under a name has another one now.
func (n *names) became(from, to string) {
	if from != to && !slices.Contains(n.before[to], from) {
		n.before[to] = append(n.before[to], from)
	}
}

// follow goes the way of one object.
type follow struct {
	p      *project
	of     *beginning
	first  called
	done   map[*kustomization][]called
	called []called
}

func (f *follow) note(c called) {
	if !slices.Contains(f.called, c) {
		f.called = append(f.called, c)
	}
}

// through returns what the object is behind a kustomization, nothing when it does not come by. given is what it was before a component.
func (f *follow) through(k *kustomization, given []called) []called {
	if out, ok := f.done[k]; ok && !k.component {
		return out
	}
	f.done[k] = nil // circles end here
	out := slices.Clone(given)
	if f.begins(k) {
		out = append(out, f.first)
	}
	for _, dir := range k.dirs {
		inner := f.p.known[dir]
		switch {
		case inner == nil || inner.blocked:
		case inner.component:
			out = f.through(inner, out)
		default:
			out = append(out, f.through(inner, nil)...)
		}
	}
	out = f.changed(k, out)
	f.done[k] = out
	return out
}

func (f *follow) begins(k *kustomization) bool {
	if f.of.in != nil {
		return f.of.in == k
	}
	return slices.Contains(k.resources, f.of.file)
}

// changed applies the patches of a kustomization that give names, and then what it adds to names.
func (f *follow) changed(k *kustomization, all []called) []called {
	var out []called
	before, behind := k.object.Root.Str("namePrefix"), k.object.Root.Str("nameSuffix")
	for _, c := range all {
		for i := range k.patches {
			if to := k.patches[i].renames(c); to != c {
				c = to
				f.note(c)
			}
		}
		if !slices.Contains(unprefixed[:], c.kind) {
			c.name = before + c.name + behind
		}
		if !slices.Contains(out, c) && len(out) < mostNames {
			f.note(c)
			out = append(out, c)
		}
	}
	return out
}

// unprefixed are the kinds whose names kustomize adds nothing to.
var unprefixed = [...]string{"CustomResourceDefinition", "APIService", "Namespace"}

// renames returns what a patch makes of the kind and the name of an object.
func (c *patch) renames(of called) called {
	if c.to == (called{}) || !c.isFor(of.kind) || c.name != nil && !c.name.MatchString(of.name) {
		return of
	}
	return called{cmp.Or(c.to.kind, of.kind), cmp.Or(c.to.name, of.name)}
}

// source is the object that was made into the rendered one; nil when that is not plain. file is where kustomize says that it began; empty:
// that is not known.
func (n *names) source(file, name string, rendered *manifest.Object) *beginning {
	all := slices.DeleteFunc(slices.Clone(n.byName[called{rendered.Kind, name}]), func(w *beginning) bool {
		return w.in != nil || file != "" && w.file != file
	})
	if len(all) == 0 {
		all = n.longest(file, name, rendered.Kind)
	}
	if len(all) == 0 { // something else has changed its name
		all = ofKind(n.byFile[file], rendered.Kind)
	}
	if len(all) == 0 { // or its kind
		all = n.byFile[file]
	}
	return nearest(all, rendered)
}

func ofKind(all []*beginning, kind string) []*beginning {
	return slices.DeleteFunc(slices.Clone(all), func(w *beginning) bool { return w.object.Kind != kind })
}

// longest returns those objects of a file, or of all files when file is empty, with the longest name that the rendered one holds.
func (n *names) longest(file, name, kind string) []*beginning {
	all := n.all
	if file != "" {
		all = n.byFile[file]
	}
	return longestIn(name, slices.DeleteFunc(ofKind(all, kind), func(w *beginning) bool { return w.in != nil }))
}

// nearest is the one that has most in common with what was rendered; nil when two have.
func nearest(all []*beginning, rendered *manifest.Object) *beginning {
	if len(all) == 1 {
		return all[0]
	}
	var best *beginning
	most, tie := 0, false
	for _, w := range all {
		switch n := common(w.object.Root, rendered.Root); {
		case n > most:
			best, most, tie = w, n, false
		case n == most:
			tie = true
		}
	}
	if tie {
		return nil
	}
	return best
}

// common counts the values that are the same at the same places.
func common(a, b *manifest.Node) int {
	switch {
	case a == nil || b == nil || a.Type != b.Type:
		return 0
	case a.Type == manifest.Map:
		n := 0
		for _, f := range a.Fields {
			n += common(f.Value, b.Get(f.Key))
		}
		return n
	case a.Type == manifest.List:
		n := 0
		for i := range min(len(a.Items), len(b.Items)) {
			n += common(a.Items[i], b.Items[i])
		}
		return n
	case a.Text == b.Text:
		return 1
	}
	return 0
}

// hashLength is that of what kustomize adds to the name of a generated object: a dash and ten characters.
const hashLength = 11

// generated are the entries of generators that have a part in an object, in the order in which they are applied. Without one that has its
// name they are those with the longest name that it holds.
func (n *names) generated(kind, name string, source *beginning) []*beginning {
	exact := map[*beginning]bool{source: source != nil}
	for _, last := range [...]string{name, name[:max(len(name)-hashLength, 0)]} {
		for _, w := range n.byName[called{kind, last}] {
			exact[w] = w.in != nil
		}
	}
	entries := slices.DeleteFunc(slices.Clone(n.all), func(w *beginning) bool { return w.in == nil || w.object.Kind != kind })
	out := slices.DeleteFunc(slices.Clone(entries), func(w *beginning) bool { return !exact[w] && (!w.merges || !w.mergesInto(exact)) })
	if len(out) > 0 || source != nil {
		return out
	}
	return longestIn(name, entries)
}

// longestIn returns those with the longest name that a text holds.
func longestIn(text string, all []*beginning) (out []*beginning) {
	for _, w := range all {
		switch {
		case !strings.Contains(text, w.object.Name):
		case len(out) == 0 || len(w.object.Name) > len(out[0].object.Name):
			out = []*beginning{w}
		case len(w.object.Name) == len(out[0].object.Name):
			out = append(out, w)
		}
	}
	return out
}

// mergesInto tells whether an entry of a generator changes one of some.
func (w *beginning) mergesInto(all map[*beginning]bool) bool {
	for other, is := range all {
		if is && other != w && slices.Contains(other.called, w.called[0]) && cmp.Or(other.object.Namespace, w.object.Namespace) == cmp.Or(w.object.Namespace, other.object.Namespace) {
			return true
		}
	}
	return false
}
