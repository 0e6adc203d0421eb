package validity

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/podlint/podlint/internal/manifest"
)

// object is what the API takes in an object of one type beside the types of its fields.
type object struct {
	fields map[string]field // by JSON name
	// oneOf are members of which at most one may be set, or exactly one.
	oneOf []choice
	// also are the relations between fields that the rest cannot say.
	also []func(w *walk, n *manifest.Node)
}

// field is what the API takes in a scalar, in each element of a list of scalars, or in each value of a map of scalars.
type field struct {
	of       string // what it is; its own name when empty
	required bool   // neither absent nor empty
	values   []string
	empty    bool // an empty text stands for the default, as it does where the Go type is no pointer
	form     *form
	whole    bool  // an empty text has to have the form, too, as where the Go type is a pointer
	keys     *form // of a map
	within   *span
}

// span is a range, both ends included.
type span struct {
	min, max int64
	octal    bool // people write it so
}

// choice is a set of members that exclude each other.
type choice struct {
	of       string
	members  []string
	required bool
}

// plan is an object's type as the walk uses it: which fields matter, and which lead to objects that do.
type plan struct {
	object

	required []string // sorted
	below    map[string]func() *plan
}

var plans sync.Map // reflect.Type to *plan

func planOf[T any]() *plan { return planFor(reflect.TypeFor[T]()) }

func planFor(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	p := &plan{object: object{fields: map[string]field{}}, below: map[string]func() *plan{}}
	p.read(t)
	for name, f := range p.fields {
		if f.required {
			p.required = append(p.required, name)
		}
	}
	slices.Sort(p.required)
	kept, _ := plans.LoadOrStore(t, p)
	return kept.(*plan)
}

// read takes over what the table says of a type and of those embedded in it.
func (p *plan) read(t reflect.Type) {
	is := table()[t]
	maps.Copy(p.fields, is.fields)
	p.oneOf, p.also = append(p.oneOf, is.oneOf...), append(p.also, is.also...)
	for member := range t.Fields() {
		name, _, _ := strings.Cut(member.Tag.Get("json"), ",")
		switch elem := objectIn(member.Type); {
		case elem == nil || name == "-":
		case name == "" && member.Anonymous:
			p.read(elem)
		default:
			p.below[name] = sync.OnceValue(func() *plan { return planFor(elem) })
		}
	}
}

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// objectIn is the struct that a value of the type holds, alone or in a list, nil when it holds none or reads itself.
func objectIn(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || reflect.PointerTo(t).Implements(unmarshaler) {
		return nil
	}
	return t
}

// object checks the object n, which stands at the walk's path.
func (w *walk) object(n *manifest.Node, p *plan) {
	if n == nil || n.Type != manifest.Map {
		return
	}
	for i := range n.Fields {
		f := &n.Fields[i]
		w.path = append(w.path, f.Key)
		if is, ok := p.fields[f.Key]; ok {
			w.field(f.Value, f.Key, is)
		}
		if below := p.below[f.Key]; below != nil {
			w.below(f.Value, below)
		}
		w.path = w.path[:len(w.path)-1]
	}
	for _, name := range p.required {
		if manifest.Placeholder(n.Str("name")) {
			break // who fills in the name fills in the rest
		}
		if absent(n.Get(name)) {
			w.add(Value{Problem: Missing, Of: name, Blank: w.pod.Rendered && n.Get(name) != nil, Empty: n.Get(name) != nil})
			w.out[len(w.out)-1].Field = joinField(w.out[len(w.out)-1].Field, name)
		}
	}
	for i := range p.oneOf {
		w.choice(n, &p.oneOf[i])
	}
	for _, check := range p.also {
		check(w, n)
	}
}

// below goes on with the object, or the list of objects, that stands at the walk's path.
func (w *walk) below(n *manifest.Node, p func() *plan) {
	if n.Type == manifest.Map {
		w.object(n, p())
		return
	}
	for i, item := range n.Items {
		if item.Type == manifest.Null {
			item = &manifest.Node{Type: manifest.Map} // as it is read
		}
		w.path = append(w.path, i)
		inside := len(w.path) == len(w.pod.Spec)+2
		if inside {
			w.enter(len(w.pod.Spec))
		}
		w.object(item, p())
		if inside {
			w.leave()
		}
		w.path = w.path[:len(w.path)-1]
	}
}

// absent tells whether there is no value, or an empty one.
func absent(n *manifest.Node) bool {
	if n == nil {
		return true
	}
	switch n.Type {
	case manifest.Null:
		return true
	case manifest.String:
		return n.Text == ""
	case manifest.Int:
		return n.Text == "0"
	case manifest.List:
		return len(n.Items) == 0
	}
	return false
}

// set tells whether an object holds a member that is not null.
func set(n *manifest.Node, name string) bool {
	v := n.Get(name)
	return v != nil && v.Type != manifest.Null
}

func joinField(base, name string) string {
	if base == "" {
		return name
	}
	return base + "." + name
}

// choice checks that of members that exclude each other not more than one is set.
func (w *walk) choice(n *manifest.Node, c *choice) {
	first := ""
	for _, name := range c.members {
		switch v := n.Get(name); {
		case !set(n, name), v.Type != manifest.Map && absent(v):
		case first == "":
			first = name
		default:
			w.add(Value{Problem: Conflict, Of: c.of, Got: name, Expected: "either this or " + first}, name)
		}
	}
	if first == "" && c.required {
		w.add(Value{Problem: Missing, Of: c.of, Expected: listed(c.members)})
	}
}
