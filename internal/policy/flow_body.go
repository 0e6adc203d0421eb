package policy

import "github.com/open-policy-agent/opa/v1/ast"

// body follows a body, in whatever order its expressions stand: first its variables are bound, in as many rounds as they depend on each
// other, then everything is read.
func (f *flow) body(scope *names, body ast.Body) {
	for _, e := range body {
		declare(scope, e)
	}
	f.quiet++
	for progress := true; progress && f.a.steps <= maxFlowSteps; {
		progress = false
		for _, e := range body {
			progress = f.bind(scope, e) || progress
		}
	}
	f.quiet--
	if f.a.marking && f.quiet == 0 {
		scope.makeSure(body)
	}
	for _, e := range body {
		f.expr(scope, e)
	}
}

// declare names the variables that a body has for itself.
func declare(scope *names, e *ast.Expr) {
	var terms []*ast.Term
	switch t := e.Terms.(type) {
	case *ast.SomeDecl:
		terms = t.Symbols
		if call, ok := t.Symbols[0].Value.(ast.Call); ok {
			terms = call[1 : len(call)-1]
		}
	case []*ast.Term:
		if e.IsAssignment() {
			terms = t[1:2]
		}
	}
	for _, t := range terms {
		for _, v := range varsOf(t) {
			scope.vars[v] = nil
		}
	}
}

// bind gives variables their values where an expression does so, and tells whether it did.
func (f *flow) bind(scope *names, e *ast.Expr) bool {
	f.a.steps++
	switch t := e.Terms.(type) {
	case *ast.SomeDecl:
		if elem, list, ok := iteration(t); ok {
			return f.bindTo(scope, e, elem, func() value { return f.at(f.term(scope, list), "*") })
		}
	case []*ast.Term:
		if len(t) != 3 || e.Negated || !e.IsAssignment() && !e.IsEquality() {
			return false
		}
		return f.bindTo(scope, e, t[1], func() value { return f.term(scope, t[2]) }) ||
			!e.IsAssignment() && f.bindTo(scope, e, t[2], func() value { return f.term(scope, t[1]) })
	}
	return false
}

// iteration takes some x in xs and some k, x in xs apart; the key of an entry is a constant.
func iteration(d *ast.SomeDecl) (elem, list *ast.Term, ok bool) {
	call, ok := d.Symbols[0].Value.(ast.Call)
	if !ok {
		return nil, nil, false
	}
	return call[len(call)-2], call[len(call)-1], true
}

// bindTo binds a variable that has no value yet, unless the value depends on another one of that kind.
func (f *flow) bindTo(scope *names, e *ast.Expr, t *ast.Term, from func() value) bool {
	v, ok := t.Value.(ast.Var)
	if !ok {
		return false
	}
	b, declared := scope.find(v)
	if b != nil || !declared && f.isGlobal(v) {
		return false
	}
	before := f.early
	f.early = false
	given := from()
	waits := f.early
	if f.early = before; waits {
		return false
	}
	scope.bind(v, &bound{value: given, by: e})
	return true
}

// bind gives the variable its value where it is declared, else here.
func (n *names) bind(v ast.Var, b *bound) {
	for at := n; at != nil; at = at.outer {
		if _, declared := at.vars[v]; declared {
			at.vars[v] = b
			return
		}
	}
	n.vars[v] = b
}

// isGlobal holds for names that are no variables: input, data, rules of the package and imports.
func (f *flow) isGlobal(v ast.Var) bool {
	t := f.a.find(f.module, ast.Ref{ast.NewTerm(v)})
	return t.input || t.lost || t.group != nil
}

// expr reads what an expression looks at.
func (f *flow) expr(scope *names, e *ast.Expr) {
	f.with(scope, e)
	f.examine(scope, e)
	if outer := f.negated; e.Negated || isZeroCount(e) {
		f.negated = e
		defer func() { f.negated = outer }()
	}
	switch t := e.Terms.(type) {
	case *ast.Term:
		f.holds(scope, t, f.negated == e)
	case *ast.SomeDecl:
		f.some(scope, e, t)
	case *ast.Every:
		f.every(scope, t)
	case []*ast.Term:
		if len(t) == 3 && (e.IsAssignment() || e.IsEquality()) {
			f.unify(scope, e, t[1], t[2])
			return
		}
		f.there(f.call(scope, t))
	default:
		f.everything()
	}
}

// isZeroCount holds for count(xs) == 0, which denies as not does.
func isZeroCount(e *ast.Expr) bool {
	terms, ok := e.Terms.([]*ast.Term)
	if !ok || len(terms) != 3 || terms[0].String() != ast.Equal.Name {
		return false
	}
	call, isCall := terms[1].Value.(ast.Call)
	zero, isNumber := terms[2].Value.(ast.Number)
	return isCall && isNumber && zero == "0" && call[0].String() == ast.Count.Name
}

// holds asks whether a term is there; denied, any element of a list would do.
func (f *flow) holds(scope *names, t *ast.Term, denied bool) {
	v := f.term(scope, t)
	f.there(v)
	if denied {
		f.ranging(v)
	}
}

// with reads what stands in the place of something else.
func (f *flow) with(scope *names, e *ast.Expr) {
	for _, w := range e.With {
		f.whole(f.term(scope, w.Value))
		if target, ok := w.Target.Value.(ast.Ref); !ok || !target.HasPrefix(ast.InputRootRef) {
			f.everything() // something else is asked than what is written
		}
	}
}

func (f *flow) some(scope *names, e *ast.Expr, d *ast.SomeDecl) {
	elem, list, ok := iteration(d)
	if !ok {
		return
	}
	all := f.term(scope, list)
	f.ranging(all)
	entry := f.at(all, "*")
	if f.gives(scope, e, elem) {
		f.there(entry)
		return
	}
	f.compare(entry, elem, list)
	f.whole(entry)
	f.whole(f.term(scope, elem))
}

// gives tells whether the expression is the one that binds the variable.
func (f *flow) gives(scope *names, e *ast.Expr, t *ast.Term) bool {
	v, ok := t.Value.(ast.Var)
	if !ok {
		return false
	}
	b, _ := scope.find(v)
	return b != nil && b.by == e
}

func (f *flow) every(scope *names, t *ast.Every) {
	all := f.term(scope, t.Domain)
	f.ranging(all)
	entry := f.at(all, "*")
	f.there(entry)
	inside := scope.inside()
	if t.Key != nil {
		for _, v := range varsOf(t.Key) {
			inside.vars[v] = &bound{}
		}
	}
	if v, ok := t.Value.Value.(ast.Var); ok {
		inside.vars[v] = &bound{value: entry}
	} else {
		f.everything()
	}
	f.body(inside, t.Body)
}

// unify reads both sides, unless one is a variable that gets its value from the other here.
func (f *flow) unify(scope *names, e *ast.Expr, left, right *ast.Term) {
	switch {
	case f.gives(scope, e, left):
		f.there(f.term(scope, right))
	case f.gives(scope, e, right):
		f.there(f.term(scope, left))
	default:
		sides := []value{f.term(scope, left), f.term(scope, right)}
		f.comparison(ast.Equality.Name, []*ast.Term{left, right}, sides)
		f.whole(sides[0])
		f.whole(sides[1])
	}
}
