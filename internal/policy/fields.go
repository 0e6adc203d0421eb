package policy

import (
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// fieldNames are the names that fields of the input have by its schema, and those of objects that policies write down.
func fieldNames(schema any, modules []*module) map[string]bool {
	out := map[string]bool{}
	addProperties(out, schema)
	for _, m := range modules {
		parsed, err := m.ast()
		if err != nil {
			continue // that is reported where the module is read or compiled
		}
		ast.WalkTerms(parsed, func(t *ast.Term) bool {
			if o, ok := t.Value.(ast.Object); ok {
				o.Foreach(func(key, _ *ast.Term) { addText(out, key) })
			}
			return false
		})
	}
	return out
}

func addText(to map[string]bool, t *ast.Term) {
	if s, ok := t.Value.(ast.String); ok {
		to[string(s)] = true
	}
}

func addProperties(to map[string]bool, schema any) {
	switch v := schema.(type) {
	case map[string]any:
		if properties, ok := v["properties"].(map[string]any); ok {
			for name := range properties {
				to[name] = true
			}
		}
		for _, below := range v {
			addProperties(to, below)
		}
	case []any:
		for _, below := range v {
			addProperties(to, below)
		}
	}
}

// name marks a field of an argument whose name nothing has: what is asked of the input itself the compiler holds against the schema.
func (f *flow) name(of value, key string, t *ast.Term) {
	if f.a.known == nil || key == "*" || f.a.known[key] {
		return
	}
	from := slices.DeleteFunc(slices.Clone(of.from), func(o origin) bool { return o.root == theInput })
	f.mark(mark{kind: named, from: from, key: key, at: t.Location})
}

// nameless is a field that none of the places has of which it is asked. Of what the schema leaves open anything may be asked.
func (c *checker) nameless(all []mark) []Problem {
	var known []string
	var what string
	for _, m := range all {
		for _, o := range m.from {
			if o.root != theInput {
				continue // the calls say what it is
			}
			node := c.schema.node(o.path)
			properties, _ := node["properties"].(map[string]any)
			if properties == nil || node["additionalProperties"] != nil && node["additionalProperties"] != false {
				return nil
			}
			known, what = slices.AppendSeq(known, maps.Keys(properties)), pathText(o.path)
		}
	}
	if len(known) == 0 {
		return nil
	}
	slices.Sort(known)
	known = slices.Compact(known)
	return []Problem{c.problem(all[0].at, noField(what, all[0].key, known))}
}
