package policy

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/util"
)

// Input is an input of an evaluation. What no rule looks at is never converted.
type Input struct{ root reflect.Value }

// NewInput takes a Go value that stands for what encoding/json would write of it.
func NewInput(v any) (*Input, error) {
	root := settle(reflect.ValueOf(v))
	if viaEncoding(root) {
		raw, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("convert input: %w", err)
		}
		decoded, err := decodeJSON(raw)
		if err != nil {
			return nil, fmt.Errorf("convert input: %w", err)
		}
		root = reflect.ValueOf(decoded)
	}
	return &Input{root: root}, nil
}

// term is what the mask wants of the input.
func (in *Input) term(m mask) (*ast.Term, error) { return convertPart(in.root, m) }

// convertPart converts what the mask wants of an object, and anything else as a whole.
func convertPart(v reflect.Value, m mask) (*ast.Term, error) {
	v = settle(v)
	if m == nil || !v.IsValid() || viaEncoding(v) {
		return convert(v)
	}
	switch v.Kind() {
	case reflect.Slice:
		return convertSlice(v, m)
	case reflect.Struct, reflect.Map:
		return convertObject(v, m)
	}
	return convert(v)
}

func convertSlice(v reflect.Value, m mask) (*ast.Term, error) {
	if v.IsNil() {
		return convert(v)
	}
	each, every := m["*"]
	if !every {
		each = mask{} // of no element anything
	}
	return convertElements(v, each)
}

func convertObject(v reflect.Value, m mask) (*ast.Term, error) {
	_, every := m["*"]
	switch {
	case every && v.Kind() == reflect.Struct:
		return convertFields(v, m)
	case every && !v.IsNil():
		return convertEntries(v, m)
	}
	return convertKeys(v, m)
}

// convertKeys converts the entries of an object that the mask names.
func convertKeys(v reflect.Value, m mask) (*ast.Term, error) {
	out := ast.NewObjectWithCapacity(len(m))
	for key, below := range m {
		e, ok := child(v, key)
		if !ok {
			continue
		}
		t, err := convertPart(e, below)
		if err != nil {
			return nil, err
		}
		out.Insert(ast.StringTerm(key), t)
	}
	return ast.NewTerm(out), nil
}

// convertFields converts what the mask wants of every field of a struct.
func convertFields(v reflect.Value, m mask) (*ast.Term, error) {
	s := shapeOf(v.Type())
	out := ast.NewObjectWithCapacity(len(s.fields))
	for i := range s.fields {
		f := &s.fields[i]
		fv := v.Field(f.index)
		if f.leftOut(fv) {
			continue
		}
		t, err := convertPart(fv, m.of(f.name))
		if err != nil {
			return nil, err
		}
		out.Insert(f.key, t)
	}
	return ast.NewTerm(out), nil
}

// convertEntries converts what the mask wants of every entry of a map.
func convertEntries(v reflect.Value, m mask) (*ast.Term, error) {
	out := ast.NewObjectWithCapacity(v.Len())
	for iter := v.MapRange(); iter.Next(); {
		key := iter.Key().String()
		t, err := convertPart(iter.Value(), m.of(key))
		if err != nil {
			return nil, err
		}
		out.Insert(ast.StringTerm(key), t)
	}
	return ast.NewTerm(out), nil
}

// convertElements converts what the mask wants of the elements of a list.
func convertElements(v reflect.Value, each mask) (*ast.Term, error) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		return convert(v)
	}
	terms := make([]*ast.Term, v.Len())
	for i := range terms {
		t, err := convertPart(v.Index(i), each)
		if err != nil {
			return nil, err
		}
		terms[i] = t
	}
	return ast.ArrayTerm(terms...), nil
}

var (
	marshalerType = reflect.TypeFor[json.Marshaler]()
	textType      = reflect.TypeFor[encoding.TextMarshaler]()
	numberType    = reflect.TypeFor[json.Number]()
)

// writesItself holds for types that say themselves how they are written.
func writesItself(t reflect.Type) bool {
	return t.PkgPath() != "" && (t.Implements(marshalerType) || t.Implements(textType))
}

// convert turns a Go value into a term as encoding/json would write it.
func convert(v reflect.Value) (*ast.Term, error) {
	if !v.IsValid() {
		return ast.NullTerm(), nil
	}
	if v.Kind() == reflect.Pointer {
		if v = settle(v); !v.IsValid() {
			return ast.NullTerm(), nil
		}
	}
	t := v.Type()
	if t == numberType || writesItself(t) {
		return viaJSON(v)
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return ast.NullTerm(), nil
		}
		return convert(settle(v))
	case reflect.Struct:
		return shapeOf(t).convert(v)
	case reflect.Map:
		return convertMap(v)
	case reflect.Slice, reflect.Array:
		return convertList(v)
	}
	return convertScalar(v)
}

