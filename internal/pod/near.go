package pod

import (
	"cmp"
	"slices"
	"strconv"
	"sync"

	"github.com/podlint/podlint/internal/manifest"
)

// find returns the object of a name in the pod's namespace that belongs to it, nil when there is none or nobody can tell which.
func (d *draft) find(kind, name string) *manifest.Object {
	o, _ := d.findNear(kind, name)
	return o
}

// findNear is find, and how near the object stands.
func (d *draft) findNear(kind, name string) (*manifest.Object, manifest.Near) {
	d.asked.Name(kind, d.obj.Namespace, name)
	found := d.b.set.FindNear(d.obj, kind, d.obj.Namespace, name)
	if o, near := d.besideWithoutNamespace(kind, name); o != nil && near > found.Near {
		return o, near
	}
	d.b.ambiguous.add(found.Ambiguous)
	return found.Object, found.Near
}

// besideWithoutNamespace returns an object of the pod's own file that names no namespace: whoever applies the file means the pod's.
func (d *draft) besideWithoutNamespace(kind, name string) (*manifest.Object, manifest.Near) {
	if d.obj.Namespace == "" {
		return nil, manifest.Apart
	}
	d.asked.Name(kind, "", name)
	found := d.b.set.FindNear(d.obj, kind, "", name)
	if found.Object == nil || found.Object.Namespace != "" || found.Near < manifest.SameFile {
		return nil, manifest.Apart
	}
	return found.Object, found.Near
}

// relative is an object that concerns the pod.
type relative struct {
	*manifest.Object

	near manifest.Near
}

// around lists the objects of a kind in the namespace that fit the pod and belong to it.
func (d *draft) around(kind string, fits func(*manifest.Object) bool) []relative {
	d.asked.ask(question{about: aboutKindIn, kind: kind, namespace: d.obj.Namespace})
	return d.nearby(d.b.index.all(kind, d.obj.Namespace), fits)
}

// nearby lists those of the objects that fit the pod and belong to it. One in a sibling folder does only when none that stands nearer fits.
func (d *draft) nearby(all []*manifest.Object, fits func(*manifest.Object) bool) []relative {
	var out []relative
	for _, o := range all {
		if !fits(o) {
			continue
		}
		d.asked.Name(o.Kind, o.Namespace, o.Name)
		found := d.b.set.FindNear(d.obj, o.Kind, o.Namespace, o.Name)
		d.b.ambiguous.add(found.Ambiguous)
		if found.Object == o {
			out = append(out, relative{o, found.Near})
		}
	}
	if slices.ContainsFunc(out, func(r relative) bool { return r.near > manifest.Sibling }) {
		out = slices.DeleteFunc(out, func(r relative) bool { return r.near == manifest.Sibling })
	}
	return out
}

// ambiguities are the names that may mean either of two objects. They are safe for concurrent use.
type ambiguities struct {
	mu    sync.Mutex
	pairs map[[2]*manifest.Object]bool
}

func (a *ambiguities) add(pair []*manifest.Object) {
	if pair == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.pairs == nil {
		a.pairs = map[[2]*manifest.Object]bool{}
	}
	a.pairs[[2]*manifest.Object(pair)] = true
}

// Ambiguity is a name that may mean either of two objects, which stand equally near to a pod: it is used with neither.
type Ambiguity struct {
	Kind, Name    string
	First, Second manifest.Place
}

// Ambiguities lists the names in doubt that pods of the set used, each once, in the order of the first places.
func (b *Builder) Ambiguities() []Ambiguity {
	b.ambiguous.mu.Lock()
	defer b.ambiguous.mu.Unlock()
	var out []Ambiguity
	for pair := range b.ambiguous.pairs {
		out = append(out, Ambiguity{Kind: pair[0].Kind, Name: pair[0].Name, First: startOf(pair[0]), Second: startOf(pair[1])})
	}
	slices.SortFunc(out, func(a, b Ambiguity) int {
		return cmp.Or(comparePlaces(a.First, b.First), comparePlaces(a.Second, b.Second))
	})
	return slices.CompactFunc(out, func(a, b Ambiguity) bool { return a.Kind == b.Kind && a.Name == b.Name && a.First == b.First })
}

func startOf(o *manifest.Object) manifest.Place {
	return manifest.Place{File: o.File, Span: manifest.Span{Line: o.Line, Column: 1, EndLine: o.Line, EndColumn: 2}}
}

func comparePlaces(a, b manifest.Place) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Span.Line, b.Span.Line))
}

// String says it in one line.
func (d *Ambiguity) String() string {
	return d.Kind + " " + strconv.Quote(d.Name) + " (" + at(d.First) + ", " + at(d.Second) + ")"
}

func at(p manifest.Place) string { return p.File + ":" + strconv.Itoa(p.Span.Line) }
