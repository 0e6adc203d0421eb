package manifest

import (
	"encoding/base64"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/pattern"
)

// Decode fills into (a pointer to a struct with json tags, such as *corev1.PodSpec) from n, as kubectl would.
// Fields that the type lacks are returned, names that differ only in case among them. A value of a wrong type is left out, the
// rest is still filled in, and the first such value is the error. A value that must be a number, a boolean or a quantity but
// holds a placeholder such as ${CPU} stays zero and is no error.
func (n *Node) Decode(into any) ([]Unknown, *TypeError) {
	unknown, errs := n.DecodeAll(into)
	if len(errs) > 0 {
		return unknown, errs[0]
	}
	return unknown, nil
}

// DecodeAll is Decode that returns every value of a wrong type, in the order of the file. Into must be a non-nil pointer.
func (n *Node) DecodeAll(into any) ([]Unknown, []*TypeError) {
	v := reflect.ValueOf(into)
	if n == nil || v.Kind() != reflect.Pointer || v.IsNil() {
		return nil, []*TypeError{{Want: "a pointer to decode into", Got: "none"}}
	}
	d := &decoding{path: make([]step, 0, 16)}
	d.value(n, v.Elem(), shapeOf(v.Type().Elem()))
	return d.unknown, d.errs
}

// decoding is one run of Decode.
type decoding struct {
	path    []step
	unknown []Unknown
	errs    []*TypeError
}

func (d *decoding) wrong(n *Node, want string) {
	if n.Braced() {
		return
	}
	d.errs = append(d.errs, &TypeError{Path: pathOf(d.path), Span: n.Span, Want: want, Got: typeName(n)})
}

func (d *decoding) value(n *Node, v reflect.Value, s *shape) {
	if n.Type == Null {
		return
	}
	switch s.how {
	case asPointer:
		p := reflect.New(s.typ.Elem())
		v.Set(p)
		d.value(n, p.Elem(), s.elemShape())
	case asStruct:
		d.object(n, v, s)
	case asSlice:
		d.slice(n, v, s)
	case asMap:
		d.mapping(n, v, s)
	case asUnmarshaler:
		d.unmarshal(n, v, s)
	case asAny:
		v.Set(reflect.ValueOf(n.Any()))
	default:
		if !d.scalar(n, v, s) && !isPlaceholder(n) {
			d.wrong(n, s.want())
		}
	}
}

func (d *decoding) object(n *Node, v reflect.Value, s *shape) {
	if n.Type != Map {
		d.wrong(n, s.want())
		return
	}
	for i := range n.Fields {
		f := &n.Fields[i]
		d.path = append(d.path, step{key: f.Key, index: -1})
		if member, ok := s.fields[f.Key]; ok {
			d.value(f.Value, member.in(v), member.shape())
		} else {
			d.unknown = append(d.unknown, Unknown{Path: pathOf(d.path), Key: f.Key, Nearest: s.nearest(f.Key)})
		}
		d.path = d.path[:len(d.path)-1]
	}
}

func (d *decoding) slice(n *Node, v reflect.Value, s *shape) {
	if n.Type != List {
		d.wrong(n, s.want())
		return
	}
	out := reflect.MakeSlice(s.typ, len(n.Items), len(n.Items))
	elem := s.elemShape()
	for i, item := range n.Items {
		d.path = append(d.path, step{index: i})
		d.value(item, out.Index(i), elem)
		d.path = d.path[:len(d.path)-1]
	}
	v.Set(out)
}