func convertScalar(v reflect.Value) (*ast.Term, error) {
	switch v.Kind() {
	case reflect.String:
		return ast.StringTerm(v.String()), nil
	case reflect.Bool:
		return ast.InternedTerm(v.Bool()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return ast.InternedTerm(v.Int()), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return ast.NumberTerm(json.Number(strconv.FormatUint(v.Uint(), 10))), nil
	}
	return viaJSON(v)
}

// viaJSON takes the long way for types that say themselves how they are written, and for floats.
func viaJSON(v reflect.Value) (*ast.Term, error) {
	raw, err := json.Marshal(v.Interface())
	if err != nil {
		return nil, fmt.Errorf("convert input: %w", err)
	}
	out, err := ast.ValueFromReader(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("convert input: %w", err)
	}
	return ast.NewTerm(out), nil
}

func convertMap(v reflect.Value) (*ast.Term, error) {
	if v.IsNil() {
		return ast.NullTerm(), nil
	}
	if v.Type().Key().Kind() != reflect.String || v.Type().Key().Implements(textType) {
		return viaJSON(v)
	}
	out := ast.NewObjectWithCapacity(v.Len())
	for iter := v.MapRange(); iter.Next(); {
		t, err := convert(iter.Value())
		if err != nil {
			return nil, err
		}
		out.Insert(ast.StringTerm(iter.Key().String()), t)
	}
	return ast.NewTerm(out), nil
}

func convertList(v reflect.Value) (*ast.Term, error) {
	if v.Kind() == reflect.Slice {
		if v.IsNil() {
			return ast.NullTerm(), nil
		}
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return viaJSON(v)
		}
	}
	terms := make([]*ast.Term, v.Len())
	for i := range terms {
		t, err := convert(v.Index(i))
		if err != nil {
			return nil, err
		}
		terms[i] = t
	}
	return ast.ArrayTerm(terms...), nil
}

// shape is what convert knows of a struct type.
type shape struct {
	fields []field
	byName map[string]*field
	viaMap bool // holds an embedded struct or an option of the tag whose rules are encoding/json's own
}

type field struct {
	name  string
	key   *ast.Term
	index int
	omit  bool // omitempty
	zero  bool // omitzero
}

var shapes sync.Map // reflect.Type -> *shape

func shapeOf(t reflect.Type) *shape {
	if s, ok := shapes.Load(t); ok {
		return s.(*shape)
	}
	s := newShape(t)
	shapes.Store(t, s)
	return s
}

func newShape(t reflect.Type) *shape {
	s := &shape{}
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		if f.Anonymous {
			return &shape{viaMap: true}
		}
		if !f.IsExported() || tag == "-" {
			continue
		}
		name, omit, zero, plain := parseTag(f.Name, tag)
		if !plain {
			return &shape{viaMap: true}
		}
		s.fields = append(s.fields, field{name: name, key: ast.StringTerm(name), index: i, omit: omit, zero: zero})
	}
	s.byName = make(map[string]*field, len(s.fields))
	for i := range s.fields {
		s.byName[s.fields[i].name] = &s.fields[i]
	}
	return s
}

func (s *shape) convert(v reflect.Value) (*ast.Term, error) {
	if s.viaMap {
		return viaJSON(v)
	}
	items := make([][2]*ast.Term, 0, len(s.fields))
	for i := range s.fields {
		f := &s.fields[i]
		fv := v.Field(f.index)
		if f.leftOut(fv) {
			continue
		}
		t, err := convert(fv)
		if err != nil {
			return nil, err
		}
		items = append(items, [2]*ast.Term{f.key, t})
	}
	return ast.NewTerm(ast.NewObject(items...)), nil
}

// leftOut tells whether encoding/json would leave the field out.
func (f *field) leftOut(v reflect.Value) bool { return f.omit && empty(v) || f.zero && isZero(v) }

// isZero is what omitzero asks: the type's own IsZero, else the zero value.
func isZero(v reflect.Value) bool {
	if z, ok := reflect.TypeAssert[interface{ IsZero() bool }](v); ok && (v.Kind() != reflect.Pointer || !v.IsNil()) {
		return z.IsZero()
	}
	return v.IsZero()
}

// empty is what encoding/json means by omitempty.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

func decodeJSON(raw []byte) (any, error) {
	var out any
	if err := util.UnmarshalJSON(raw, &out); err != nil {
		return nil, err
	}
	return out, nil
}
