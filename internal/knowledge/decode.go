package knowledge

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/podlint/podlint/internal/nearest"
)

// decodeStrict reads one YAML document into target, a pointer. Every key must be a field of target's type, and every role one of roles; an
// error names file, line and column.
func decodeStrict(file string, data []byte, target any, roles ...string) error {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return fmt.Errorf("parse %s: %w", file, err)
	}
	if len(doc.Content) == 0 {
		return nil
	}
	return decodeNode(file, doc.Content[0], target, "the document", roles...)
}

// decodeNode is decodeStrict for what is parsed already; what is its name in errors.
func decodeNode(file string, n *yaml.Node, target any, what string, roles ...string) error {
	return decoder{file: file, roles: roles}.value(n, reflect.ValueOf(target).Elem(), what)
}

type decoder struct {
	file  string
	roles []string // that images may have
}

func (d decoder) fail(n *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("%s:%d:%d: %s", d.file, n.Line, n.Column, fmt.Sprintf(format, args...))
}

// value decodes n into v; what names the place in errors.
func (d decoder) value(n *yaml.Node, v reflect.Value, what string) error {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return d.value(n, v.Elem(), what)
	case reflect.Struct:
		return d.object(n, v, what)
	case reflect.Map:
		return d.table(n, v, what)
	case reflect.Slice:
		return d.list(n, v, what)
	default:
		return d.scalar(n, v, what)
	}
}

func (d decoder) object(n *yaml.Node, v reflect.Value, what string) error {
	if n.Kind != yaml.MappingNode {
		return d.fail(n, "want a map for %s, got %s", what, kindName(n))
	}
	fields := fieldsOf(v.Type())
	seen := map[string]bool{}
	var faults []error
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		at, ok := fields[key.Value]
		switch {
		case !ok:
			faults = append(faults, d.fail(key, "unknown key %q in %s%s", key.Value, what, nearest.Hint(", ", key.Value, slices.Sorted(maps.Keys(fields)))))
			continue
		case seen[key.Value]:
			faults = append(faults, d.fail(key, "key %q is given twice in %s", key.Value, what))
			continue
		}
		seen[key.Value] = true
		faults = append(faults, d.value(n.Content[i+1], v.Field(at), key.Value), d.words(n.Content[i+1], v.Type().Field(at), key.Value))
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	if err := d.missing(n, v.Type(), seen); err != nil {
		return err
	}
	return d.complete(n, v)
}

// words checks the texts of a field whose tag or type says what they may be.
func (d decoder) words(n *yaml.Node, f reflect.StructField, what string) error {
	check := formOf(f)
	if words := d.wordsOf(f); words != nil {
		check = func(text string) error { return oneOf(what, text, words...) }
	}
	if check == nil {
		return nil
	}
	texts := []*yaml.Node{n}
	if f.Type.Kind() == reflect.Slice {
		texts = n.Content
	}
	var faults []error
	for _, text := range texts {
		if text.Kind != yaml.ScalarNode || text.Tag == "!!null" {
			continue // its type is wrong, which is said already
		}
		if err := check(text.Value); err != nil {
			faults = append(faults, d.fail(text, "%v", err))
		}
	}
	return errors.Join(faults...)
}

// wordsOf are those that a field takes, nil when it takes others as well.
func (d decoder) wordsOf(f reflect.StructField) []string {
	if f.Tag.Get("form") == "role" {
		return d.roles
	}
	if tag := f.Tag.Get("enum"); tag != "" {
		return strings.Split(tag, ",")
	}
	return nil
}

// missing finds texts that an entry cannot do without and whose tag says what they may be.
func (d decoder) missing(n *yaml.Node, t reflect.Type, seen map[string]bool) error {
	var faults []error
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if options != "" || seen[name] || f.Type.Kind() != reflect.String {
			continue
		}
		if words := d.wordsOf(f); words != nil {
			faults = append(faults, d.fail(n, "%v", oneOf(name, "", words...)))
		} else if f.Tag.Get("form") != "" {
			faults = append(faults, d.fail(n, "%s is missing", name))
		}
	}
	return errors.Join(faults...)
}

