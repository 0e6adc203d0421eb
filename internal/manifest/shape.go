package manifest

import (
	"encoding/json"
	"reflect"
	"sort"
	"strings"
	"sync"

	"github.com/podlint/podlint/internal/nearest"
)

// how says which way a Go type is filled in.
type how uint8

const (
	asString how = iota
	asBool
	asNumber
	asBytes
	asStruct
	asSlice
	asMap
	asPointer
	asAny
	asUnmarshaler
)

// shape is what Decode must know of a Go type. Shapes refer to each other through elemShape and member.shape, which are
// worked out when first needed, because types may contain themselves.
type shape struct {
	typ    reflect.Type
	how    how
	fields map[string]*member // of a struct, by JSON name
	names  []string           // sorted
	elem   lazyShape
}

// lazyShape is a shape that is looked up once.
type lazyShape struct {
	once sync.Once
	is   *shape
}

func (l *lazyShape) get(t reflect.Type) *shape {
	l.once.Do(func() { l.is = shapeOf(t) })
	return l.is
}

// member is a field of a struct or of a struct embedded in it.
type member struct {
	index []int
	typ   reflect.Type
	lazy  lazyShape
}

func (m *member) shape() *shape { return m.lazy.get(m.typ) }

// in returns the field inside v.
func (m *member) in(v reflect.Value) reflect.Value {
	if len(m.index) == 1 {
		return v.Field(m.index[0])
	}
	for _, i := range m.index {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	return v
}

func (s *shape) elemShape() *shape { return s.elem.get(s.typ.Elem()) }

var shapes sync.Map // reflect.Type to *shape

func shapeOf(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s, _ := shapes.LoadOrStore(t, newShape(t))
	return s.(*shape)
}

var unmarshalerType = reflect.TypeFor[json.Unmarshaler]()

func newShape(t reflect.Type) *shape {
	s := &shape{typ: t, how: howOf(t)}
	if s.how == asStruct {
		s.fields = map[string]*member{}
		s.addFields(t, nil)
		for name := range s.fields {
			s.names = append(s.names, name)
		}
		sort.Strings(s.names)
	}
	return s
}

func howOf(t reflect.Type) how {
	switch {
	case t.Kind() == reflect.Pointer:
		return asPointer
	case reflect.PointerTo(t).Implements(unmarshalerType):
		return asUnmarshaler
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8:
		return asBytes
	}
	switch t.Kind() {
	case reflect.String:
		return asString
	case reflect.Bool:
		return asBool
	case reflect.Struct:
		return asStruct
	case reflect.Slice:
		return asSlice
	case reflect.Map:
		return asMap
	case reflect.Interface:
		return asAny
	default:
		return asNumber
	}
}

// addFields adds the fields of t, those of embedded structs without a name of their own as if they were t's.
func (s *shape) addFields(t reflect.Type, prefix []int) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		index := append(append([]int{}, prefix...), i)
		switch {
		case name == "-" && options == "":
		case name == "" && (f.Anonymous || options == "inline") && structOf(f.Type) != nil:
			s.addFields(structOf(f.Type), index)
		case !f.IsExported():
		default:
			s.addField(name, f, index)
		}
	}
}

func (s *shape) addField(name string, f reflect.StructField, index []int) {
	if name == "" {
		name = f.Name
	}
	if old, ok := s.fields[name]; ok && len(old.index) <= len(index) {
		return // the outer field hides the embedded one
	}
	s.fields[name] = &member{index: index, typ: f.Type}
}

// structOf returns t when it is a struct, what it points to when that is one, else nil.
func structOf(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() == reflect.Struct {
		return t
	}
	return nil
}

// nearest returns the field whose name is most like key, empty when none is.
func (s *shape) nearest(key string) string {
	return nearest.Within(min(3, max(1, len(key)/3)), key, s.names)
}

// want says in words what the type takes.
func (s *shape) want() string {
	switch s.how {
	case asString:
		return "a string"
	case asBool:
		return "true or false"
	case asBytes:
		return "a base64 string"
	case asNumber:
		return wantNumber(s.typ)
	case asSlice:
		return "a list of " + plural(s.elemShape())
	case asPointer:
		return s.elemShape().want()
	case asUnmarshaler:
		return wantOwn(s.typ)
	default:
		return "an object"
	}
}

func wantNumber(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.Int32:
		return "a whole number of at most 32 bits"
	default:
		return "a whole number"
	}
}

// wantOwn describes the types of the Kubernetes API that read themselves.
func wantOwn(t reflect.Type) string {
	switch t.Name() {
	case "Quantity":
		return "a quantity such as 100m or 64Mi"
	case "IntOrString":
		return "a whole number or a string"
	case "Time", "MicroTime":
		return "a time such as 2006-01-02T15:04:05Z"
	case "Duration":
		return "a duration such as 30s"
	default:
		return "a valid " + t.Name()
	}
}

func plural(s *shape) string {
	switch s.how {
	case asString:
		return "strings"
	case asNumber:
		return "numbers"
	case asStruct, asMap:
		return "objects"
	case asPointer:
		return plural(s.elemShape())
	default:
		return "values"
	}
}
