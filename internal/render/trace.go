package render

import (
	"bytes"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// trace leads from the values of a rendered object to where they were written.
type trace struct {
	p        *project
	rendered *manifest.Object
	source   *manifest.Object // nil for what a generator made
	closure  []*kustomization // in the order in which they change objects
	start    manifest.Place   // of what was built
	vars     *variables       // that were replaced; nil: none
	began    *manifest.Object // source, as it is written
	name     string           // of rendered before variables were replaced
	names    *names           // of the build
	called   []called         // what the object was on its way
	entries  []*beginning     // of generators that have a part in the object
}

// locate is manifest.Render.Locate. It accepts a place only if the value that is written there is the one that was rendered.
func (t *trace) locate(path manifest.Path) (at manifest.Place, known bool) {
	target := t.rendered.Anchor(path)
	value := t.rendered.Root.Get(target...)
	line := manifest.Path(nil)
	if value == nil { // a line of a text
		line, target = target[len(target)-1:], target[:len(target)-1]
		value = t.rendered.Root.Get(target...)
	}
	if at, known = t.find(target, value, line); known {
		return at, true
	}
	if t.source == nil {
		return t.generated(target, line)
	}
	return t.start, false
}

// find asks those who may have written the value, the last first. A map or a list of maps is put together from all of them, and so is the
// name that tells the items of a list apart: there the source is asked first.
func (t *trace) find(target manifest.Path, value *manifest.Node, line manifest.Path) (manifest.Place, bool) {
	merged := value.Type == manifest.Map || value.Type == manifest.List && !scalars(value) || isIdentity(target)
	if merged {
		if at, ok := t.inSource(target, value, line); ok {
			return at, true
		}
	}
	for _, k := range slices.Backward(t.closure) {
		if at, ok := t.inKustomization(k, target, value); ok {
			return at, true
		}
		for _, c := range slices.Backward(k.patches) {
			if !c.changes(t) {
				continue
			}
			if at, ok := c.find(t, target, value, line, merged); ok {
				return at, true
			}
		}
	}
	return t.inSource(target, value, line)
}

func scalars(list *manifest.Node) bool {
	return !slices.ContainsFunc(list.Items, func(n *manifest.Node) bool { return n.Type == manifest.Map || n.Type == manifest.List })
}

// isIdentity tells the name of an item of a list.
func isIdentity(target manifest.Path) bool {
	n := len(target)
	if n < 2 || target[n-1] != "name" {
		return false
	}
	_, item := target[n-2].(int)
	return item
}

func (t *trace) inSource(target manifest.Path, value *manifest.Node, line manifest.Path) (manifest.Place, bool) {
	if t.source == nil {
		return manifest.Place{}, false
	}
	path, ok := translate(t.rendered.Root, t.source.Root, target)
	if !ok || !t.accepts(target, value, t.source.Root.Get(path...)) {
		return manifest.Place{}, false
	}
	if t.source.Render != nil {
		return t.source.Render.Locate(path.With(line...).Value())
	}
	span, ok := t.source.Locate(path.With(line...))
	return manifest.Place{File: t.source.File, Span: span}, ok
}

// below returns the path in a source that was rendered itself to a value that was written there and not changed since.
func (t *trace) below(path manifest.Path) (manifest.Path, bool) {
	at, known := t.locate(path)
	inner, ok := translate(t.rendered.Root, t.source.Root, t.rendered.Anchor(path))
	if !known || !ok {
		return nil, false
	}
	there, ok := t.source.Render.Locate(inner.Value())
	return inner, ok && there == at
}

// over adds what is known of an object whose source was rendered itself.
func (t *trace) over(r *manifest.Render) {
	inner := t.source.Render
	r.Written = inner.Written
	if inner.Line != nil {
		r.Line = func(path manifest.Path) (manifest.Excerpt, bool) {
			if at, ok := t.below(path); ok {
				return inner.Line(at)
			}
			return manifest.Excerpt{}, false
		}
	}
	if inner.Settings != nil {
		r.Settings = func(path manifest.Path) []manifest.Setting {
			if at, ok := t.below(path); ok {
				return inner.Settings(at)
			}
			return nil
		}
	}
}

// find looks for the value in a patch.
func (c *patch) find(t *trace, target manifest.Path, value *manifest.Node, line manifest.Path, merged bool) (manifest.Place, bool) {
	if c.fragment != nil {
		path, ok := translate(t.rendered.Root, c.fragment.Root, target)
		if !ok || !merged && !same(value, c.fragment.Root.Get(path...)) {
			return manifest.Place{}, false
		}
		span, ok := c.fragment.Locate(path.With(line...))
		return c.at(span), ok
	}
	for _, o := range slices.Backward(c.ops) {
		rest, ok := o.below(t.rendered.Root, target)
		if !ok {
			continue
		}
		n := o.value.Get(rest...)
		if n == nil || !same(value, n) && (!merged || len(rest) == 0) {
			continue
		}
		span, ok := o.object.Locate(manifest.Path{o.index, "value"}.With(rest...).With(line...))
		return c.at(span), ok
	}
	return manifest.Place{}, false
}

// accepts tells whether a value of the source is what was rendered. Prefixes, suffixes and hashes of names are added to what stands there.
func (t *trace) accepts(target manifest.Path, rendered, written *manifest.Node) bool {
	switch {
	case written == nil || len(target) == 0:
		return written != nil
	case rendered.Type == manifest.Map:
		return written.Type == manifest.Map
	case rendered.Type == manifest.List && !scalars(rendered):
		return written.Type == manifest.List
	case same(rendered, written):
		return true
	}
	last, _ := target[len(target)-1].(string)
	name := last == "name" || strings.HasSuffix(last, "Name")
	return name && rendered.Type == manifest.String && written.Text != "" &&
		(strings.Contains(rendered.Text, written.Text) || slices.Contains(t.names.before[rendered.Text], written.Text))
}

// same compares two values as JSON, without the order of keys.
func same(a, b *manifest.Node) bool {
	if a == nil || b == nil || a.Type != b.Type || len(a.Items) != len(b.Items) || len(a.Fields) != len(b.Fields) {
		return false
	}
	for i := range a.Items {
		if !same(a.Items[i], b.Items[i]) {
			return false
		}
	}
	for _, f := range a.Fields {
		if !same(f.Value, b.Get(f.Key)) {
			return false
		}
	}
	if a.Type == manifest.Map || a.Type == manifest.List {
		return true
	}
	return bytes.Equal([]byte(a.Text), []byte(b.Text))
}

// translate turns a path of the rendered object into the path of the same value in what it was made from: keys stay, items of lists are
// found again by what tells them apart.
func translate(from, to *manifest.Node, path manifest.Path) (manifest.Path, bool) {
	out := make(manifest.Path, 0, len(path))
	list := ""
	for _, elem := range path {
		key, isKey := elem.(string)
		next := elem
		if isKey {
			list = key
		} else {
			i := counterpart(from, to, elem, list)
			if i < 0 {
				return nil, false
			}
			next = i
		}
		from, to = from.Get(elem), to.Get(next)
		if from == nil || to == nil {
			return nil, false
		}
		out = append(out, next)
	}
	return out, true
}

// counterpart finds in one list the item that stands at index in the other; -1 when that is not plain.
func counterpart(from, to *manifest.Node, index any, list string) int {
	item := from.Get(index)
	if item == nil || to == nil || to.Type != manifest.List {
		return -1
	}
	found := -1
	for i, other := range to.Items {
		if !alike(item, other, list) {
			continue
		}
		if n, _ := index.(int); found >= 0 && (n != i || len(from.Items) != len(to.Items)) {
			continue // of several that are alike the one at the same index, else the first
		}
		found = i
	}
	return found
}

// alike compares the items of a list by the keys that Kubernetes merges them by.
func alike(a, b *manifest.Node, list string) bool {
	if a.Type != manifest.Map || b.Type != manifest.Map {
		return same(a, b)
	}
	for _, key := range mergeKeys(list) {
		x, y := a.Get(key), b.Get(key)
		if x == nil || y == nil {
			continue
		}
		return same(x, y)
	}
	return same(a, b)
}

func mergeKeys(list string) []string {
	switch list {
	case "volumeMounts":
		return []string{"mountPath"}
	case "volumeDevices":
		return []string{"devicePath"}
	case "ports":
		return []string{"containerPort", "port"}
	case "hostAliases":
		return []string{"ip"}
	}
	return []string{"name", "key", "uid", "topologyKey"}
}
