package manifest

import (
	"slices"
	"strings"
)

// Holds lists the paths at which an object holds whole objects, or lists of them; none for an object that is one itself.
type Holds func(o *Object) []Path

// Open puts the objects that others of the set hold in their place; those that hold none stay. It is for one goroutine, and does its work once.
func (s *Set) Open(holds Holds) {
	if s.opened {
		return
	}
	s.opened = true
	if !slices.ContainsFunc(s.Objects, func(o *Object) bool { return len(holds(o)) > 0 }) {
		return
	}
	var out []*Object
	for _, o := range s.Objects {
		out = append(out, o.Unfold(holds)...)
	}
	s.Objects = out
	if s.byName != nil {
		s.index()
	}
}

// Unfold returns the objects that o holds, and those that they hold; o itself when it holds none. A List holds its items.
func (o *Object) Unfold(holds Holds) []*Object {
	if o.Patch {
		return []*Object{o}
	}
	if o.isList() {
		return o.at(Path{"items"}, holds)
	}
	paths := holds(o)
	if len(paths) == 0 {
		return []*Object{o}
	}
	var out []*Object
	for _, p := range paths {
		out = append(out, o.at(p, holds)...)
	}
	return out
}

// at returns the objects at a path: of a list all that are some.
func (o *Object) at(path Path, holds Holds) []*Object {
	n := o.Root.Get(path...)
	if n == nil {
		return nil
	}
	if n.Type != List {
		if it := o.inner(n, path, -1); it != nil {
			return it.Unfold(holds)
		}
		return nil
	}
	var out []*Object
	for i, item := range n.Items {
		if it := o.inner(item, path.With(i), i); it != nil {
			out = append(out, it.Unfold(holds)...)
		}
	}
	return out
}

// inner is the object that a value of o is, nil when it is none. It is in the namespace of what holds it unless it names another.
func (o *Object) inner(n *Node, path Path, item int) *Object {
	is := typeOf(n)
	if o.isList() {
		is = itemType(n, o)
	}
	it := newObject(o.text, chunk{document: o.Document}, n, is)
	if it == nil {
		return nil
	}
	it.File, it.Item, it.Prefix, it.Context = o.File, item, o.Prefix.With(path...), o.Context
	it.Duplicates = below(o.Duplicates, path)
	if it.Namespace == "" && !o.isList() {
		it.Namespace = o.Namespace
	}
	if o.Render != nil {
		it.Render = o.Render.below(path)
		begin, _ := o.Place(path)
		it.File, it.Line = begin.File, begin.Span.Line
	}
	return it
}

// below is what leads back from an object that stands at a path of the one that was rendered.
func (r *Render) below(prefix Path) *Render {
	out := *r
	out.Locate = func(p Path) (Place, bool) { return r.Locate(prefix.With(p...)) }
	if r.Line != nil {
		out.Line = func(p Path) (Excerpt, bool) { return r.Line(prefix.With(p...)) }
	}
	if r.Settings != nil {
		out.Settings = func(p Path) []Setting { return r.Settings(prefix.With(p...)) }
	}
	return &out
}

// isList tells whether an object is a List, as kubectl prints several objects.
func (o *Object) isList() bool { return isList(o.Root, o.Kind) }

func isList(root *Node, kind string) bool {
	items := root.Get("items")
	return strings.HasSuffix(kind, "List") && items != nil && items.Type == List
}

// below returns the duplicates under prefix, with paths that begin there.
func below(dups []Duplicate, prefix Path) []Duplicate {
	var out []Duplicate
	for _, d := range dups {
		if len(d.Path) > len(prefix) && slices.Equal(d.Path[:len(prefix)], prefix) {
			d.Path = d.Path[len(prefix):]
			out = append(out, d)
		}
	}
	return out
}

// noHolds is for Lists alone.
func noHolds(*Object) []Path { return nil }
