package suppress

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// annotations finds the suppressions in an object, those at places where nobody reads them too.
func annotations(o *manifest.Object) []*suppression {
	f := &finder{object: o}
	f.walk(o.Root, nil)
	return f.found
}

type finder struct {
	object *manifest.Object
	found  []*suppression
}

func (f *finder) walk(n *manifest.Node, path manifest.Path) {
	for i := range n.Fields {
		field := &n.Fields[i]
		at := path.With(field.Key)
		if rule, ok := strings.CutPrefix(field.Key, Prefix); ok {
			f.found = append(f.found, f.annotation(field, at, rule))
			continue
		}
		f.walk(field.Value, at)
	}
	for i, item := range n.Items {
		f.walk(item, path.With(i))
	}
}

func (f *finder) annotation(field *manifest.Field, path manifest.Path, rule string) *suppression {
	s := &suppression{
		file: f.object.File, span: field.Span, path: path, at: f.object, object: f.object, used: map[string]bool{},
	}
	if !f.isRead(path) {
		s.fail(misplaced, field.Key+" has no effect here: it belongs in the annotations of the object or its pod template")
		return s
	}
	if field.Value.Type != manifest.String && field.Value.Type != manifest.Null {
		s.fail(invalid, "suppression cannot be read: the value of an annotation is a text")
		return s
	}
	value := field.Value.Text
	if field.Value.Type == manifest.Null {
		value = ""
	}
	d, err := ParseAnnotation(rule, value)
	s.Directive = d
	if err != nil {
		s.fail(invalid, "suppression cannot be read: "+err.Error())
	}
	if len(d.Containers) > 0 {
		s.object, s.items = nil, f.named(d.Containers)
	}
	return s
}

// named finds the containers of those names. One that the manifest does not declare may be injected; it has no place.
func (f *finder) named(names []string) []container {
	var out []container
	for _, name := range names {
		out = append(out, container{object: f.object, name: name})
	}
	eachContainer(f.object.Root, func(item, name *manifest.Node) {
		if slices.Contains(names, name.Text) {
			out = append(out, container{object: f.object, name: name.Text, span: item.Span})
		}
	})
	return out
}

// isRead tells whether path is that of an annotation of the object, or of a pod template: what holds metadata beside containers, or beside a
// spec with containers.
func (f *finder) isRead(path manifest.Path) bool {
	n := len(path)
	if n < 3 || path[n-2] != "annotations" || path[n-3] != "metadata" {
		return false
	}
	pod := f.object.Root.Get(path[:n-3]...)
	return n == 3 || holdsContainers(pod) || holdsContainers(pod.Get("spec"))
}

// holdsContainers tells whether one of the fields of n is a list of containers, or a container without a name.
func holdsContainers(n *manifest.Node) bool {
	if n == nil {
		return false
	}
	for i := range n.Fields {
		f := &n.Fields[i]
		single := f.Value.Str("image") != "" && f.Value.Get("name") == nil
		if f.Key == "containers" || single || slices.ContainsFunc(f.Value.Items, func(item *manifest.Node) bool { return manifest.IsContainer(f.Key, item) }) {
			return true
		}
	}
	return false
}
