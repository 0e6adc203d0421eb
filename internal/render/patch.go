package render

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// patch is one change that a kustomization makes: a fragment of an object, or operations on it.
type patch struct {
	entry    manifest.Path    // of the kustomization
	file     string           // absolute; empty for one inside the kustomization
	targeted bool             // the entry says what it changes, and may change nothing
	fragment *manifest.Object // nil for operations
	ops      []op
	kind     *regexp.Regexp // of the objects that it changes; nil: any
	name     *regexp.Regexp // of them; nil: any
	to       called         // what it makes of their kind and name; empty: it leaves them
	at       placer
}

// op is an operation of a JSON patch that sets a value.
type op struct {
	object *manifest.Object // the list of operations
	index  int
	path   []string
	value  *manifest.Node
}

// placer turns a span of a patch into a place of a file: a patch may stand inside a kustomization, as a text.
type placer func(manifest.Span) manifest.Place

// readPatches reads the fields that hold patches in the order in which kustomize applies them.
func (p *project) readPatches(k *kustomization) {
	for i, item := range items(k.object.Root.Get("patchesStrategicMerge")) {
		p.addPatch(k, manifest.Path{"patchesStrategicMerge", i}, item.Text, item)
	}
	for _, field := range [...]string{"patches", "patchesJson6902"} {
		for i, item := range items(k.object.Root.Get(field)) {
			at := manifest.Path{field, i}
			if name := item.Str("path"); name != "" {
				p.addPatch(k, at.With("path"), name, item)
				continue
			}
			if item.Type == manifest.Map {
				p.addPatch(k, at.With("patch"), item.Str("patch"), item)
			}
		}
	}
}

// addPatch reads a patch that is text: the patch itself, or the name of its file.
func (p *project) addPatch(k *kustomization, at manifest.Path, text string, item *manifest.Node) {
	from := len(k.patches)
	if last := at[len(at)-1]; last == "patch" || strings.ContainsAny(text, "\n{") {
		k.patches = append(k.patches, patchesOf(p.inlineDocuments(k, at, text), item, inline(k.object, at))...)
	} else if f := p.document(k, at, text, p.block); f != nil {
		k.patches = append(k.patches, patchesOf(f.documents, item, func(s manifest.Span) manifest.Place {
			return manifest.Place{File: f.name, Span: s}
		})...)
	}
	for i := range k.patches[from:] {
		k.patches[from+i].entry = at[:2]
		if at[len(at)-1] != "patch" {
			k.patches[from+i].file = path.Join(k.dir, text)
		}
	}
}

// inline places the lines of a text that stands in a kustomization.
func inline(o *manifest.Object, at manifest.Path) placer {
	return func(s manifest.Span) manifest.Place {
		span, _ := o.Locate(at.With(s.Line - 1))
		return manifest.Place{File: o.File, Span: span}
	}
}

func patchesOf(docs []*manifest.Object, item *manifest.Node, at placer) []patch {
	var out []patch
	for _, d := range docs {
		one := patch{at: at, kind: anchored(regexp.QuoteMeta(d.Kind)), name: anchored(regexp.QuoteMeta(d.Name)), targeted: item.Get("target") != nil}
		if target := item.Get("target"); target != nil {
			one.kind, one.name = anchored(target.Str("kind")), anchored(target.Str("name"))
		}
		if d.Root.Type == manifest.List {
			one.ops = operations(d)
			one.to = renaming(one.ops)
		} else {
			one.fragment = d
			one.to = renamed(d, item)
		}
		out = append(out, one)
	}
	return out
}

// renamed is what a fragment may make of the kind and the name of its target.
func renamed(d *manifest.Object, item *manifest.Node) (to called) {
	if isTrue(item.Get("options", "allowNameChange")) {
		to.name = d.Name
	}
	if isTrue(item.Get("options", "allowKindChange")) {
		to.kind = d.Kind
	}
	return to
}

// renaming is what operations make of the kind and the name.
func renaming(ops []op) (to called) {
	for i := range ops {
		switch strings.Join(ops[i].path, "/") {
		case "metadata/name":
			to.name = ops[i].value.Text
		case "kind":
			to.kind = ops[i].value.Text
		}
	}
	return to
}

// anchored is kustomize's reading of a name in a target.
func anchored(name string) *regexp.Regexp {
	if name == "" {
		return nil
	}
	re, err := regexp.Compile("^(?:" + name + ")$")
	if err != nil {
		return nil
	}
	return re
}

func operations(d *manifest.Object) []op {
	var out []op
	for i, n := range d.Root.Items {
		if kind := n.Str("op"); kind != "add" && kind != "replace" || n.Get("value") == nil {
			continue
		}
		var at []string
		for part := range strings.SplitSeq(strings.TrimPrefix(n.Str("path"), "/"), "/") {
			at = append(at, strings.NewReplacer("~1", "/", "~0", "~").Replace(part))
		}
		out = append(out, op{object: d, index: i, path: at, value: n.Get("value")})
	}
	return out
}

// changes tells whether the patch may be about an object, under what it was on its way.
func (c *patch) changes(t *trace) bool {
	return c.fits(t.rendered.Kind, t.rendered.Name) || slices.ContainsFunc(t.called, func(is called) bool { return c.fits(is.kind, is.name) })
}

func (c *patch) fits(kind, name string) bool {
	return c.isFor(kind) && (c.name == nil || c.name.MatchString(name))
}

func (c *patch) isFor(kind string) bool { return c.kind == nil || c.kind.MatchString(kind) }

// below returns the rest of target, a path in the rendered object, below the place that the operation sets; false when it leads elsewhere.
func (o *op) below(root *manifest.Node, target manifest.Path) (manifest.Path, bool) {
	if len(target) < len(o.path) {
		return nil, false
	}
	n := root
	for i, part := range o.path {
		elem := target[i]
		n = n.Get(elem)
		switch index, isIndex := elem.(int); {
		case isIndex && part == "-":
			if !o.made(n) {
				return nil, false
			}
		case isIndex && strconv.Itoa(index) != part, !isIndex && elem != part:
			return nil, false
		}
	}
	return target[len(o.path):], true
}

// made tells whether an item that stands in the result is the one that the operation appended.
func (o *op) made(item *manifest.Node) bool {
	if name := o.value.Str("name"); name != "" {
		return item.Str("name") == name
	}
	return same(item, o.value)
}
