package pod

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/podlint/podlint/internal/manifest"
)

// index finds the objects of a set by kind.
type index struct {
	byKind map[string][]*manifest.Object
	keys   sync.Map // *manifest.Object -> []entry
	names  sync.Map // kind -> objects by name

	once     sync.Once
	services map[label][]selector // by the first label that they select by
	made     map[madeKey]bool

	binding sync.Once
	bound   bindings

	filling sync.Once
	filled  []filler
}

// label is a label of a pod, and selector a Service with what it selects by.
type (
	label    struct{ key, value string }
	selector struct {
		order  int // among all Services
		object *manifest.Object
		labels map[string]string
	}
)

func newIndex(set *manifest.Set) *index {
	x := &index{byKind: map[string][]*manifest.Object{}, made: map[madeKey]bool{}}
	for _, o := range set.Objects {
		x.noteMade(o)
		if !o.Patch {
			x.byKind[o.Kind] = append(x.byKind[o.Kind], o)
		}
	}
	return x
}

// everywhere lists the objects of a kind, in whatever namespace.
func (d *draft) everywhere(kind string) []*manifest.Object {
	d.asked.ask(question{about: aboutKind, kind: kind})
	return d.b.index.byKind[kind]
}

// named lists the objects of a kind and name, in whatever namespace. Each binding of each pod asks, so it does not go through all.
func (x *index) named(kind, name string) []*manifest.Object {
	found, known := x.names.Load(kind)
	if !known {
		byName := map[string][]*manifest.Object{}
		for _, o := range x.byKind[kind] {
			byName[o.Name] = append(byName[o.Name], o)
		}
		found, _ = x.names.LoadOrStore(kind, byName)
	}
	return found.(map[string][]*manifest.Object)[name]
}

// all lists the objects of a kind in the namespace.
func (x *index) all(kind, namespace string) []*manifest.Object {
	var out []*manifest.Object
	for _, o := range x.byKind[kind] {
		if sameNamespace(o.Namespace, namespace) {
			out = append(out, o)
		}
	}
	return out
}

// selecting lists the Services of a namespace that select pods with these labels. Each pod asks, so it goes by the labels, not through
// all Services.
func (x *index) selecting(labels map[string]string, namespace string) []*manifest.Object {
	x.once.Do(x.indexServices)
	var found []selector
	for key, value := range labels {
		for _, s := range x.services[label{key, value}] {
			if sameNamespace(s.object.Namespace, namespace) && selects(s.labels, labels) {
				found = append(found, s)
			}
		}
	}
	slices.SortFunc(found, func(a, b selector) int { return a.order - b.order })
	out := make([]*manifest.Object, 0, len(found))
	for _, s := range found {
		out = append(out, s.object)
	}
	return out
}

func (x *index) indexServices() {
	x.services = map[label][]selector{}
	for i, o := range x.byKind["Service"] {
		labels := stringMap(o.Root, "spec", "selector")
		if len(labels) == 0 {
			continue
		}
		first := slices.Min(slices.Collect(maps.Keys(labels)))
		at := label{first, labels[first]}
		x.services[at] = append(x.services[at], selector{i, o, labels})
	}
}

func sameNamespace(a, b string) bool {
	return a == b || a == "" && b == "default" || a == "default" && b == ""
}

func (d *draft) immutable(kind, name string) bool {
	o := d.find(kind, name)
	return o != nil && text(o.Root, "immutable") == "true"
}

// atObject is the path of an object of the set, to be led on.
func atObject(o *manifest.Object) Path { return Path{"@" + o.Kind + "/" + o.Namespace + "/" + o.Name} }

// entry is a key of a ConfigMap or Secret.
type entry struct {
	key, text string
	path      Path
}

// entries lists the readable keys of a ConfigMap or Secret. Many containers of many pods may ask.
func (x *index) entries(o *manifest.Object) []entry {
	if got, ok := x.keys.Load(o); ok {
		return got.([]entry)
	}
	got := entries(o)
	x.keys.Store(o, got)
	return got
}

// entries lists the readable keys of a ConfigMap (data) or Secret (stringData).
func entries(o *manifest.Object) []entry {
	field := "data"
	if o.Kind == "Secret" {
		field = "stringData"
	}
	n := o.Root.Get(field)
	if n == nil {
		return nil
	}
	out := make([]entry, 0, len(n.Fields))
	for _, f := range n.Fields {
		if f.Value.Type != manifest.Map && f.Value.Type != manifest.List {
			out = append(out, entry{key: f.Key, text: f.Value.Text, path: atObject(o).With(field, f.Key)})
		}
	}
	return out
}

// refer notes that the container uses a ConfigMap or Secret and returns its readable keys; found is false when it is not in the set.
func (c *draftContainer) refer(kind, name string, opt bool, where Path) (data []entry, found bool) {
	o, near := c.d.findNear(kind, name)
	ref := ConfigRef{Name: name, Resolved: o != nil, Near: near.String(), Optional: opt, Path: where}
	if o == nil {
		c.d.unresolved(kind, name, where)
	} else {
		ref.Immutable = text(o.Root, "immutable") == "true"
		ref.Keys, ref.Complete = keysOf(o), c.d.complete(o)
		ref.Asks, ref.Withheld = o.AsksCluster(), o.Withheld
		ref.FilledBy = c.d.filler(o)
		data = c.d.b.index.entries(o)
	}
	list := &c.d.related.ConfigMaps
	if kind == "Secret" {
		list = &c.d.related.Secrets
	}
	for i := range *list {
		if (*list)[i].Name == name {
			return data, o != nil
		}
	}
	*list = append(*list, ref)
	return data, o != nil
}

// unresolved notes a name that leads out of the set, once.
func (d *draft) unresolved(kind, name string, where Path) {
	for _, u := range d.related.Unresolved {
		if u.Kind == kind && u.Name == name {
			return
		}
	}
	d.related.Unresolved = append(d.related.Unresolved, Unresolved{Kind: kind, Name: name, Path: where})
}

// selects tells whether a plain label selector matches; an empty one matches nothing.
func selects(selector, labels map[string]string) bool {
	for k, v := range selector {
		if got, ok := labels[k]; !ok || got != v {
			return false
		}
	}
	return len(selector) > 0
}

// hasLabels tells whether labels are as a map of a manifest has them. Each pod asks every monitor, so it takes the map as it stands.
func hasLabels(n *manifest.Node, labels map[string]string) bool {
	if n == nil {
		return true
	}
	for i := range n.Fields {
		wanted, scalar := scalarText(n.Fields[i].Value)
		if got, ok := labels[n.Fields[i].Key]; scalar && (!ok || got != wanted) {
			return false
		}
	}
	return true
}

// matchesLabelSelector evaluates a metav1.LabelSelector node; an empty one matches everything.
func matchesLabelSelector(n *manifest.Node, labels map[string]string) bool {
	if !hasLabels(n.Get("matchLabels"), labels) {
		return false
	}
	for _, e := range items(n, "matchExpressions") {
		if !matchesExpression(e, labels) {
			return false
		}
	}
	return true
}

func matchesExpression(e *manifest.Node, labels map[string]string) bool {
	got, ok := labels[text(e, "key")]
	in := false
	for _, v := range items(e, "values") {
		in = in || v.Text == got
	}
	switch strings.ToLower(text(e, "operator")) {
	case "in":
		return ok && in
	case "notin":
		return !ok || !in
	case "exists":
		return ok
	case "doesnotexist":
		return !ok
	}
	return false
}