// complete runs the checks that a type has of its own, so that an error can name the line where the value starts.
func (d decoder) complete(n *yaml.Node, v reflect.Value) error {
	if c, ok := reflect.TypeAssert[interface{ check() error }](v.Addr()); ok {
		if err := c.check(); err != nil {
			return d.fail(n, "%v", err)
		}
	}
	return nil
}

// of is the value of a key; the map itself when it has none.
func of(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return n
}

func (d decoder) table(n *yaml.Node, v reflect.Value, what string) error {
	if n.Kind != yaml.MappingNode {
		return d.fail(n, "want a map for %s, got %s", what, kindName(n))
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(n.Content)/2))
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := reflect.ValueOf(n.Content[i].Value)
		if v.MapIndex(key).IsValid() {
			return d.fail(n.Content[i], "key %q is given twice in %s", n.Content[i].Value, what)
		}
		item := reflect.New(v.Type().Elem()).Elem()
		if err := d.value(n.Content[i+1], item, n.Content[i].Value); err != nil {
			return err
		}
		v.SetMapIndex(key, item)
	}
	return nil
}

func (d decoder) list(n *yaml.Node, v reflect.Value, what string) error {
	if paths, ok := reflect.TypeAssert[*Paths](v.Addr()); ok {
		return d.paths(n, paths, what)
	}
	if n.Kind != yaml.SequenceNode {
		return d.fail(n, "want a list for %s, got %s", what, kindName(n))
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	var faults []error
	for i, item := range n.Content {
		faults = append(faults, d.value(item, v.Index(i), "an item of "+what))
	}
	return errors.Join(faults...)
}

// paths reads a list of paths, or a single one.
func (d decoder) paths(n *yaml.Node, into *Paths, what string) error {
	list := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		list = n.Content
	}
	if len(list) == 0 {
		return d.fail(n, "want a path such as spec.template for %s, got an empty list", what)
	}
	for _, item := range list {
		var p string
		if err := d.scalar(item, reflect.ValueOf(&p).Elem(), what); err != nil {
			return err
		}
		if !isPath(p) || item.Tag != "!!str" {
			return d.fail(item, "want a path such as spec.template for %s, got %q", what, p)
		}
		*into = append(*into, p)
	}
	return nil
}

func (d decoder) scalar(n *yaml.Node, v reflect.Value, what string) error {
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return d.fail(n, "want %s for %s, got %s", typeName(v.Kind()), what, kindName(n))
	}
	ok := true
	switch v.Kind() {
	case reflect.String:
		v.SetString(n.Value)
	case reflect.Bool:
		ok = n.Tag == "!!bool"
		v.SetBool(strings.EqualFold(n.Value, "true"))
	default:
		i, err := strconv.ParseInt(n.Value, 10, 64)
		ok = err == nil && n.Tag == "!!int"
		v.SetInt(i)
	}
	if !ok {
		return d.fail(n, "want %s for %s, got %s", typeName(v.Kind()), what, told(n))
	}
	return nil
}

// told is a scalar as it stands there, and why it is not what it looks like.
func told(n *yaml.Node) string {
	text := strconv.Quote(n.Value)
	switch {
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0:
		return text + " in quotes, which is a text"
	case slices.Contains([]string{"yes", "no", "on", "off", "y", "n"}, strings.ToLower(n.Value)):
		return text + ", which is a text since YAML 1.2"
	}
	return text
}

// fieldsOf maps the JSON names of a struct's fields to their indexes.
func fieldsOf(t reflect.Type) map[string]int {
	fields := map[string]int{}
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name != "" {
			fields[name] = i
		}
	}
	return fields
}

func kindName(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a map"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias, which is not supported"
	default:
		if n.Tag == "!!null" {
			return "nothing"
		}
		return strconv.Quote(n.Value)
	}
}

func typeName(k reflect.Kind) string {
	switch k {
	case reflect.String:
		return "text"
	case reflect.Bool:
		return "true or false"
	default:
		return "a whole number"
	}
}
