package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// strayImports are imports of the user's modules that lead to no package and no rule. The compiler takes them for data, and speaks up, if it
// does, where something of them is asked for.
func (e *Engine) strayImports() []Problem {
	var out []Problem
	for _, m := range e.modules {
		if m.source == "" {
			continue
		}
		parsed, err := m.ast()
		if err != nil {
			continue // that is reported where the module is read
		}
		for _, imported := range parsed.Imports {
			if name, ok := dataPath(imported); ok && !slices.ContainsFunc(e.modules, func(o *module) bool { return o.answers(name + ".") }) {
				out = append(out, m.problem(imported.Path.Location, fmt.Sprintf("nothing is called data.%s%s", name, didYouMean("data."+name, e.packages()))))
			}
		}
	}
	return out
}

// dataPath is what an import of something below data names there, with dots.
func dataPath(imported *ast.Import) (name string, ok bool) {
	ref, isRef := imported.Path.Value.(ast.Ref)
	if !isRef || !ref.HasPrefix(ast.DefaultRootRef) || len(ref) == 1 {
		return "", false
	}
	parts := make([]string, 0, len(ref)-1)
	for _, t := range ref[1:] {
		s, isText := t.Value.(ast.String)
		if !isText {
			return "", false
		}
		parts = append(parts, string(s))
	}
	return strings.Join(parts, "."), true
}

func (e *Engine) packages() []string {
	out := make([]string, 0, len(e.modules))
	for _, m := range e.modules {
		out = append(out, "data."+m.name())
	}
	slices.Sort(out)
	return slices.Compact(out)
}
