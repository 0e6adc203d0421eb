package pod

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"github.com/podlint/podlint/internal/manifest"
)

// delta is in which objects two sets differ, so that most questions need not be asked again.
type delta struct {
	gone, come []*manifest.Object
	changed    map[*manifest.Object]bool
	kinds      map[string]bool
	names      map[question]bool
	// quiet tells that nothing has changed by which objects select others, or are selected: each that has gone has one in its place that is alike in
	// that. owners tells whether an object of either set names a controller, unread whether other files have something that could not be read.
	quiet, owners, unread bool
}

// newDelta compares two sets from both ends: what lies between the first and the last object that differ counts as changed.
func newDelta(was, now *Builder) *delta {
	a, b := was.set.Objects, now.set.Objects
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	d := &delta{gone: a, come: b, changed: map[*manifest.Object]bool{}, kinds: map[string]bool{}, names: map[question]bool{}}
	for _, o := range slices.Concat(a, b) {
		d.changed[o], d.kinds[o.Kind] = true, true
		d.names[nameOf(o.Kind, o.Namespace, o.Name)] = true
	}
	d.owners = hasOwners(was.set) || hasOwners(now.set)
	d.unread = unreadElsewhere(was.set, now.set)
	d.quiet = !d.owners && !d.unread && sameSurroundings(was, now) && alikeInTies(was, now, a, b)
	return d
}

func sameSurroundings(was, now *Builder) bool {
	return was.set.Items.Len()+now.set.Items.Len() == 0 && maps.Equal(was.set.Environments, now.set.Environments)
}

// unreadElsewhere tells whether other files have something that could not be read.
func unreadElsewhere(was, now *manifest.Set) bool {
	return !slices.EqualFunc(was.Errors, now.Errors, func(x, y manifest.Error) bool { return x.File == y.File })
}

// nameOf is a question for a name, the namespace as kubectl puts it.
func nameOf(kind, namespace, name string) question {
	if namespace == "" {
		namespace = "default"
	}
	return question{about: aboutName, kind: kind, namespace: namespace, name: name}
}

func hasOwners(set *manifest.Set) bool {
	return slices.ContainsFunc(set.Objects, func(o *manifest.Object) bool { return o.Root.Get("metadata", "ownerReferences") != nil })
}

// untouched tells that a question is answered as it was without asking it. false: it has to be asked.
func (d *delta) untouched(q question) bool {
	if d.changed[q.object] {
		return false
	}
	switch q.about {
	case aboutName:
		return !d.kinds[q.kind] || !d.names[nameOf(q.kind, q.namespace, q.name)]
	case aboutKind, aboutKindIn, aboutAny:
		return !d.kinds[q.kind]
	case aboutLabels:
		return !d.kinds["Service"]
	case aboutSelection, aboutSelectors, aboutEndpoints:
		return d.quiet
	case aboutController:
		return !d.owners
	case aboutUnread:
		return !d.unread
	case aboutBindings, aboutElsewhere, aboutMaker, aboutFillers:
	}
	return false
}

// alikeInTies tells whether the objects that select, or are selected, are alike in two lists but for what does not matter to that.
func alikeInTies(was, now *Builder, gone, come []*manifest.Object) bool {
	monitored := func(b *Builder) bool {
		return len(b.index.byKind["PodMonitor"])+len(b.index.byKind["ServiceMonitor"]) > 0
	}
	if monitored(was) != monitored(now) || slices.ContainsFunc(gone, makesPods) || slices.ContainsFunc(come, makesPods) {
		return false
	}
	a, b := was.tied(gone), now.tied(come)
	return slices.EqualFunc(a, b, func(x, y *manifest.Object) bool {
		return x.Kind == y.Kind && x.APIVersion == y.APIVersion && x.Namespace == y.Namespace && x.Name == y.Name && x.File == y.File &&
			x.Render == nil && y.Render == nil && bytes.Equal(was.tiesOf(x), now.tiesOf(y))
	})
}

// tied are the objects that select, or hold pods that are selected.
func (b *Builder) tied(all []*manifest.Object) []*manifest.Object {
	var out []*manifest.Object
	for _, o := range all {
		if !o.Patch && (selectsOthers(o.Kind) || len(b.templates(o)) > 0) {
			out = append(out, o)
		}
	}
	return out
}

func selectsOthers(kind string) bool {
	for _, k := range selectorKinds {
		if k.kind == kind {
			return true
		}
	}
	return false
}

// tiesOf is what of an object matters to selections, as one text: of what selects all of it, of pods their labels and ports.
func (b *Builder) tiesOf(o *manifest.Object) []byte {
	if selectsOthers(o.Kind) {
		out, _ := o.Root.MarshalJSON() // which does not fail
		return out
	}
	type ties struct {
		Labels map[string]string
		Ports  []string
	}
	var all []ties
	for _, t := range b.templates(o) {
		all = append(all, ties{stringMap(o.Root, t.metadata.With("labels")...), containerPorts(o.Root, &t)})
	}
	out, _ := json.Marshal(all) // texts alone
	return out
}

// inherit takes over what an earlier builder has found out about selections, when nothing of that has changed.
func (b *Builder) inherit(was *Builder, d *delta) {
	if !d.quiet {
		return
	}
	next, come := map[*manifest.Object]*manifest.Object{}, b.tied(d.come)
	for i, o := range was.tied(d.gone) {
		next[o] = come[i]
	}
	if c := was.taken; c != nil {
		b.counted.Do(func() { b.taken = c.with(next) })
	}
	if was.selected != nil {
		b.once.Do(func() { b.selected = renamed(was.selected, next) })
	}
	if was.index.services != nil {
		b.index.once.Do(func() { b.index.services = was.index.withServices(next) })
	}
}

// renamed is a map with other objects in the place of some.
func renamed[V any](all map[*manifest.Object]V, next map[*manifest.Object]*manifest.Object) map[*manifest.Object]V {
	out := maps.Clone(all)
	for old := range next {
		delete(out, old)
	}
	for old, o := range next {
		if v, known := all[old]; known {
			out[o] = v
		}
	}
	return out
}

// with is a census with other objects in the place of some that are alike.
func (c *census) with(next map[*manifest.Object]*manifest.Object) *census {
	out := &census{pods: slices.Clone(c.pods), services: slices.Clone(c.services), near: renamed(c.near, next)}
	for _, list := range [][]labelled{out.pods, out.services} {
		for i := range list {
			if o := next[list[i].Object]; o != nil {
				list[i].Object = o
			}
		}
	}
	return out
}

// withServices are the selectors of Services with other objects in the place of some that are alike.
func (x *index) withServices(next map[*manifest.Object]*manifest.Object) map[label][]selector {
	out := maps.Clone(x.services)
	for at, all := range out {
		if slices.ContainsFunc(all, func(s selector) bool { return next[s.object] != nil }) {
			all = slices.Clone(all)
			for i := range all {
				if o := next[all[i].object]; o != nil {
					all[i].object = o
				}
			}
			out[at] = all
		}
	}
	return out
}
