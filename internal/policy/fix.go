package policy

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Fix is the way out of one violation. A rule may state it as a text: it has that title then, and no changes.
type Fix struct {
	Title   string // Markdown; its first paragraph is shown
	Safe    bool   // the changes keep what the manifest means otherwise
	Changes []Change
}

// Change is one step of a fix, by the paths of the object that the rule saw. Steps are made in their order.
type Change struct {
	// Op is
	//   set     the value at Path, or Text in the place of Find in the text that stands there;
	//   remove  what stands at Path;
	//   insert  the value into the list or map at Path: before or after an entry, else at its end; Key is its key in a map;
	//   rename  the key of the entry at Path to Key;
	//   move    what stands at From to Path.
	Op   string
	Path []any // keys and indices from 0
	From []any
	// Key is the new one; empty where none is asked for.
	Key string
	// Before and After are the index (int) or key (string) of an entry beside which to insert, nil when not given. At most one is.
	Before, After any
	// Value is what encoding/json would read. Find is part of a text, and then Text is put in its place; both are empty otherwise.
	Value      any
	Find, Text string
}

// changeKeys are those that a change of an op must have, and may have behind a question mark.
var changeKeys = map[string][]string{
	"set":    {"path", "?value", "?find", "?text"},
	"remove": {"path"},
	"insert": {"path", "value", "?before", "?after", "?key"},
	"rename": {"path", "key"},
	"move":   {"from", "path"},
}

// fixOf reads the way out: a text, or an object with a title and changes. Nil when there is none.
func fixOf(obj ast.Object) (*Fix, error) {
	t := obj.Get(keyTerm("fix"))
	if t == nil {
		return nil, nil //nolint:nilnil // most violations have the fix of their rule
	}
	switch v := t.Value.(type) {
	case ast.String:
		return &Fix{Title: string(v)}, nil
	case ast.Object:
		return fixObject(v)
	case ast.Null:
		return nil, nil //nolint:nilnil // this violation has the fix of its rule after all
	}
	return nil, fmt.Errorf("fix is %s, expected a text or an object with title, safe and changes", ast.ValueName(t.Value))
}

func fixObject(obj ast.Object) (*Fix, error) {
	if err := onlyKeys(obj, "fix", fixKeys); err != nil {
		return nil, err
	}
	out := &Fix{}
	var ok bool
	if out.Title, ok = text(obj, "title"); !ok || strings.TrimSpace(out.Title) == "" {
		return nil, errors.New("fix without a title, expected a text that is not empty")
	}
	safe, ok := obj.Get(keyTerm("safe")).Value.(ast.Boolean)
	if out.Safe = bool(safe); !ok {
		return nil, fmt.Errorf("fix whose safe is %s, expected true or false", obj.Get(keyTerm("safe")))
	}
	list, ok := obj.Get(keyTerm("changes")).Value.(*ast.Array)
	if !ok || list.Len() == 0 {
		return nil, errors.New("fix without changes, expected a list of objects with op and path; a fix that a person makes is a text")
	}
	for i := range list.Len() {
		c, err := changeOf(list.Elem(i).Value)
		if err != nil {
			return nil, fmt.Errorf("change %d of the fix: %w", i+1, err)
		}
		out.Changes = append(out.Changes, c)
	}
	return out, nil
}

func changeOf(v ast.Value) (out Change, err error) {
	obj, ok := v.(ast.Object)
	if !ok {
		return out, fmt.Errorf("it is %s, expected an object with op and path", ast.ValueName(v))
	}
	out.Op, _ = text(obj, "op")
	keys, known := changeKeys[out.Op]
	if !known {
		return out, fmt.Errorf("op is %q, expected one of set, remove, insert, rename, move%s", out.Op, didYouMean(out.Op, []string{"set", "remove", "insert", "rename", "move"}))
	}
	if err := changeHas(obj, out.Op, keys); err != nil {
		return out, err
	}
	return out, out.read(obj)
}

// changeHas demands the keys of an op and no other.
func changeHas(obj ast.Object, op string, keys []string) error {
	all := []string{"op"}
	for _, key := range keys {
		name, optional := strings.CutPrefix(key, "?")
		all = append(all, name)
		if !optional && obj.Get(keyTerm(name)) == nil {
			return fmt.Errorf("%s without %s", op, name)
		}
	}
	return knownKeys(obj, op, all)
}

// read fills in what stands beside the op.
func (c *Change) read(obj ast.Object) error {
	var errs []error
	path := func(key string, into *[]any) {
		var err error
		if obj.Get(keyTerm(key)) == nil {
			return
		}
		if *into, err = pathAt(obj, key); err == nil && len(*into) == 0 {
			err = fmt.Errorf("%s is empty, expected keys and indices", key)
		}
		errs = append(errs, err)
	}
	path("path", &c.Path)
	path("from", &c.From)
	words := func(key string, into *string) {
		t := obj.Get(keyTerm(key))
		if t == nil {
			return
		}
		s, ok := t.Value.(ast.String)
		if *into = string(s); !ok {
			errs = append(errs, fmt.Errorf("%s is %s, expected a text", key, ast.ValueName(t.Value)))
		}
	}
	words("key", &c.Key)
	words("find", &c.Find)
	words("text", &c.Text)
	if t := obj.Get(keyTerm("value")); t != nil {
		v, err := ast.JSON(t.Value)
		c.Value, errs = v, append(errs, err)
	}
	errs = append(errs, c.beside(obj), c.whole(obj))
	return firstError(errs)
}

// beside reads the entry before or after which to insert.
func (c *Change) beside(obj ast.Object) error {
	for key, into := range map[string]*any{"before": &c.Before, "after": &c.After} {
		t := obj.Get(keyTerm(key))
		if t == nil {
			continue
		}
		switch v := t.Value.(type) {
		case ast.String:
			*into = string(v)
		case ast.Number:
			n, ok := v.Int()
			if *into = n; !ok || n < 0 {
				return fmt.Errorf("%s is %s, expected an index from 0 or a key", key, v)
			}
		default:
			return fmt.Errorf("%s is %s, expected an index from 0 or a key", key, ast.ValueName(v))
		}
	}
	if c.Before != nil && c.After != nil {
		return errors.New("before and after exclude each other")
	}
	return nil
}

// whole demands that a set says what to put there: a value, or a part of a text and another one.
func (c *Change) whole(obj ast.Object) error {
	if c.Op != "set" {
		return nil
	}
	has := func(key string) bool { return obj.Get(keyTerm(key)) != nil }
	if part := has("find") && has("text") && c.Find != ""; part == has("value") || has("find") != has("text") {
		return errors.New("set expects either value, or find and text")
	}
	return nil
}

// firstError is the first error.
func firstError(errs []error) error {
	if i := slices.IndexFunc(errs, func(err error) bool { return err != nil }); i >= 0 {
		return errs[i]
	}
	return nil
}
