package policy

import (
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// analysis is what the rules of an engine are known to do with the input. It goes by what is written, before anything is compiled, and
// follows references into other modules. It is safe for concurrent use.
type analysis struct {
	mu        sync.Mutex
	byPackage map[string][]*module
	groups    map[string]*group
	sums      map[*group]*summary
	steps     int             // terms looked at since the last question
	marking   bool            // what is to be held against the schema is marked
	known     map[string]bool // names of fields of the input; nil: all are
}

// group is all definitions of one rule or function.
type group struct {
	pkg, name string
	defs      []definition
}

// definition is one of them; its body may have others behind else.
type definition struct {
	rule   *ast.Rule
	module *module
}

func newAnalysis(modules []*module) *analysis {
	a := &analysis{byPackage: map[string][]*module{}, groups: map[string]*group{}, sums: map[*group]*summary{}}
	for _, m := range modules {
		name := m.name()
		a.byPackage[name] = append(a.byPackage[name], m)
	}
	return a
}

// forget lets go of what was found out.
func (a *analysis) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.groups, a.sums = map[string]*group{}, map[*group]*summary{}
}

// group finds a rule by its package and name, nil when there is none.
func (a *analysis) group(pkg, name string) *group {
	key := pkg + "\x00" + name
	if g, known := a.groups[key]; known {
		return g
	}
	var g *group
	for _, m := range a.byPackage[pkg] {
		parsed, err := m.ast()
		if err != nil {
			continue // its fault is reported where it is compiled
		}
		for _, r := range parsed.Rules {
			if head, ok := headName(r); ok && string(head) == name {
				if g == nil {
					g = &group{pkg: pkg, name: name}
				}
				g.defs = append(g.defs, definition{r, m})
			}
		}
	}
	a.groups[key] = g
	return g
}

func headName(r *ast.Rule) (ast.Var, bool) {
	ref := r.Head.Ref()
	if len(ref) == 0 {
		return "", false
	}
	name, ok := ref[0].Value.(ast.Var)
	return name, ok
}

func (g *group) isFunction() bool { return len(g.defs[0].rule.Head.Args) > 0 }

// target is where a reference leads.
type target struct {
	group *group  // a rule, or
	input bool    // the input, or neither when lost or a variable
	rest  ast.Ref // what is asked of it
	lost  bool    // something below data that is no rule that is known
}

// find follows a reference of a module whose head is no local variable. Imports stand for what they import.
func (a *analysis) find(m *module, ref ast.Ref) target {
	head, ok := ref[0].Value.(ast.Var)
	if !ok {
		return target{}
	}
	if path := m.imported(head); path != nil {
		ref = path.Concat(ref[1:])
		head, _ = ref[0].Value.(ast.Var)
	}
	switch {
	case head.Equal(ast.InputRootDocument.Value):
		return target{input: true, rest: ref[1:]}
	case head.Equal(ast.DefaultRootDocument.Value):
		return a.findData(ref)
	}
	if g := a.group(m.name(), string(head)); g != nil {
		return target{group: g, rest: ref[1:]}
	}
	return target{}
}

// findData follows a reference to data through a package to its rule.
func (a *analysis) findData(ref ast.Ref) target {
	var parts []string
	for i, t := range ref[1:] {
		name, constant := t.Value.(ast.String)
		if !constant {
			break
		}
		if g := a.group(strings.Join(parts, "."), string(name)); g != nil {
			return target{group: g, rest: ref[i+2:]}
		}
		parts = append(parts, string(name))
	}
	return target{lost: true}
}

// imported is what a name stands for by an import, nil when it is none.
func (m *module) imported(name ast.Var) ast.Ref {
	parsed, err := m.ast()
	if err != nil {
		return nil
	}
	for _, imp := range parsed.Imports {
		if path, ok := imp.Path.Value.(ast.Ref); ok && len(path) > 1 && imp.Name() == name {
			return path
		}
	}
	return nil
}

// varsOf lists the variables of a term, as often as they stand there.
func varsOf(t *ast.Term) []ast.Var {
	var out []ast.Var
	ast.WalkVars(t, func(v ast.Var) bool {
		out = append(out, v)
		return false
	})
	return out
}
