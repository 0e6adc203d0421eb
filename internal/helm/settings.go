package helm

import (
	"fmt"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// mostSettings is how many keys are named for one value.
const mostSettings = 3

// settings are the keys of the values that made the value of a path, where that is plain.
func (o *origin) settings(obj *manifest.Object, path manifest.Path) []manifest.Setting {
	value := obj.Root.Get(path...)
	if value == nil || o.lines == nil || len(path) == 0 {
		return nil
	}
	if made, ok := o.printed(occurrence{line: value.Span.Line, column: value.Span.Column}); ok {
		if out := o.setting(made, o.below(obj.Root, path, made), value); len(out) > 0 {
			return out
		}
	}
	if value.Type == manifest.Map {
		return o.firstLine(obj, path, value)
	}
	return o.within(value)
}

// firstLine are the keys of the values on the first line of a map, which is what is shown of it.
func (o *origin) firstLine(obj *manifest.Object, path manifest.Path, value *manifest.Node) []manifest.Setting {
	var out []manifest.Setting
	for i := range value.Fields {
		if f := &value.Fields[i]; f.Value.Span.Line == value.Span.Line && f.Value.Type != manifest.Map {
			out = append(out, o.settings(obj, path.With(f.Key))...)
		}
	}
	return out
}

// occurrence is a place in the document, and the number of the mark in force there: the same mark occurs again in a loop.
type occurrence struct{ line, column int }

// printed returns the number of the mark in force at a place, when it is that of an action.
func (o *origin) printed(at occurrence) (int, bool) {
	if at.line < 1 || at.line > len(o.lines) || !o.lines[at.line-1].known {
		return 0, false
	}
	l := &o.lines[at.line-1]
	n := l.first - 1
	for _, h := range l.hits {
		if h.column > at.column-1 {
			break
		}
		n++
	}
	return n, n >= 0 && n < len(o.order) && o.marker.marks[o.order[n]].action != nil
}

// below returns the part of a path that lies inside what one action printed.
func (o *origin) below(root *manifest.Node, path manifest.Path, made int) manifest.Path {
	for i := range path {
		parent := root.Get(path[:i]...)
		if n, ok := o.printed(begin(parent, path[i])); !ok || n != made {
			continue
		}
		rest := slices.Clone(path[i:])
		if index, ok := rest[0].(int); ok {
			rest[0] = index - o.firstItem(parent, made)
		}
		return rest
	}
	return nil
}

// begin is where an element of a map or list begins.
func begin(parent *manifest.Node, elem any) occurrence {
	switch e := elem.(type) {
	case string:
		for i := range parent.Fields {
			if f := &parent.Fields[i]; f.Key == e {
				return occurrence{line: f.Span.Line, column: f.Span.Column}
			}
		}
	case int:
		if e < len(parent.Items) {
			return occurrence{line: parent.Items[e].Span.Line, column: parent.Items[e].Span.Column}
		}
	}
	return occurrence{}
}

// firstItem is the index of the first item of a list that an action printed.
func (o *origin) firstItem(list *manifest.Node, made int) int {
	for i := range list.Items {
		if n, ok := o.printed(begin(list, i)); ok && n == made {
			return i
		}
	}
	return 0
}

// within are the keys that actions printed into one line of text.
func (o *origin) within(value *manifest.Node) []manifest.Setting {
	var out []manifest.Setting
	for _, made := range o.actions(value) {
		for _, s := range o.setting(made, nil, value) {
			if len(out) < mostSettings && !slices.ContainsFunc(out, func(t manifest.Setting) bool { return t.Key == s.Key }) {
				out = append(out, s)
			}
		}
	}
	return out
}

// actions lists the numbers of the marks of actions within the one line of a scalar.
func (o *origin) actions(value *manifest.Node) []int {
	at := value.Span
	if value.Type == manifest.Map || value.Type == manifest.List || at.EndLine != at.Line || at.Line > len(o.lines) || !o.lines[at.Line-1].known {
		return nil
	}
	l := &o.lines[at.Line-1]
	var out []int
	for i, h := range l.hits {
		if h.column >= at.Column-1 && h.column < at.EndColumn-1 && o.marker.marks[h.id].action != nil {
			out = append(out, l.first+i)
		}
	}
	return out
}

// layer is a file of values, and where in it those of a chart lie.
type layer struct {
	file *valueFile
	at   manifest.Path
	set  []string // keys that are set over all files
}

// get is what the file has for a key of the chart; nil when it has nothing.
func (l *layer) get(key manifest.Path) *manifest.Node {
	if l.file == nil || l.file.object == nil {
		return nil
	}
	return l.file.object.Root.Get(l.file.prefix.With(l.key(key)...)...)
}

// key is a key of the chart as the file has it.
func (l *layer) key(key manifest.Path) manifest.Path {
	if len(key) > 0 && key[0] == "global" {
		return key
	}
	return l.at.With(key...)
}

// find returns the key that a value was set by last.
func find(layers []layer, key manifest.Path) (s manifest.Setting, value *manifest.Node, ok bool) {
	for i := range layers {
		l := &layers[i]
		if value = l.get(key); value == nil {
			continue
		}
		at := l.key(key)
		place, exact := l.file.object.Place(l.file.prefix.With(at...))
		return manifest.Setting{Key: dotted(at), Place: place}, value, exact && !overridden(l.set, dotted(at))
	}
	return manifest.Setting{}, nil, false
}

// dotted writes a key as helm --set does.
func dotted(key manifest.Path) string {
	var b strings.Builder
	for i, elem := range key {
		switch e := elem.(type) {
		case int:
			fmt.Fprintf(&b, "[%d]", e)
		case string:
			if i > 0 {
				b.WriteByte('.')
			}
			b.WriteString(strings.ReplaceAll(e, ".", `\.`))
		}
	}
	return b.String()
}

// overridden tells whether one of the settings is that key, or one above or below it.
func overridden(set []string, key string) bool {
	return slices.ContainsFunc(set, func(s string) bool { return leads(s, key) || leads(key, s) })
}

func leads(above, key string) bool {
	rest, ok := strings.CutPrefix(key, above)
	return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// keysOf are the keys of what the user sets, each of which may be several with commas.
func keysOf(set []string) []string {
	var keys []string
	for _, pairs := range set {
		for pair := range strings.SplitSeq(pairs, ",") {
			if key, _, ok := strings.Cut(pair, "="); ok {
				keys = append(keys, strings.TrimSpace(key))
			}
		}
	}
	return keys
}
