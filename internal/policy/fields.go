package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// fieldNames are the names that fields of the input have by its schema.
func fieldNames(schema any) map[string]bool {
	out := map[string]bool{}
	addProperties(out, schema)
	return out
}

// writes tells whether an object that some policy writes down has a field of a name. It reads every module, which costs more than all else here,
// so it is asked last.
func (c *checker) writes(name string) bool {
	if c.written == nil {
		c.written = map[string]bool{}
		for _, m := range c.files {
			addKeys(c.written, m)
		}
	}
	return c.written[name]
}

func addKeys(to map[string]bool, m *module) {
	parsed, err := m.ast()
	if err != nil {
		return // that is reported where the module is read or compiled
	}
	ast.WalkTerms(parsed, func(t *ast.Term) bool {
		if o, ok := t.Value.(ast.Object); ok {
			o.Foreach(func(key, _ *ast.Term) { addText(to, key) })
		}
		return false
	})
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

// name marks a field of an argument whose name the input does not know: what is asked of the input itself the compiler holds against the schema.
func (f *flow) name(of value, key string, t *ast.Term) {
	if f.a.known == nil || key == "*" || f.a.known[key] {
		return
	}
	from := slices.DeleteFunc(slices.Clone(of.from), func(o origin) bool { return o.root == theInput })
	f.mark(mark{kind: named, from: from, key: key, at: t.Location})
}

// nameless is a field that none of the places has of which it is asked, and no object that a policy writes down.
func (c *checker) nameless(all []mark) []Problem {
	key := all[0].key
	known, what := c.anyOf(all, c.schema.fields)
	if len(known) == 0 || c.writes(key) {
		return nil
	}
	return []Problem{c.problem(all[0].at, noField(what, key, known))}
}
