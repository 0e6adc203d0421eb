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
}

// locate finds the place of a rule's path, which may lead into another object of the set.
func (r *run) locate(obj *manifest.Object, elems []any) place {
	path := normalise(elems)
	obj, path = r.enter(obj, path)
	span, _ := obj.Locate(path)
	if span.Line == 0 {
		span = manifest.Span{Line: max(obj.Line, 1), Column: 1, EndLine: max(obj.Line, 1), EndColumn: 2}
	}
	return place{object: obj, file: obj.File, span: span, path: trimLine(obj, path)}
}

// enter follows a first element "@Kind/namespace/name" into that object; without one, and when the set does not hold the object,
// the pod's own object is meant.
func (r *run) enter(obj *manifest.Object, path manifest.Path) (*manifest.Object, manifest.Path) {
	if len(path) == 0 {
		return obj, path
	}
	first, ok := path[0].(string)
	if !ok || !strings.HasPrefix(first, "@") {
		return obj, path
	}
	kind, rest, _ := strings.Cut(first[1:], "/")
	namespace, name, _ := strings.Cut(rest, "/")
	if other := r.set.Find(kind, namespace, name); other != nil {
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
