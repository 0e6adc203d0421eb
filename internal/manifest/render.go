package manifest

import "github.com/podlint/podlint/internal/source"

// Render leads from an object that a tool put together back to what a person wrote.
type Render struct {
	// From is the folder that was built, as the user would type it.
	From string
	// Also are further names of what was built: the same is deployed by several objects of a GitOps controller.
	Also []string
	// Written is the object that the tool began with, or for one that it generated only its kind and names; nil when neither is known.
	Written *Object
	// Locate returns the place at which the value of path was written. When that is not known, known is false and the place is the start
	// of what was built.
	Locate func(path Path) (at Place, known bool)
	// Of returns the place of a span of the result; nil: it is not known for spans.
	Of func(span Span) (at Place, known bool)
	// Line is the line of the result that holds the value of path, where it differs from the line of the place; nil: it is not shown.
	Line func(path Path) (Excerpt, bool)
	// Wanted tells whether a violation of the object counts that has a place in a file; nil: all count. Only what the inputs have a part in is
	// asked for in a build that was made for a file of it.
	Wanted func(file string) bool
	// Settings are the keys of files of values that made the value of path, where that is plain; nil: there are no such files.
	Settings func(path Path) []Setting
	// Asks tells whether the template, or one that it includes, asks the cluster (lookup): another cluster may get what is not here. Nil: it does not.
	Asks func() bool
	// Under is the condition under which the template, or one that it includes, writes a key; false: none does so. Nil: there is no template.
	Under func(key string) (condition string, ok bool)
	// Unset is the key of the values that fills the value of path and that no file of values sets; empty: there is none. Nil: there are no values.
	Unset func(path Path) string
	// Stopgap is the name that the release was given because nobody says how it is called; empty: the name is known, or there is no release.
	Stopgap string
}

// AsksCluster tells whether what made the object asked a cluster that could not be asked.
func (o *Object) AsksCluster() bool {
	return o.Render != nil && o.Render.Asks != nil && o.Render.Asks()
}

// Unset is the key of the chart's values that fills the value of path, or a part of it, and that is empty until somebody sets it; empty: there is none.
func (o *Object) Unset(path Path) string {
	if o.Render == nil || o.Render.Unset == nil {
		return ""
	}
	return o.Render.Unset(path.Value())
}

// Withheld is the condition under which the template of the object writes a key; false: it never does, or there is no template.
func (o *Object) Withheld(key string) (condition string, ok bool) {
	if o.Render == nil || o.Render.Under == nil {
		return "", false
	}
	return o.Render.Under(key)
}

// Excerpt is a line of what a tool made, and the columns of a value in it, as in a Span.
type Excerpt struct {
	Text              string
	Column, EndColumn int
}

// Setting is a key of a file of values that made a value.
type Setting struct {
	Key   string // such as image.tag
	Place Place
}

// Place is a span of a file.
type Place struct {
	File string
	Span Span
}

// Place returns where the value of path was written: in the object itself or, for one that was rendered, in the file it came from.
// known is false when a rendered value cannot be followed to a line.
func (o *Object) Place(path Path) (at Place, known bool) {
	if o.Render != nil {
		return o.Render.Locate(path.Value())
	}
	span, _ := o.Locate(path)
	return Place{File: o.File, Span: span}, true
}

// Documents parses a file that need not hold Kubernetes objects, such as a kustomization or a list of JSON patches: one object for each
// document that is not empty, its kind and names as far as it has any.
func Documents(f source.File) ([]*Object, []Error) {
	t := newText(f.Name, toUTF8(f.Data))
	var out []*Object
	var errs []Error
	for _, ch := range split(t) {
		p := parse(t, ch)
		if p.err != nil {
			errs = append(errs, *p.err)
			continue
		}
		for _, root := range p.roots {
			out = append(out, document(t, ch, root))
		}
	}
	return out, errs
}

func document(t *text, ch chunk, root *Node) *Object {
	is := typeOf(root)
	return &Object{
		File: t.name, Document: ch.document, Item: -1, Root: root, text: t, Line: root.Span.Line,
		APIVersion: is.apiVersion, Kind: is.kind,
		Namespace: root.Str("metadata", "namespace"), Name: root.Str("metadata", "name"),
	}
}

// Anchor is the path of the value that Locate points at: path itself when it exists, else the name of the container that it runs
// through, else the nearest ancestor that exists. The line of a text counts as existing.
func (o *Object) Anchor(path Path) Path {
	n, container := o.Root, Path(nil)
	for i, elem := range path {
		next := n.child(elem)
		if next == nil {
			if _, line := asIndex(elem); line && n != nil && n.Type == String && i == len(path)-1 {
				return path
			}
			if container != nil {
				return container
			}
			return path[:i]
		}
		n = next
		if _, item := asIndex(elem); item && i > 0 && IsContainer(path[i-1], n) {
			container = path[:i+1].With("name")
		}
	}
	return path
}

// Index makes Find fast for a set that was put together by hand.
func (s *Set) Index() { s.index() }
