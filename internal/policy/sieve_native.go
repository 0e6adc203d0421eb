package policy

import (
	"math"
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// class says how the values of a type are taken, so that it is found out once.
type class uint8

const (
	classAny class = iota // it takes a look at the value
	classText
	classBool
	classInt
	classStruct
	classSlice
	classMap
	classPointer // to a struct
)

var classes sync.Map // reflect.Type -> class

func classOf(t reflect.Type) class {
	if c, known := classes.Load(t); known {
		return c.(class)
	}
	c := newClass(t)
	classes.Store(t, c)
	return c
}

func newClass(t reflect.Type) class {
	switch {
	case t.Kind() == reflect.Pointer:
		return classOfPointer(t)
	case t.Kind() == reflect.Interface, t == numberType, writesItself(t):
		return classAny
	}
	return classOfKind(t)
}

func classOfPointer(t reflect.Type) class {
	if !t.Implements(makerType) && !writesItself(t) && classOf(t.Elem()) == classStruct {
		return classPointer
	}
	return classAny
}

// classOfKind is the class of a type that is written as its kind is.
func classOfKind(t reflect.Type) class {
	switch t.Kind() {
	case reflect.String:
		return classText
	case reflect.Bool:
		return classBool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return classInt
	case reflect.Struct:
		if !shapeOf(t).viaMap {
			return classStruct
		}
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 {
			return classSlice
		}
	case reflect.Map:
		if t.Key().Kind() == reflect.String && !t.Key().Implements(textType) {
			return classMap
		}
	}
	return classAny
}

// native takes a value of the input.
func native(v reflect.Value, c class) val {
	switch c {
	case classText:
		return val{kind: literal, s: v.String()}
	case classBool:
		return truth(v.Bool())
	case classInt:
		return val{kind: integer, n: int(v.Int())}
	case classStruct:
		return val{kind: part, in: v}
	case classPointer:
		if v.IsNil() {
			return val{kind: null}
		}
		return val{kind: part, in: v.Elem()}
	case classSlice, classMap:
		if v.IsNil() {
			return val{kind: null}
		}
		return val{kind: part, in: v}
	}
	return nativeAny(v)
}

// maxExact is up to where encoding/json writes a whole float64 as the integer that it is.
const maxExact = 1 << 53

// nativeAny takes a value whose type does not say how.
func nativeAny(v reflect.Value) val {
	v = settle(v)
	switch {
	case !v.IsValid():
		return val{kind: null}
	case v.Type() == numberType:
		if n, err := strconv.Atoi(v.String()); err == nil && !strings.HasPrefix(v.String(), "-0") {
			return val{kind: integer, n: n}
		}
		return val{kind: present}
	}
	if c := classOf(v.Type()); c != classAny {
		return native(v, c)
	}
	if f := v.Type().Kind(); f == reflect.Float64 && v.Float() == math.Trunc(v.Float()) && math.Abs(v.Float()) <= maxExact {
		return val{kind: integer, n: int(v.Float())}
	}
	return val{kind: present}
}
