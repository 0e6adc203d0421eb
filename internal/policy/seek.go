package policy

import "reflect"

// seek is search over a Go value, as conversion would show it: most inputs fire few rules, and what no rule looks at
// need not be converted at all.
func (n *Need) seek(v reflect.Value, path []string) bool {
	for i, elem := range path {
		v = settle(v)
		if viaEncoding(v) {
			t, err := convert(v)
			return err == nil && n.search(t.Value, path[i:])
		}
		if elem == "*" {
			return anyOf(v, func(e reflect.Value) bool { return n.seek(e, path[i+1:]) })
		}
		next, ok := child(v, elem)
		if !ok {
			return false
		}
		v = next
	}
	return n.fits(settle(v))
}

func (n *Need) fits(v reflect.Value) bool {
	if viaEncoding(v) {
		t, err := convert(v)
		return err == nil && n.passes(t.Value)
	}
	isFalse := v.IsValid() && v.Kind() == reflect.Bool && !v.Bool()
	switch n.Test {
	case Holds:
		return !isFalse
	case Denied:
		return isFalse
	case Equals:
		return v.IsValid() && v.Kind() == reflect.String && v.String() == n.Text
	}
	return true
}

// maker is a part of an input that is made when somebody looks at it.
type maker interface{ Made() any }

var makerType = reflect.TypeFor[maker]()

// settle follows pointers and interfaces, and makes what is made only now; the zero Value stands for null.
func settle(v reflect.Value) reflect.Value {
	for v.IsValid() && (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) {
		switch {
		case v.Kind() == reflect.Pointer && v.Type().Implements(makerType):
			v = reflect.ValueOf(v.Interface().(maker).Made())
		case viaEncoding(v):
			return v
		default:
			v = v.Elem()
		}
	}
	return v
}

// viaEncoding holds for types that say themselves how they are written.
func viaEncoding(v reflect.Value) bool {
	if !v.IsValid() {
		return false
	}
	t := v.Type()
	if t == numberType || t.Kind() != reflect.Interface && writesItself(t) {
		return true
	}
	return t.Kind() == reflect.Struct && shapeOf(t).viaMap || t.Kind() == reflect.Map && t.Key().Kind() != reflect.String
}

// child is the entry of an object, false when conversion would leave it out.
func child(v reflect.Value, key string) (reflect.Value, bool) {
	switch {
	case !v.IsValid():
	case v.Kind() == reflect.Struct:
		if f := shapeOf(v.Type()).byName[key]; f != nil {
			fv := v.Field(f.index)
			return fv, !f.leftOut(fv)
		}
	case v.Kind() == reflect.Map:
		e := v.MapIndex(reflect.ValueOf(key).Convert(v.Type().Key()))
		return e, e.IsValid()
	}
	return reflect.Value{}, false
}

// anyOf tells whether an element of a list or an object passes.
func anyOf(v reflect.Value, passes func(reflect.Value) bool) bool {
	if !v.IsValid() {
		return false
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			if passes(v.Index(i)) {
				return true
			}
		}
	case reflect.Map:
		for iter := v.MapRange(); iter.Next(); {
			if passes(iter.Value()) {
				return true
			}
		}
	case reflect.Struct:
		s := shapeOf(v.Type())
		for i := range s.fields {
			if f := &s.fields[i]; !f.leftOut(v.Field(f.index)) && passes(v.Field(f.index)) {
				return true
			}
		}
	}
	return false
}
