package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// misplacedOwn reports a user's module that would be off without a word: it states a violation where no rule is looked for.
func misplacedOwn(m *module, parsed *ast.Module) []Problem {
	name := strings.TrimPrefix(parsed.Package.Path.String(), "data.")
	const want = "expected package " + rulePackage + "<category>.<rule_name>, two words in snake_case"
	if name+"." == rulePackage || strings.HasPrefix(name, rulePackage) || strings.HasPrefix(name, "podlint.rules[") {
		return []Problem{packageProblem(m, fmt.Sprintf("package %s is in no rule's place: %s", name, want))}
	}
	if name == "podlint" || strings.HasPrefix(name, "podlint.lib.") {
		return nil // the entry point that podlint new writes, and libraries
	}
	for _, r := range parsed.Rules {
		if head, _ := headName(r); head == "violation" {
			return []Problem{m.problemAt(r.Location.Row, max(r.Location.Col, 1), fmt.Sprintf("nobody asks for the violation of package %s: %s", name, want))}
		}
	}
	return nil
}

// stated finds faults in what a rule's module says: keys of violations, paths and parameters.
func (e *Engine) stated(r *rule) []Problem {
	parsed, err := r.module.ast()
	if err != nil {
		return nil
	}
	var out []Problem
	for _, def := range parsed.Rules {
		if head, _ := headName(def); head == "violation" && def.Head.Key != nil {
			out = append(out, r.module.keys(def.Head.Key, "a violation", violationKeys)...)
		}
	}
	return append(out, e.parameters(r.module, parsed, r)...)
}

// keys looks at an object that is written down; the list of another place holds objects of its own.
func (m *module) keys(t *ast.Term, what string, known []string) []Problem {
	obj, ok := t.Value.(ast.Object)
	if !ok {
		return nil
	}
	var out []Problem
	obj.Foreach(func(key, value *ast.Term) {
		name, constant := key.Value.(ast.String)
		switch {
		case !constant:
		case !slices.Contains(known, string(name)):
			out = append(out, m.problemOn(key, unknownKey(string(name), what, known)))
		case name == "path":
			out = append(out, m.pathFault(value)...)
		case name == "certainty":
			out = append(out, m.keys(value, "certainty", certaintyKeys)...)
		case name == "related":
			if list, ok := value.Value.(*ast.Array); ok {
				list.Foreach(func(place *ast.Term) { out = append(out, m.keys(place, "a related place", relatedKeys)...) })
			}
		}
	})
	return out
}

func unknownKey(name, what string, known []string) string {
	return fmt.Sprintf("unknown key %q of %s, expected one of %s%s", name, what, strings.Join(known, ", "), didYouMean(name, known))
}

// pathFault is a path that cannot be a list, whatever the input.
func (m *module) pathFault(t *ast.Term) []Problem {
	switch t.Value.(type) {
	case ast.Var, ast.Ref, ast.Call, *ast.Array, *ast.ArrayComprehension:
		return nil
	}
	return []Problem{m.problemOn(t, fmt.Sprintf("path is %s, expected a list of keys and indices such as c.path or [\"spec\", \"containers\", 0]", ast.ValueName(t.Value)))}
}

func (m *module) problemOn(t *ast.Term, message string) Problem {
	if t.Location == nil {
		return packageProblem(m, message)
	}
	return m.problemAt(t.Location.Row, max(t.Location.Col, 1), message)
}

// parameters demands that every setting which a module names is declared; a rule names none but its own. r is nil for a library.
func (e *Engine) parameters(m *module, parsed *ast.Module, r *rule) []Problem {
	var out []Problem
	ast.WalkRefs(parsed, func(ref ast.Ref) bool {
		if len(ref) > 2 && ref.HasPrefix(ast.InputRootRef) && ref[1].Value.Compare(ast.String("parameters")) == 0 {
			out = append(out, e.parameter(m, ref, r)...)
		}
		return false
	})
	return out
}

func (e *Engine) parameter(m *module, ref ast.Ref, r *rule) []Problem {
	id, constant := ref[2].Value.(ast.String)
	if !constant {
		return nil
	}
	of := e.byID[string(id)]
	switch {
	case of == nil:
		return []Problem{m.problemOn(ref[2], fmt.Sprintf("no rule is called %q%s", string(id), didYouMean(string(id), e.ids())))}
	case r != nil && of != r:
		return []Problem{m.problemOn(ref[2], fmt.Sprintf("parameters of rule %q are not those of %q: declare them in the METADATA of this rule", string(id), r.ID))}
	case len(ref) == 3:
		return nil
	}
	name, constant := ref[3].Value.(ast.String)
	if _, declared := of.Parameters[string(name)]; declared || !constant {
		return nil
	}
	known := make([]string, 0, len(of.Parameters))
	for name := range of.Parameters {
		known = append(known, name)
	}
	slices.Sort(known)
	return []Problem{m.problemOn(ref[3], fmt.Sprintf("rule %s declares no parameter %q in its METADATA%s", of.ID, string(name), didYouMean(string(name), known)))}
}
