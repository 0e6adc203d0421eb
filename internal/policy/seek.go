package policy

import "reflect"

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
