package policy

import (
	"reflect"
	"sort"
)

// at is the entry of a value.
func (v *val) at(key *val) val {
	switch {
	case v.kind == absent || key.kind == absent:
		return val{}
	case v.kind <= present || key.kind <= words:
		return val{kind: perhaps}
	}
	switch v.kind {
	case part:
		return v.partAt(key)
	case list:
		return v.listAt(key)
	case set:
		return v.setAt(key)
	case object:
		return v.objectAt(key)
	}
	return val{}
}

func (v *val) listAt(key *val) val {
	switch {
	case key.kind != integer || key.n < 0:
		return val{}
	case v.more || key.more:
		return val{kind: perhaps}
	case key.n < len(v.elems):
		return v.elems[key.n]
	}
	return val{}
}

func (v *val) setAt(key *val) val {
	switch v.has(key) {
	case yes:
		return *key
	case either:
		return val{kind: perhaps}
	}
	return val{}
}

// manyPairs is from how many keys and values on the keys of an object, which are in their order, are searched by halves.
const manyPairs = 32

func (v *val) objectAt(key *val) val {
	if v.sorted && !v.more && len(v.elems) > manyPairs && key.kind == literal && key.known() {
		return v.sortedAt(key.s)
	}
	for i := 0; i < len(v.elems); i += 2 {
		switch equal(&v.elems[i], key) {
		case yes:
			return v.elems[i+1]
		case either:
			return val{kind: perhaps}
		}
	}
	if v.more {
		return val{kind: perhaps}
	}
	return val{}
}

// sortedAt searches the keys of an object, texts in their order.
func (v *val) sortedAt(key string) val {
	i := 2 * sort.Search(len(v.elems)/2, func(i int) bool { return v.elems[2*i].s >= key })
	if i < len(v.elems) && v.elems[i].s == key {
		return v.elems[i+1]
	}
	return val{}
}

func (v *val) partAt(key *val) val {
	switch v.in.Kind() {
	case reflect.Slice, reflect.Array:
		if key.kind != integer || key.n < 0 || key.n >= v.in.Len() {
			return val{}
		}
		if key.more {
			return val{kind: perhaps}
		}
		return nativeAny(v.in.Index(key.n))
	default:
		if key.kind != literal {
			return val{}
		}
		e, ok := child(v.in, key.s)
		if !ok {
			return val{}
		}
		return nativeAny(e)
	}
}
