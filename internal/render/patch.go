package render

import (
	"path"
	"regexp"
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
	kind     string         // of the objects that it changes; empty: any
	name     *regexp.Regexp // of them; nil: any
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
		one := patch{at: at, kind: d.Kind, targeted: item.Get("target") != nil}
		if target := item.Get("target"); target != nil {
			one.kind = target.Str("kind")
			one.name = anchored(target.Str("name"))
		} else if d.Name != "" {
			one.name = anchored(regexp.QuoteMeta(d.Name))
		}
		if d.Root.Type == manifest.List {
			one.ops = operations(d)
		} else {
			one.fragment = d
		}
		out = append(out, one)
	}
	return out
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

// changes tells whether the patch may be about an object, under the name of its source or of the result.
func (c *patch) changes(t *trace) bool {
	if c.kind != "" && c.kind != t.rendered.Kind {
		return false
	}
	return c.name == nil || c.name.MatchString(t.rendered.Name) || t.source != nil && c.name.MatchString(t.source.Name)
}

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
