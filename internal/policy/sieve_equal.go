package policy

import "reflect"

// equal compares two values that are there.
func equal(a, b *val) tri {
	switch {
	case a.kind == integer && b.kind == integer && (a.more || b.more):
		return equalBounds(a, b)
	case a.known() && b.known():
		return equalScalars(a, b)
	case a.kind <= present || b.kind <= present:
		return either
	case a.family() != b.family():
		return no
	}
	return equalParts(a, b)
}

// equalBounds compares two numbers of which one may be greater than it says.
func equalBounds(a, b *val) tri {
	if !a.more && a.n < b.n || !b.more && b.n < a.n {
		return no
	}
	return either
}

// equalScalars compares two values of which everything is known.
func equalScalars(a, b *val) tri {
	if a.kind == b.kind && a.n == b.n && a.s == b.s {
		return yes
	}
	return no
}

// family joins the kinds of which two may be the same.
func (v *val) family() kind {
	switch v.kind {
	case words:
		return literal
	case part:
		if v.in.Kind() == reflect.Slice || v.in.Kind() == reflect.Array {
			return list
		}
		return object
	}
	return v.kind
}

func equalParts(a, b *val) tri {
	switch a.family() {
	case list:
		return equalLists(a, b)
	case set:
		return equalSets(a, b)
	}
	return equalObjects(a, b)
}

// equalObjects has OPA compare two objects when all of both is known.
func equalObjects(a, b *val) tri {
	if !a.whole() || !b.whole() {
		return either
	}
	x, errX := a.term()
	y, errY := b.term()
	if errX != nil || errY != nil {
		return either
	}
	if x.Equal(y) {
		return yes
	}
	return no
}

func equalSets(a, b *val) tri {
	if a.more || b.more || !a.plain() || !b.plain() {
		return either
	}
	if len(a.elems) != len(b.elems) {
		return no
	}
	for i := range a.elems {
		if b.has(&a.elems[i]) == no {
			return no
		}
	}
	return yes
}

func equalLists(a, b *val) tri {
	x, y := a.items(), b.items()
	if a.more || b.more {
		return either
	}
	if len(x) != len(y) {
		return no
	}
	out := yes
	for i := range x {
		out = min(out, equal(&x[i], &y[i]))
	}
	return out
}

// items are the elements of a list.
func (v *val) items() []val {
	if v.kind != part {
		return v.elems
	}
	out, c := make([]val, v.in.Len()), classOf(v.in.Type().Elem())
	for i := range out {
		out[i] = native(v.in.Index(i), c)
	}
	return out
}
