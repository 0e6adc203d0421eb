package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

const (
	maxDepth = 6    // helpers that call helpers are followed that far
	maxSteps = 2000 // rules looked at in all, for modules made to explode
)

// deriver derives the need of a module's violation. It reads only what stands in a body outside negation, comprehensions, every and
// with, because only there an undefined reference makes the body fail.
type deriver struct {
	a     *analysis
	steps int
}

// needOf is what the input must hold for the violation of a package to have an element; nil when nothing can be said.
func (a *analysis) needOf(pkg string) *Need {
	d := &deriver{a: a}
	need := d.helper(a.group(pkg, "violation"), nil, 0)
	if d.steps > maxSteps {
		return nil
	}
	return need
}

// helper is the need of one definition of a rule or function to hold. args are the paths of the arguments, nil where unknown.
func (d *deriver) helper(g *group, args [][]string, depth int) *Need {
	if g == nil || depth > maxDepth {
		return nil
	}
	var ways []*Need
	for _, def := range g.defs {
		for r := def.rule; r != nil; r = r.Else {
			d.steps++
			if r.Default || d.steps > maxSteps {
				return nil
			}
			ways = append(ways, d.definition(definition{r, def.module}, args, depth))
		}
	}
	return some(ways)
}

func (d *deriver) definition(def definition, args [][]string, depth int) *Need {
	s := newScope(d, def, args, depth)
	for _, expr := range def.rule.Body {
		s.expr(expr)
	}
	for _, t := range []*ast.Term{def.rule.Head.Key, def.rule.Head.Value} {
		if t != nil {
			s.defined(t)
		}
	}
	return every(s.needs)
}

// scope is one body with the paths of its variables.
type scope struct {
	d      *deriver
	module *module
	depth  int
	local  map[ast.Var]bool     // declared here, so no helper of that name is meant
	paths  map[ast.Var][]string // what is known of some variables
	needs  []*Need
}

func newScope(d *deriver, def definition, args [][]string, depth int) *scope {
	s := &scope{d: d, module: def.module, depth: depth, local: map[ast.Var]bool{}, paths: map[ast.Var][]string{}}
	for i, arg := range def.rule.Head.Args {
		for _, v := range varsOf(arg) {
			s.local[v] = true
		}
		if v, ok := arg.Value.(ast.Var); ok && i < len(args) && args[i] != nil {
			s.paths[v] = args[i]
		}
	}
	s.declare(def.rule.Body)
	return s
}

func varsOf(t *ast.Term) []ast.Var {
	var out []ast.Var
	ast.WalkVars(t, func(v ast.Var) bool {
		out = append(out, v)
		return false
	})
	return out
}

// declare finds the variables of a body and, in as many rounds as they depend on each other, their paths.
func (s *scope) declare(body ast.Body) {
	for {
		before := len(s.paths)
		for _, e := range body {
			s.bind(e)
		}
		if len(s.paths) == before {
			return
		}
	}
}

func (s *scope) bind(e *ast.Expr) {
	switch terms := e.Terms.(type) {
	case *ast.SomeDecl:
		s.bindSome(e, terms)
	case []*ast.Term:
		if len(terms) != 3 || e.Negated {
			return
		}
		if e.IsAssignment() {
			for _, v := range varsOf(terms[1]) {
				s.local[v] = true
			}
		}
		if (e.IsAssignment() || e.IsEquality()) && len(e.With) == 0 {
			s.bindVar(terms[1], terms[2])
		}
	}
}

func (s *scope) bindSome(e *ast.Expr, decl *ast.SomeDecl) {
	call, isCall := decl.Symbols[0].Value.(ast.Call)
	if !isCall {
		for _, symbol := range decl.Symbols {
			for _, v := range varsOf(symbol) {
				s.local[v] = true
			}
		}
		return
	}
	for _, t := range call[1 : len(call)-1] {
		for _, v := range varsOf(t) {
			s.local[v] = true
		}
	}
	if path := s.path(call[len(call)-1]); path != nil && len(e.With) == 0 {
		s.set(call[len(call)-2], append(slices.Clone(path), "*"))
	}
}

func (s *scope) bindVar(left, right *ast.Term) {
	if path := s.path(right); path != nil {
		s.set(left, path)
	}
}

func (s *scope) set(t *ast.Term, path []string) {
	v, ok := t.Value.(ast.Var)
	if _, known := s.paths[v]; ok && !known && s.local[v] {
		s.paths[v] = path
	}
}

// path is where a term's value lies in the input; nil when that is unknown.
func (s *scope) path(t *ast.Term) []string {
	switch v := t.Value.(type) {
	case ast.Var:
		return s.paths[v]
	case ast.Ref:
		return s.refPath(v)
	}
	return nil
}

func (s *scope) refPath(ref ast.Ref) []string {
	head, ok := ref[0].Value.(ast.Var)
	if !ok {
		return nil
	}
	out, rest := slices.Clone(s.paths[head]), ref[1:]
	if out == nil {
		t := s.find(ref)
		if !t.input || len(t.rest) == 0 || !constantOther(t.rest[0]) {
			return nil // a helper, the whole input, or the manifest, which costs more to look through than a rule to ask
		}
		out, rest = []string{}, t.rest
	}
	for _, t := range rest {
		key, ok := t.Value.(ast.String)
		if !ok {
			key = "*"
		}
		out = append(out, string(key))
	}
	return out
}

// find follows a reference unless its head is a local variable.
func (s *scope) find(ref ast.Ref) target {
	if head, ok := ref[0].Value.(ast.Var); !ok || s.local[head] {
		return target{}
	}
	return s.d.a.find(s.module, ref)
}

// constantOther holds for a constant key of the input other than the manifest's.
func constantOther(t *ast.Term) bool {
	s, constant := t.Value.(ast.String)
	return constant && s != "object"
}
