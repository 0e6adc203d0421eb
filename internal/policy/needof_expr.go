package policy

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

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
	if g := s.helperOf(list); g != nil {
		s.needs = append(s.needs, s.d.helper(g, nil, s.depth+1))
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
		s.definedRule(ast.Ref{t})
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
	if _, ok := ref[0].Value.(ast.Var); ok {
		s.definedRule(ref)
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
func (s *scope) definedRule(ref ast.Ref) {
	t := s.find(ref)
	if t.group == nil || t.group.isFunction() || len(t.rest) == 0 && slices.ContainsFunc(t.group.defs, isPartial) {
		return
	}
	s.needs = append(s.needs, s.d.helper(t.group, nil, s.depth+1))
}

func isPartial(d definition) bool {
	return d.rule.Head.RuleKind() == ast.MultiValue || len(d.rule.Head.Ref()) > 1
}

// helperOf is the rule or function that a term stands for as a whole, of this module or of one that it imports; nil when it is none.
func (s *scope) helperOf(t *ast.Term) *group {
	ref, isRef := t.Value.(ast.Ref)
	if _, isVar := t.Value.(ast.Var); isVar {
		ref, isRef = ast.Ref{t}, true
	}
	if !isRef {
		return nil
	}
	if found := s.find(ref); len(found.rest) == 0 {
		return found.group
	}
	return nil
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
	if g := s.helperOf(terms[0]); g != nil && g.isFunction() {
		s.needs = append(s.needs, s.d.helper(g, args, s.depth+1))
	}
}
