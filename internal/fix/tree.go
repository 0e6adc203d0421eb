package fix

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
)

// tree is a value that can be changed. Its parts are told apart by their address, so that a path means the same before and after a change
// of a list; what aliases share is there once for each of them.
type tree struct {
	typ     manifest.Type
	text    string
	fields  []*field
	items   []*tree
	dropped int // fields that stood here twice and do no more
}

type field struct {
	key   string
	value *tree
}

func newTree(n *manifest.Node) *tree {
	t := &tree{typ: n.Type, text: n.Text}
	for i := range n.Fields {
		t.fields = append(t.fields, &field{n.Fields[i].Key, newTree(n.Fields[i].Value)})
	}
	for _, item := range n.Items {
		t.items = append(t.items, newTree(item))
	}
	return t
}

// treeOf is the tree of a value as encoding/json decodes it.
func treeOf(value any) (*tree, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	roots, err := manifest.Roots("", append([]byte("- "), bytes.TrimSpace(text)...))
	if err != nil || len(roots) != 1 || roots[0].Root.Get(0) == nil {
		return nil, fmt.Errorf("the value %s cannot be written", text)
	}
	return newTree(roots[0].Root.Get(0)), nil
}

func (t *tree) child(elem any) *tree {
	switch e := elem.(type) {
	case string:
		if f := t.field(e); f != nil {
			return f.value
		}
	case int:
		if e >= 0 && e < len(t.items) {
			return t.items[e]
		}
	}
	return nil
}

func (t *tree) field(key string) *field {
	for _, f := range t.fields {
		if f.key == key {
			return f
		}
	}
	return nil
}

// find follows a path as far as it leads.
func (t *tree) find(path manifest.Path) (at *tree, rest manifest.Path) {
	at = t
	for i, elem := range path {
		next := at.child(elem)
		if next == nil {
			return at, path[i:]
		}
		at = next
	}
	return at, nil
}

// want is a change whose places have been found, before any other change has moved them.
type want func() error

var errNotThere = errors.New("a place of the fix is not there")

// resolve finds the places of a change.
func (t *tree) resolve(c *change) (want, error) {
	switch c.op {
	case "set":
		return t.wantSet(c)
	case "remove":
		return t.wantRemove(c.path)
	case "insert":
		return t.wantInsert(c)
	case "rename":
		holder, rest := t.find(c.path[:len(c.path)-1])
		key, _ := c.path[len(c.path)-1].(string)
		f := holder.field(key)
		if len(rest) > 0 || f == nil {
			return nil, errNotThere
		}
		return func() error { f.key = c.key; return nil }, nil
	case "move":
		return t.wantMove(c)
	}
	return nil, fmt.Errorf("unknown op %q", c.op)
}

func (t *tree) wantSet(c *change) (want, error) {
	at, rest := t.find(c.path)
	if c.find != "" {
		if len(rest) > 0 || at.typ != manifest.String {
			return nil, errNotThere
		}
		return func() error { at.text = strings.Replace(at.text, c.find, c.text, 1); return nil }, nil
	}
	value, err := treeOf(c.value)
	if err != nil {
		return nil, err
	}
	if len(rest) == 0 {
		return func() error { *at = *value; return nil }, nil
	}
	return func() error { return at.put(rest, value, beside{}, nil) }, nil
}

// put adds a value below t; what is missing on the way is made, unless another change has made it. beside is the neighbour in the last collection.
func (t *tree) put(rest manifest.Path, value *tree, where beside, next *tree) error {
	for len(rest) > 1 && isKey(rest[0]) && t.child(rest[0]) != nil {
		t, rest = t.child(rest[0]), rest[1:]
	}
	for i := len(rest) - 1; i > 0; i-- {
		if key, ok := rest[i].(string); ok {
			value = &tree{typ: manifest.Map, fields: []*field{{key, value}}}
		} else {
			value = &tree{typ: manifest.List, items: []*tree{value}}
		}
	}
	if key, ok := rest[0].(string); ok {
		if t.typ != manifest.Null && t.typ != manifest.Map || t.field(key) != nil {
			return errNotThere
		}
		t.typ, t.text = manifest.Map, ""
		t.fields = append(t.fields, &field{key, value})
		return nil
	}
	if t.typ != manifest.Null && t.typ != manifest.List {
		return errNotThere
	}
	t.typ, t.text = manifest.List, ""
	index := len(t.items)
	for i, item := range t.items {
		if item == next && where.before != nil {
			index = i
		} else if item == next {
			index = i + 1
		}
	}
	t.items = append(t.items[:index:index], append([]*tree{value}, t.items[index:]...)...)
	return nil
}

func (t *tree) wantRemove(path manifest.Path) (want, error) {
	last := len(path) - 1
	if path[last] == Earlier {
		holder, rest := t.find(path[:last-1])
		if len(rest) > 0 {
			return nil, errNotThere
		}
		return func() error { holder.dropped++; return nil }, nil
	}
	holder, _ := t.find(path[:last])
	at, rest := t.find(path)
	if len(rest) > 0 {
		return nil, errNotThere
	}
	return func() error { holder.drop(at); return nil }, nil
}

func (t *tree) drop(child *tree) {
	for i, f := range t.fields {
		if f.value == child {
			t.fields = append(t.fields[:i:i], t.fields[i+1:]...)
			return
		}
	}
	for i, item := range t.items {
		if item == child {
			t.items = append(t.items[:i:i], t.items[i+1:]...)
			return
		}
	}
}

func (t *tree) wantInsert(c *change) (want, error) {
	value, err := treeOf(c.value)
	if err != nil {
		return nil, err
	}
	at, rest := t.find(c.path)
	elem := any(len(at.items))
	if c.key != "" {
		elem = c.key
	}
	next := at.child(c.beside.before)
	if c.beside.after != nil {
		next = at.child(c.beside.after)
	}
	return func() error { return at.put(rest.With(elem), value, c.beside, next) }, nil
}

func (t *tree) wantMove(c *change) (want, error) {
	from, rest := t.find(c.from)
	holder, _ := t.find(c.from[:len(c.from)-1])
	if len(rest) > 0 {
		return nil, errNotThere
	}
	last := len(c.path) - 1
	to, rest := t.find(c.path[:last])
	where, next := beside{}, (*tree)(nil)
	if i, ok := c.path[last].(int); ok && len(rest) == 0 && i < len(to.items) {
		where, next = beside{before: i}, to.items[i]
	}
	return func() error {
		holder.drop(from)
		return to.put(rest.With(c.path[last]), from, where, next)
	}, nil
}

// equal compares with what was read, without the order of keys.
func (t *tree) equal(n *manifest.Node) bool {
	if n == nil || t.typ != n.Type || len(t.fields) != len(n.Fields) || len(t.items) != len(n.Items) {
		return false
	}
	if t.typ != manifest.Map && t.typ != manifest.List {
		return t.text == n.Text
	}
	for i, item := range t.items {
		if !item.equal(n.Items[i]) {
			return false
		}
	}
	for i, f := range t.fields {
		other := &n.Fields[i]
		if other.Key != f.key {
			if other = fieldOf(n, f.key); other == nil {
				return false
			}
		}
		if !f.value.equal(other.Value) {
			return false
		}
	}
	return true
}

func fieldOf(n *manifest.Node, key string) *manifest.Field {
	for i := range n.Fields {
		if n.Fields[i].Key == key {
			return &n.Fields[i]
		}
	}
	return nil
}