func (d *decoding) mapping(n *Node, v reflect.Value, s *shape) {
	if n.Type != Map {
		d.wrong(n, s.want())
		return
	}
	if texts, ok := reflect.TypeAssert[*map[string]string](v.Addr()); ok && allStrings(n) {
		*texts = textsOf(n)
		return
	}
	out := reflect.MakeMapWithSize(s.typ, len(n.Fields))
	elem := s.elemShape()
	for i := range n.Fields {
		f := &n.Fields[i]
		d.path = append(d.path, step{key: f.Key, index: -1})
		value := reflect.New(s.typ.Elem()).Elem()
		before := len(d.errs)
		d.value(f.Value, value, elem)
		if len(d.errs) == before {
			out.SetMapIndex(reflect.ValueOf(f.Key).Convert(s.typ.Key()), value)
		}
		d.path = d.path[:len(d.path)-1]
	}
	v.Set(out)
}

func allStrings(n *Node) bool {
	return !slices.ContainsFunc(n.Fields, func(f Field) bool { return f.Value.Type != String })
}

// textsOf is what mapping makes of labels, annotations and the like, without a reflected value for each.
func textsOf(n *Node) map[string]string {
	out := make(map[string]string, len(n.Fields))
	for i := range n.Fields {
		out[n.Fields[i].Key] = n.Fields[i].Value.Text
	}
	return out
}

// unmarshal hands a value to the type's own UnmarshalJSON.
func (d *decoding) unmarshal(n *Node, v reflect.Value, s *shape) {
	u, ok := reflect.TypeAssert[json.Unmarshaler](v.Addr())
	if ok && u.UnmarshalJSON(n.appendJSON(nil)) == nil {
		return
	}
	v.SetZero()
	if !isPlaceholder(n) {
		d.wrong(n, s.want())
	}
}

func (d *decoding) scalar(n *Node, v reflect.Value, s *shape) bool {
	switch s.how {
	case asString:
		if n.Type == String {
			v.SetString(n.Text)
		}
		return n.Type == String
	case asBool:
		v.SetBool(n.Type == Bool && n.Text == "true")
		return n.Type == Bool
	case asBytes:
		data, err := base64.StdEncoding.DecodeString(n.Text)
		if n.Type != String || err != nil {
			return false
		}
		v.SetBytes(data)
		return true
	default:
		return (n.Type == Int || n.Type == Float) && number(n, v)
	}
}

// number sets v from a number and tells whether it fits.
func number(n *Node, v reflect.Value) bool {
	switch {
	case v.CanInt():
		i, err := strconv.ParseInt(n.Text, 10, 64)
		if err != nil || v.OverflowInt(i) {
			return false
		}
		v.SetInt(i)
	case v.CanUint():
		u, err := strconv.ParseUint(n.Text, 10, 64)
		if err != nil || v.OverflowUint(u) {
			return false
		}
		v.SetUint(u)
	case v.CanFloat():
		f, err := strconv.ParseFloat(n.Text, 64)
		if err != nil || v.OverflowFloat(f) {
			return false
		}
		v.SetFloat(f)
	default:
		return false
	}
	return true
}

func isPlaceholder(n *Node) bool { return n.Type == String && Placeholder(n.Text) }

// Braced tells whether a map is what YAML makes of a {name} that some later step replaces.
func (n *Node) Braced() bool {
	if n.Type != Map || len(n.Fields) != 1 {
		return false
	}
	f := &n.Fields[0]
	flow := n.Span.Line == f.Span.Line && n.Span.Column < f.Span.Column
	return flow && f.Value.Type == Null && braced.MatchString("{"+f.Key+"}")
}

// braced is a name as Python's format and the like replace it.
var braced = pattern.New(`\{[A-Za-z_][A-Za-z0-9_.]*\}`)

// variable is one of a script within a text.
var variable = pattern.New(`\$[A-Z_]{2,}`)

// Placeholder tells whether a text holds something that some later step replaces: envsubst, a template, a README's <your-value>, a script's
// {name}.
func Placeholder(text string) bool {
	for _, mark := range [...]string{"${", "{{", "$(", "<", "__", "%%", "@@"} {
		if strings.Contains(text, mark) {
			return true
		}
	}
	return strings.HasPrefix(text, "$") || strings.Contains(text, "{") && braced.MatchString(text) || strings.Contains(text, "$") && variable.MatchString(text)
}
