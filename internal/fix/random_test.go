package fix_test

import (
	"bytes"
	"io/fs"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/podlint/podlint/internal/fix"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/source"
)

// TestRandomEdits changes the fixtures of all rules at random places. What comes out must be, for another parser, the document with that change,
// every line elsewhere must be as it was, and hardly any change may be refused.
func TestRandomEdits(t *testing.T) {
	const each, mostRefused = 4, 3 // per file, in percent
	dice := rand.New(rand.NewPCG(1, 2))
	done, refused := 0, map[string]int{}
	fsys := os.DirFS("../../policies/rules")
	files, err := fs.Glob(fsys, "*/*/*/*.yaml")
	if err != nil || len(files) < 100 {
		t.Fatalf("got %d fixtures, %v", len(files), err)
	}
	for _, file := range files {
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			t.Fatal(err)
		}
		set := manifest.Read([]source.File{{Name: file, Data: data}}, 1)
		for range each {
			o := set.Objects[dice.IntN(len(set.Objects))]
			c, ok := draw(dice, o.Root)
			if !ok || o.Item >= 0 {
				continue
			}
			done++
			plan, err := fix.NewPlanner(set.Sources).Plan([]lint.Step{{Change: c, Object: o, Path: c.Path}})
			if err != nil {
				refused[err.Error()]++
				continue
			}
			compare(t, file, data, o.Document, c, plan)
		}
	}
	count := 0
	for _, n := range refused {
		count += n
	}
	t.Logf("%d changes, %d refused: %v", done, count, refused)
	if count*100 > done*mostRefused {
		t.Errorf("%d of %d changes were refused: %v", count, done, refused)
	}
}

// draw draws a change of a map or list.
func draw(dice *rand.Rand, n *manifest.Node) (c policy.Change, ok bool) {
	for {
		size := len(n.Fields) + len(n.Items)
		if size == 0 || len(c.Path) > 1 && dice.IntN(4) == 0 {
			break
		}
		i := dice.IntN(size)
		if n.Type == manifest.Map {
			c.Path, n = append(c.Path, n.Fields[i].Key), n.Fields[i].Value
		} else {
			c.Path, n = append(c.Path, i), n.Items[i]
		}
	}
	values := []any{"x y", "no", true, 8, "a: b #c", map[string]any{"name": "n", "b": []any{"c", 1}}, []any{}, map[string]any{}}
	c.Value = values[dice.IntN(len(values))]
	key, isKey := c.Path[len(c.Path)-1].(string)
	switch dice.IntN(4) {
	case 0:
		c.Op = "remove"
	case 1:
		if c.Op, c.Key = "rename", "new key"; !isKey || key == "<<" {
			return c, false
		}
	case 2:
		if c.Op = "insert"; n.Type == manifest.Map {
			c.Key = "newKey"
		} else if n.Type != manifest.List {
			return c, false
		}
	default:
		c.Op = "set"
	}
	return c, true
}

// compare makes a change in what another parser reads.
func compare(t *testing.T, file string, data []byte, document int, c policy.Change, plan *fix.Plan) {
	t.Helper()
	after := fix.Apply(data, plan.Regions)
	was, is := documents(t, data), documents(t, after)
	if len(was) != len(is) {
		t.Fatalf("%s: %+v: got %d documents, want %d", file, c, len(is), len(was))
	}
	for i := range was {
		var want, got any
		if err := yaml.Unmarshal(was[i], &want); err != nil {
			t.Fatal(err)
		}
		if err := yaml.Unmarshal(is[i], &got); err != nil {
			t.Fatalf("%s: %+v: %v\n%s", file, c, err, is[i])
		}
		if i == document {
			want = changed(want, c.Path, c)
		}
		if !reflect.DeepEqual(want, got) {
			t.Fatalf("%s: %+v makes something else\n%s", file, c, fix.Diff(file, data, after))
		}
	}
}

// documents cuts a file as podlint does.
func documents(t *testing.T, data []byte) [][]byte {
	t.Helper()
	s := manifest.NewSyntax(data)
	var out [][]byte
	for _, i := range s.Documents() {
		_, start, end, err := s.Document(i)
		if err != nil {
			t.Fatal(err)
		}
		for len(out) < i {
			out = append(out, nil)
		}
		out = append(out, bytes.TrimPrefix(data[start:end], []byte("---")))
	}
	return out
}

func changed(v any, path []any, c policy.Change) any {
	last := len(path) == 1
	switch at := v.(type) {
	case map[string]any:
		key := path[0].(string)
		switch {
		case !last || c.Op == "insert":
			at[key] = below(at[key], path, c)
		case c.Op == "remove":
			delete(at, key)
		case c.Op == "rename":
			at[c.Key] = at[key]
			delete(at, key)
		default:
			at[key] = asRead(c.Value)
		}
		return at
	case []any:
		i := path[0].(int)
		switch {
		case !last || c.Op == "insert":
			at[i] = below(at[i], path, c)
		case c.Op == "remove":
			return slices.Delete(at, i, i+1)
		default:
			at[i] = asRead(c.Value)
		}
		return at
	}
	return v
}

func below(v any, path []any, c policy.Change) any {
	if len(path) > 1 {
		return changed(v, path[1:], c)
	}
	if m, isMap := v.(map[string]any); isMap {
		m[c.Key] = asRead(c.Value)
		return m
	}
	list, _ := v.([]any)
	return append(list, asRead(c.Value))
}

// asRead is a value as the parser gives it.
func asRead(v any) any {
	text, err := yaml.Marshal(v)
	if err != nil {
		return err
	}
	var out any
	if err := yaml.Unmarshal([]byte(strings.TrimSpace(string(text))), &out); err != nil {
		return err
	}
	return out
}
