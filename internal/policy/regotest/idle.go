package regotest

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// markIdle finds the tests that passed without asserting anything.
func markIdle(c *ast.Compiler, results []Result) {
	rules := map[string]map[int]*ast.Rule{}
	for name, m := range c.Modules {
		rules[name] = map[int]*ast.Rule{}
		for _, r := range m.Rules {
			rules[name][r.Loc().Row] = r
		}
	}
	for i, r := range results {
		if rule := rules[r.File][r.Line]; r.Pass && rule != nil && idle(c, rule) {
			results[i].Idle = true
		}
	}
}

// idle tells whether a test cannot fail because of a rule: it reaches none, or every expression that does is a set's bare name.
// A set is always defined, even when empty.
func idle(c *ast.Compiler, test *ast.Rule) bool {
	return !reaches(c, test, map[*ast.Rule]bool{}) || vain(c, test.Body)
}

// reaches tells whether a rule depends on one outside the files of tests.
func reaches(c *ast.Compiler, r *ast.Rule, seen map[*ast.Rule]bool) bool {
	seen[r] = true
	for dep := range c.Graph.Dependencies(r) {
		rule, ok := dep.(*ast.Rule)
		if !ok || seen[rule] {
			continue
		}
		if !strings.HasSuffix(rule.Loc().File, "_test.rego") || reaches(c, rule, seen) {
			return true
		}
	}
	return false
}

func vain(c *ast.Compiler, body ast.Body) bool {
	for _, e := range body {
		if !always(c, e) {
			return false
		}
	}
	return true
}

// always tells whether an expression holds whatever the rules say: true, a set by its name, or a variable that takes it.
func always(c *ast.Compiler, e *ast.Expr) bool {
	if e.Negated {
		return false
	}
	t, ok := e.Terms.(*ast.Term)
	if !ok {
		if !e.IsEquality() && !e.IsAssignment() {
			return strings.HasPrefix(e.Operator().String(), "internal.") // what the compiler adds, as for print
		}
		if _, fresh := e.Operand(0).Value.(ast.Var); !fresh {
			return false
		}
		t = e.Operand(1)
	}
	switch v := t.Value.(type) {
	case ast.Boolean:
		return bool(v)
	case ast.Ref:
		return isWholeSet(c, v) || isFixture(v)
	}
	return false
}

func isWholeSet(c *ast.Compiler, ref ast.Ref) bool {
	rules := c.GetRulesExact(ref)
	return len(rules) > 0 && isSet(rules[0])
}

// isFixture tells whether a reference leads to a fixture, the input of a test.
func isFixture(ref ast.Ref) bool {
	return ref.HasPrefix(ast.MustParseRef("data.fixtures"))
}

func isSet(r *ast.Rule) bool { return r.Head.RuleKind() == ast.MultiValue }
