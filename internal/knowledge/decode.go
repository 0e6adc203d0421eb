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
	return decodeNode(file, doc.Content[0], target, roles...)
}

// decodeNode is decodeStrict for what is parsed already.
func decodeNode(file string, n *yaml.Node, target any, roles ...string) error {
	return decoder{file: file, roles: roles}.value(n, reflect.ValueOf(target).Elem(), "the document")
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
		faults = append(faults, d.value(n.Content[i+1], v.Field(at), key.Value))
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	return d.complete(n, v)
}

// complete runs the checks that a type has of its own, so that an error can name the line where the value starts.
func (d decoder) complete(n *yaml.Node, v reflect.Value) error {
	if c, ok := reflect.TypeAssert[interface{ checkRole(roles []string) error }](v.Addr()); ok {
		if err := c.checkRole(d.roles); err != nil {
			return d.fail(n, "%v", err)
		}
	}
	if c, ok := reflect.TypeAssert[interface{ check() error }](v.Addr()); ok {
		if err := c.check(); err != nil {
			return d.fail(n, "%v", err)
		}
	}
	return nil
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
	for _, item := range list {
		var p string
		if err := d.scalar(item, reflect.ValueOf(&p).Elem(), what); err != nil {
			return err
		}
		if !isPath(p) {
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
	var err error
	switch v.Kind() {
	case reflect.String:
		v.SetString(n.Value)
	case reflect.Bool:
		var b bool
		if b, err = strconv.ParseBool(n.Value); err == nil {
			v.SetBool(b)
		}
	default:
		var i int64
		if i, err = strconv.ParseInt(n.Value, 10, 64); err == nil {
			v.SetInt(i)
		}
	}
	if err != nil {
		return d.fail(n, "want %s for %s, got %q", typeName(v.Kind()), what, n.Value)
	}
	return nil
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
