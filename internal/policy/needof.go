package policy

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

const (
	maxDepth = 6    // helpers that call helpers are followed that far
	maxSteps = 2000 // rules looked at in all, for modules made to explode
)

// deriver derives the need of a module's violation. It reads only what stands in a body outside negation, comprehensions, every and
// with, because only there an undefined reference makes the body fail.
type deriver struct {
	rules map[ast.Var][]*ast.Rule
	steps int
}

// needOf is what the input must hold for the module's violation to have an element; nil when nothing can be said.
func needOf(m *ast.Module) *Need {
	d := &deriver{rules: map[ast.Var][]*ast.Rule{}}
	for _, r := range m.Rules {
		if name, ok := headName(r); ok {
			d.rules[name] = append(d.rules[name], r)
		}
	}
	need := d.helper("violation", nil, 0)
	if d.steps > maxSteps {
		return nil
	}
	return need
}

func headName(r *ast.Rule) (ast.Var, bool) {
	ref := r.Head.Ref()
	if len(ref) == 0 {
		return "", false
	}
	name, ok := ref[0].Value.(ast.Var)
	return name, ok
}

// helper is the need of one definition of a rule or function to hold. args are the paths of the arguments, nil where unknown.
func (d *deriver) helper(name ast.Var, args [][]string, depth int) *Need {
	if depth > maxDepth {
		return nil
	}
	var ways []*Need
	for _, r := range d.rules[name] {
		for ; r != nil; r = r.Else {
			d.steps++
			if r.Default || d.steps > maxSteps {
				return nil
			}
			ways = append(ways, d.definition(r, args, depth))
		}
	}
	return some(ways)
}

func (d *deriver) definition(r *ast.Rule, args [][]string, depth int) *Need {
	s := newScope(d, r, args, depth)
	for _, expr := range r.Body {
		s.expr(expr)
	}
	for _, t := range []*ast.Term{r.Head.Key, r.Head.Value} {
		if t != nil {
			s.defined(t)
		}
	}
	return every(s.needs)
}

// scope is one body with the paths of its variables.
type scope struct {
	d     *deriver
	depth int
	local map[ast.Var]bool     // declared here, so no helper of that name is meant
	paths map[ast.Var][]string // what is known of some variables
	needs []*Need
}

func newScope(d *deriver, r *ast.Rule, args [][]string, depth int) *scope {
	s := &scope{d: d, depth: depth, local: map[ast.Var]bool{}, paths: map[ast.Var][]string{}}
	for i, arg := range r.Head.Args {
		for _, v := range varsOf(arg) {
			s.local[v] = true
		}
		if v, ok := arg.Value.(ast.Var); ok && i < len(args) && args[i] != nil {
			s.paths[v] = args[i]
		}
	}
	s.declare(r.Body)
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
	var out []string
	switch path := s.paths[head]; {
	case path != nil:
		out = slices.Clone(path)
	case head.Equal(ast.InputRootDocument.Value) && !s.local[head]:
		if len(ref) < 2 || !constantOther(ref[1]) {
			return nil // the whole input, or the manifest, which costs more to look through than a rule to ask
		}
		out = []string{}
	default:
		return nil
	}
	for _, t := range ref[1:] {
		key, ok := t.Value.(ast.String)
		if !ok {
			key = "*"
		}
		out = append(out, string(key))
	}
	return out
}

// constantOther holds for a constant key of the input other than the manifest's.
func constantOther(t *ast.Term) bool {
	s, constant := t.Value.(ast.String)
	return constant && s != "object"
}

func (s *scope) need(test Test, path []string, text string) {
	if len(path) > 0 {
		s.needs = append(s.needs, &Need{Test: test, Path: path, Text: text})
	}
}

// expr adds what an expression needs to hold.
func (s *scope) expr(e *ast.Expr) {
	if e.Negated || len(e.With) > 0 {
		return
	}
	switch terms := e.Terms.(type) {
	case *ast.Term:
		if path := s.path(terms); path != nil {
			s.need(Holds, path, "")
		}
		s.defined(terms)
	case *ast.SomeDecl:
		s.some(terms)
	case []*ast.Term:
		s.call(terms)
	}
}

func (s *scope) some(decl *ast.SomeDecl) {
	call, isCall := decl.Symbols[0].Value.(ast.Call)
	if !isCall {
		return
	}
	list := call[len(call)-1]
	if path := s.path(list); path != nil {
		s.need(Exists, append(slices.Clone(path), "*"), "")
	}
	if name, ok := s.helperName(list); ok {
		s.needs = append(s.needs, s.d.helper(name, nil, s.depth+1))
	}
	s.defined(list)
}

