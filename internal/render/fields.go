package render

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// inKustomization looks for the value in the fields of a kustomization that set it: images, replicas, labels, annotations, namespace.
func (t *trace) inKustomization(k *kustomization, target manifest.Path, value *manifest.Node) (manifest.Place, bool) {
	if len(target) == 0 || value.Type == manifest.Map || value.Type == manifest.List {
		return manifest.Place{}, false
	}
	last, _ := target[len(target)-1].(string)
	switch {
	case last == "image":
		return t.image(k, target, value)
	case last == "replicas" && len(target) == 2:
		return t.entry(k, manifest.Path{"replicas"}, "count", value)
	case last == "namespace" && len(target) == 2:
		return same1(k, manifest.Path{"namespace"}, value)
	case len(target) < 2:
		return manifest.Place{}, false
	}
	return label(k, target[len(target)-2], last, value)
}

// same1 is the place of a field of the kustomization when it holds the value.
func same1(k *kustomization, at manifest.Path, value *manifest.Node) (manifest.Place, bool) {
	if !same(value, k.object.Root.Get(at...)) {
		return manifest.Place{}, false
	}
	span, ok := k.object.Locate(at)
	return manifest.Place{File: k.object.File, Span: span}, ok
}

// label finds a label or an annotation that the kustomization adds.
func label(k *kustomization, field any, key string, value *manifest.Node) (manifest.Place, bool) {
	switch field {
	case "annotations":
		return same1(k, manifest.Path{"commonAnnotations", key}, value)
	case "labels", "matchLabels", "selector":
		for i := range items(k.object.Root.Get("labels")) {
			if at, ok := same1(k, manifest.Path{"labels", i, "pairs", key}, value); ok {
				return at, true
			}
		}
		return same1(k, manifest.Path{"commonLabels", key}, value)
	}
	return manifest.Place{}, false
}

// entry finds the entry of a list of the kustomization that is about the object by its name.
func (t *trace) entry(k *kustomization, list manifest.Path, key string, value *manifest.Node) (manifest.Place, bool) {
	for i, item := range items(k.object.Root.Get(list...)) {
		if t.was(item.Str("name")) {
			if at, ok := same1(k, list.With(i, key), value); ok {
				return at, true
			}
		}
	}
	return manifest.Place{}, false
}

// was tells whether the object had a name, on its way or in the end.
func (t *trace) was(name string) bool {
	return name == t.rendered.Name || slices.ContainsFunc(t.called, func(is called) bool { return is.name == name })
}

// image finds the entry that gave an image its name, tag or digest. The image as it was written, in the source or in a patch, must have
// the name of the entry.
func (t *trace) image(k *kustomization, target manifest.Path, value *manifest.Node) (manifest.Place, bool) {
	for i, item := range items(k.object.Root.Get("images")) {
		name := item.Str("name")
		if name == "" || !t.wasImage(target, name, value.Text) {
			continue
		}
		for _, key := range [...]string{"newTag", "digest", "newName"} {
			if n := item.Get(key); n != nil && strings.Contains(value.Text, n.Text) {
				span, ok := k.object.Locate(manifest.Path{"images", i, key})
				return manifest.Place{File: k.object.File, Span: span}, ok
			}
		}
	}
	return manifest.Place{}, false
}

// wasImage tells whether the image at target was written with that name, and differs from what was rendered.
func (t *trace) wasImage(target manifest.Path, name, rendered string) bool {
	written := func(root *manifest.Node) bool {
		at, ok := translate(t.rendered.Root, root, target)
		text := root.Str(at...)
		return ok && text != rendered && (text == name || strings.HasPrefix(text, name+":") || strings.HasPrefix(text, name+"@"))
	}
	if t.source != nil && written(t.source.Root) {
		return true
	}
	for _, k := range t.closure {
		for _, c := range k.patches {
			if c.fragment != nil && c.changes(t) && written(c.fragment.Root) {
				return true
			}
		}
	}
	return false
}

// generated finds what a generator made: the item that holds the key, and in a file the line; else the generator's name.
func (t *trace) generated(target, line manifest.Path) (manifest.Place, bool) {
	if len(t.entries) == 0 {
		return t.start, false
	}
	if len(target) == 2 && (target[0] == "data" || target[0] == "binaryData" || target[0] == "stringData") {
		for _, w := range slices.Backward(t.entries) { // a later kustomization may add to or replace what an earlier one made
			if place, ok := t.generatedKey(w, target[1], line); ok {
				return place, true
			}
		}
	}
	w := t.generator()
	span, ok := w.in.object.Locate(w.at.With("name"))
	return manifest.Place{File: w.in.object.File, Span: span}, ok
}

// generator is the entry that has begun the object; nil when none has.
func (t *trace) generator() *beginning {
	for _, w := range t.entries {
		if !w.merges {
			return w
		}
	}
	if len(t.entries) > 0 {
		return t.entries[0]
	}
	return nil
}

// generatedKey finds what put a key into the data.
func (t *trace) generatedKey(w *beginning, key any, line manifest.Path) (manifest.Place, bool) {
	g := w.in.object.Root.Get(w.at...)
	for j, item := range items(g.Get("literals")) {
		if name, _, _ := strings.Cut(item.Text, "="); name == key {
			span, ok := w.in.object.Locate(w.at.With("literals", j))
			return manifest.Place{File: w.in.object.File, Span: span}, ok
		}
	}
	for j, item := range items(g.Get("files")) {
		if name, file := keyAndFile(item.Text); name == key {
			return t.inFile(w.in, w.at.With("files", j), path.Join(w.in.dir, file), line)
		}
	}
	return manifest.Place{}, false
}

// inFile is the line of a generator's file, and without a line the item that names the file.
func (t *trace) inFile(k *kustomization, at manifest.Path, file string, line manifest.Path) (manifest.Place, bool) {
	if n, ok := lineOf(line); ok {
		if f := t.p.read[file]; f != nil {
			if width, ok := lineWidth(f.data, n); ok {
				return manifest.Place{File: f.name, Span: manifest.Span{Line: n + 1, Column: 1, EndLine: n + 1, EndColumn: width + 1}}, true
			}
		}
	}
	span, ok := k.object.Locate(at)
	return manifest.Place{File: k.object.File, Span: span}, ok
}

func lineOf(line manifest.Path) (int, bool) {
	if len(line) != 1 {
		return 0, false
	}
	n, ok := line[0].(int)
	return n, ok
}

// lineWidth counts the characters of a 0-based line; false when there is no such line.
func lineWidth(data []byte, n int) (int, bool) {
	i := 0
	for line := range source.LineSeq(data) {
		if i == n {
			return utf8.RuneCount(line), true
		}
		i++
	}
	return 0, false
}
