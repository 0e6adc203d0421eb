package policy

import (
	"reflect"
)

// ownWay works out the functions that are asked for most, where what they are given is plain: OPA would have it turned into its values and
// back, objects of the whole pod among them.
func ownWay(name string, args []val) (val, bool) {
	switch name {
	case "object.union":
		return merged(&args[0], &args[1])
	case "object.keys":
		return keysOf(&args[0])
	case "min", "max":
		return extreme(&args[0], name == "max")
	}
	return val{}, false
}

// merged is an object with the entries of two; where both have an object at a key, those are merged.
func merged(a, b *val) (val, bool) {
	x, plainX := a.fields()
	y, plainY := b.fields()
	if !plainX || !plainY {
		return val{}, false
	}
	out := val{kind: object, elems: make([]val, len(x), len(x)+len(y))}
	copy(out.elems, x)
	for i := 0; i < len(y); i += 2 {
		at := out.index(y[i].s)
		if at < 0 {
			out.elems = append(out.elems, y[i], y[i+1])
			continue
		}
		v := y[i+1]
		if old := &out.elems[at+1]; old.family() == object && v.family() == object {
			inner, ok := merged(old, &v)
			if !ok {
				return val{}, false
			}
			v = inner
		}
		out.elems[at+1] = v
	}
	return out, true
}

// fields are the entries of an object of which all is known, and whose keys are texts.
func (v *val) fields() ([]val, bool) {
	elems := v.elems
	switch {
	case v.kind == part && v.in.Kind() == reflect.Map:
		elems = v.mapEntries()
	case v.kind != object || !v.whole():
		return nil, false
	}
	for i := 0; i < len(elems); i += 2 {
		if elems[i].kind != literal {
			return nil, false
		}
	}
	return elems, true
}

// index is where the key of an object stands, -1 when it has none of that name.
func (v *val) index(key string) int {
	for i := 0; i < len(v.elems); i += 2 {
		if v.elems[i].s == key {
			return i
		}
	}
	return -1
}

func keysOf(v *val) (val, bool) {
	fields, plain := v.fields()
	if !plain {
		return val{}, false
	}
	out := val{kind: set, elems: make([]val, 0, len(fields)/2)}
	for i := 0; i < len(fields); i += 2 {
		out.elems = append(out.elems, fields[i])
	}
	return out, true
}

// extreme is the least or the greatest of numbers, of texts, or of lists of such; of none there is none.
func extreme(of *val, greatest bool) (val, bool) {
	items, all := of.members()
	if !all || len(items) == 1 && !items[0].whole() {
		return val{}, false
	}
	out := val{}
	for i := range items {
		if i == 0 {
			out = items[i]
			continue
		}
		order, ok := compared(&items[i], &out)
		if !ok {
			return val{}, false
		}
		if order != 0 && order > 0 == greatest {
			out = items[i]
		}
	}
	return out, true
}