func (s *scope) call(terms []*ast.Term) {
	if name := terms[0].String(); len(terms) == 3 {
		switch name {
		case ast.Equality.Name, ast.Equal.Name:
			s.equal(terms[1], terms[2])
			s.equal(terms[2], terms[1])
		case ast.Member.Name:
			s.member(terms[1], terms[2])
		}
	}
	s.definedCall(terms)
}

// equal adds that a text or boolean lies at the path of the other side.
func (s *scope) equal(side, constant *ast.Term) {
	path := s.path(side)
	if path == nil {
		return
	}
	switch v := constant.Value.(type) {
	case ast.String:
		s.need(Equals, path, string(v))
	case ast.Boolean:
		if bool(v) {
			s.need(Holds, path, "")
		} else {
			s.need(Denied, path, "")
		}
	}
}

// member adds that one of the texts of a literal set or list lies at the path.
func (s *scope) member(elem, list *ast.Term) {
	path := s.path(elem)
	texts, ok := literals(list)
	if len(path) == 0 || !ok {
		return
	}
	ways := make([]*Need, 0, len(texts))
	for _, text := range texts {
		ways = append(ways, &Need{Test: Equals, Path: path, Text: text})
	}
	s.needs = append(s.needs, some(ways))
}

func literals(t *ast.Term) ([]string, bool) {
	var terms []*ast.Term
	switch v := t.Value.(type) {
	case ast.Set:
		terms = v.Slice()
	case *ast.Array:
		for i := range v.Len() {
			terms = append(terms, v.Elem(i))
		}
	}
	out := make([]string, 0, len(terms))
	for _, t := range terms {
		text, ok := t.Value.(ast.String)
		if !ok {
			return nil, false
		}
		out = append(out, string(text))
	}
	return out, len(out) > 0
}

// defined adds what a term needs to have a value. Comprehensions and template strings always have one.
func (s *scope) defined(t *ast.Term) {
	switch v := t.Value.(type) {
	case ast.Var:
		s.definedRule(v, 1)
	case ast.Ref:
		s.definedRef(v)
	case ast.Call:
		s.definedCall(v)
	case *ast.Array:
		v.Foreach(s.defined)
	case ast.Set:
		v.Foreach(s.defined)
	case ast.Object:
		v.Foreach(func(key, value *ast.Term) {
			s.defined(key)
			s.defined(value)
		})
	}
}

func (s *scope) definedRef(ref ast.Ref) {
	if path := s.refPath(ref); path != nil {
		s.need(Exists, path, "")
	}
	if head, ok := ref[0].Value.(ast.Var); ok {
		s.definedRule(head, len(ref))
	} else {
		s.defined(ref[0])
	}
	for _, t := range ref[1:] {
		if _, isVar := t.Value.(ast.Var); !isVar {
			s.defined(t)
		}
	}
}

// definedRule follows a helper rule. A set or object of which no element is asked for is always defined.
func (s *scope) definedRule(name ast.Var, length int) {
	rules := s.d.rules[name]
	if s.local[name] || len(rules) == 0 || isFunction(rules) || (length == 1 && slices.ContainsFunc(rules, isPartial)) {
		return
	}
	s.needs = append(s.needs, s.d.helper(name, nil, s.depth+1))
}

func isFunction(rules []*ast.Rule) bool {
	return len(rules[0].Head.Args) > 0
}

func isPartial(r *ast.Rule) bool {
	return r.Head.RuleKind() == ast.MultiValue || len(r.Head.Ref()) > 1
}

// helperName is the name of the helper that a term stands for.
func (s *scope) helperName(t *ast.Term) (ast.Var, bool) {
	name, ok := t.Value.(ast.Var)
	if ref, isRef := t.Value.(ast.Ref); isRef && len(ref) == 1 {
		name, ok = ref[0].Value.(ast.Var)
	}
	return name, ok && !s.local[name] && len(s.d.rules[name]) > 0
}

// definedCall adds what a call needs: each argument, and one definition of a helper function.
func (s *scope) definedCall(terms []*ast.Term) {
	operator := terms[0].String()
	if operator == ast.Print.Name || strings.HasPrefix(operator, "internal.print") {
		return // prints <undefined> and goes on
	}
	args := make([][]string, 0, len(terms)-1)
	assignment := operator == ast.Assign.Name
	for i, t := range terms[1:] {
		args = append(args, s.path(t))
		if !assignment || i > 0 {
			s.defined(t)
		}
	}
	if name, ok := s.helperName(terms[0]); ok && isFunction(s.d.rules[name]) {
		s.needs = append(s.needs, s.d.helper(name, args, s.depth+1))
	}
}
