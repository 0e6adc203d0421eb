package policy

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// kind is what a sieve knows of a value.
type kind uint8

const (
	absent  kind = iota // undefined
	perhaps             // nothing is known of it, not even whether it is there
	present             // it is there
	words               // a literal that is not worked out
	null
	boolean
	integer
	literal
	part   // an object or a list of the input
	list   // the rest is made by the rules
	set    // each element once, as far as that is known
	object // keys and values in turn
)

// val is a value as far as a sieve knows it.
type val struct {
	kind kind
	// more: of a number, it may be greater; of a list or set, it may hold more, anywhere; of a list, the order may be another one.
	more   bool
	sorted bool // of an object or set: its keys or elements are texts, as OPA sorts them
	n      int  // of a number; 1 for true
	s      string
	in     reflect.Value // a struct, map or slice, settled
	elems  []val
}

// tri is an answer: no, yes, or either.
type tri uint8

const (
	no tri = iota
	either
	yes
)

func truth(b bool) val {
	if b {
		return val{kind: boolean, n: 1}
	}
	return val{kind: boolean}
}

func (t tri) val() val {
	if t == either {
		return val{kind: present}
	}
	return truth(t == yes)
}

// known holds for scalars of which everything is known.
func (v *val) known() bool { return v.kind >= null && v.kind <= literal && !v.more }

// holds tells whether a condition holds that consists of the value: anything but false.
func (v *val) holds() tri {
	switch v.kind {
	case absent:
		return no
	case perhaps, present:
		return either
	case boolean:
		if v.n == 0 {
			return no
		}
	}
	return yes
}

// constant takes a value that a rule states.
func constant(v ast.Value) (val, bool) {
	switch v := v.(type) {
	case ast.Null:
		return val{kind: null}, true
	case ast.Boolean:
		return truth(bool(v)), true
	case ast.String:
		return val{kind: literal, s: string(v)}, true
	case ast.Number:
		n, err := json.Number(v).Int64()
		return val{kind: integer, n: int(n)}, err == nil
	}
	return val{}, false
}

// visit goes through the elements of a value in the order of OPA, each behind its key, until use wants no more. When more, there may be others,
// of which nothing is known.
func (v *val) visit(use func(key, elem val) bool) (more bool) {
	switch v.kind {
	case perhaps, present:
		return true
	case part:
		return v.visitPart(use)
	case list:
		for i := range v.elems {
			if !use(val{kind: integer, n: i, more: v.more}, v.elems[i]) {
				return false
			}
		}
	case set:
		for _, e := range v.ordered() {
			if !use(e, e) {
				return false
			}
		}
	case object:
		visitPairs(v.elems, use)
	}
	return v.more && v.kind != integer
}

func (v *val) visitPart(use func(key, elem val) bool) (more bool) {
	switch v.in.Kind() {
	case reflect.Slice, reflect.Array:
		c := classOf(v.in.Type().Elem())
		for i := range v.in.Len() {
			if !use(val{kind: integer, n: i}, native(v.in.Index(i), c)) {
				return false
			}
		}
	case reflect.Map:
		visitPairs(v.mapEntries(), use)
	default:
		return true
	}
	return false
}

func visitPairs(pairs []val, use func(key, elem val) bool) {
	for i := 0; i < len(pairs); i += 2 {
		if !use(pairs[i], pairs[i+1]) {
			return
		}
	}
}

// mapEntries are the elements of a map of the input, each behind its key.
func (v *val) mapEntries() []val {
	c := classOf(v.in.Type().Elem())
	pairs := make([]val, 0, 2*v.in.Len())
	for _, key := range sortedKeys(v.in) {
		pairs = append(pairs, val{kind: literal, s: key.String()}, native(v.in.MapIndex(key), c))
	}
	return pairs
}

func sortedKeys(m reflect.Value) []reflect.Value {
	keys := m.MapKeys()
	if len(keys) > 1 {
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	}
	return keys
}

// ordered are the elements of a set as OPA orders them, when it holds texts alone.
func (v *val) ordered() []val {
	if v.sorted || !v.plain() || len(v.elems) < 2 {
		return v.elems
	}
	out := slices.Clone(v.elems)
	slices.SortFunc(out, func(a, b val) int { return strings.Compare(a.s, b.s) })
	return out
}

// searchable is the same value, with the elements of a large set as OPA sorts them where they are texts, so that they can be looked up.
func (v val) searchable() val {
	if v.kind == set && !v.more && len(v.elems) > manyPairs && v.plain() {
		v.elems, v.sorted = v.ordered(), true
	}
	return v
}

// plain tells whether all elements are texts that are known.
func (v *val) plain() bool {
	return !slices.ContainsFunc(v.elems, func(e val) bool { return e.kind != literal || !e.known() })
}

// count is how many elements a value has.
func (v *val) count() val {
	switch v.kind {
	case absent, perhaps:
		return val{kind: v.kind}
	case part:
		if v.in.Kind() == reflect.Struct {
			return val{kind: integer, more: true}
		}
		return val{kind: integer, n: v.in.Len()}
	case list:
		return val{kind: integer, n: len(v.elems), more: v.more}
	case set:
		return v.countSet()
	case object:
		if v.sorted {
			return val{kind: integer, n: len(v.elems) / 2}
		}
		return val{kind: integer, n: min(len(v.elems), 2) / 2, more: true}
	}
	return val{kind: present}
}

// countSet counts what cannot be the same.
func (v *val) countSet() val {
	known, unknown := 0, 0
	for i := range v.elems {
		if v.elems[i].known() {
			known++
		} else {
			unknown = 1
		}
	}
	single := len(v.elems) == 1
	if known == 0 || single {
		known = max(known, unknown)
	}
	return val{kind: integer, n: known, more: v.more || unknown > 0 && !single}
}

// add puts an element into a set.
func (v *val) add(e val) {
	if e.known() {
		for i := range v.elems {
			if equal(&v.elems[i], &e) == yes {
				return
			}
		}
	}
	v.elems = append(v.elems, e)
}

// has tells whether a value is among the elements.
func (v *val) has(x *val) tri {
	out := no
	if v.kind == set && v.sorted && x.kind == literal && x.known() {
		return v.holdsText(x.s)
	}
	if v.kind == list || v.kind == set {
		for i := range v.elems {
			if out = max(out, equal(&v.elems[i], x)); out == yes {
				return yes
			}
		}
		return v.orMore(out)
	}
	more := v.visit(func(_, elem val) bool {
		out = max(out, equal(&elem, x))
		return out != yes
	})
	if more {
		return max(out, either)
	}
	return out
}

// holdsText searches the sorted texts of a set.
func (v *val) holdsText(s string) tri {
	if _, found := slices.BinarySearchFunc(v.elems, s, func(e val, s string) int { return strings.Compare(e.s, s) }); found {
		return yes
	}
	return no
}

func (v *val) orMore(found tri) tri {
	if v.more {
		return max(found, either)
	}
	return found
}
