package lint

import (
	"encoding/json"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// place is where a rule's path leads.
type place struct {
	object *manifest.Object
	file   string
	span   manifest.Span
	path   manifest.Path // inside object, without the line of a scalar
	known  bool          // false for a rendered value that cannot be followed to its line
	line   *Excerpt      // of the result, for a rendered value
}

// locate finds the place of a rule's path, which may lead into another object of the set.
func (w *work) locate(elems []any) place {
	obj, path := w.enter(normalise(elems))
	at, known := obj.Place(path)
	span := at.Span
	if span.Line == 0 {
		span = manifest.Span{Line: max(obj.Line, 1), Column: 1, EndLine: max(obj.Line, 1), EndColumn: 2}
	}
	return place{object: obj, file: at.File, span: span, path: trimLine(obj, path), known: known, line: lineOf(obj, path)}
}

// lineOf is the line of the result that a rendered value stands in; nil when it is that of the place.
func lineOf(obj *manifest.Object, path manifest.Path) *Excerpt {
	if obj.Render == nil || obj.Render.Line == nil {
		return nil
	}
	line, ok := obj.Render.Line(path)
	if !ok {
		return nil
	}
	return &Excerpt{Text: line.Text, Column: line.Column, EndColumn: line.EndColumn}
}

const setBy = "set by "

// IsSetting tells the place of a key of the values that made what is reported.
func (r *Related) IsSetting() bool { return strings.HasPrefix(r.Message, setBy) }

// settings are the keys that made the value at a place, as further places of a violation.
func (p place) settings() []Related {
	if p.object.Render == nil || p.object.Render.Settings == nil {
		return nil
	}
	var out []Related
	for _, s := range p.object.Render.Settings(p.path) {
		span := s.Place.Span
		out = append(out, Related{
			Message: setBy + s.Key, File: s.Place.File, Path: manifest.Path{},
			Line: span.Line, Column: span.Column, EndLine: span.EndLine, EndColumn: span.EndColumn,
		})
	}
	return out
}

// enter follows a first element "@Kind/namespace/name" into that object; without one, and when the set does not hold the object,
// the pod's own object is meant.
func (w *work) enter(path manifest.Path) (*manifest.Object, manifest.Path) {
	obj := w.obj
	if len(path) == 0 {
		return obj, path
	}
	first, ok := path[0].(string)
	if !ok || !strings.HasPrefix(first, "@") {
		return obj, path
	}
	kind, rest, _ := strings.Cut(first[1:], "/")
	namespace, name, _ := strings.Cut(rest, "/")
	w.asked.Name(kind, namespace, name)
	if other := w.set.FindNear(obj, kind, namespace, name).Object; other != nil {
		return other, path[1:]
	}
	return obj, manifest.Path{}
}

// normalise gives every index the type int, as paths that went through JSON have other number types.
func normalise(elems []any) manifest.Path {
	path := make(manifest.Path, 0, len(elems))
	for _, e := range elems {
		switch v := e.(type) {
		case int64:
			path = append(path, int(v))
		case float64:
			path = append(path, int(v))
		case json.Number:
			n, _ := v.Int64()
			path = append(path, int(n))
		default:
			path = append(path, v)
		}
	}
	return path
}

// trimLine removes the line number that runs on into a scalar: it is not part of the manifest's structure.
func trimLine(obj *manifest.Object, path manifest.Path) manifest.Path {
	path = path.Value()
	last := len(path) - 1
	if last < 0 || obj.Root == nil {
		return path
	}
	if _, ok := path[last].(int); !ok {
		return path
	}
	n := obj.Root.Get(path[:last]...)
	if n != nil && n.Type != manifest.Map && n.Type != manifest.List {
		return path[:last]
	}
	return path
}
