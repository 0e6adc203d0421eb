package policy

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// wording turns frames into clauses.
type wording struct {
	trace   *trace
	input   ast.Value
	globals ast.Object
}

// deepest is how many helpers below a clause are shown.
const deepest = 3

func (w *wording) clause(f *frame, depth int) Clause {
	out := Clause{File: f.rule.Location.File, Line: f.rule.Location.Row, Name: f.rule.Head.Ref().String(), More: f.more}
	source := w.trace.source[placeOf(f.rule.Location)]
	if source == nil {
		return out // a library's
	}
	for _, a := range f.attempts {
		steps := w.steps(source, a, depth)
		if len(steps) > 0 || !a.failed {
			out.Attempts = append(out.Attempts, Attempt{Steps: steps, Held: !a.failed})
		}
	}
	return out
}

// steps are the conditions as written that the expressions of an attempt came from.
func (w *wording) steps(source *ast.Rule, a attempt, depth int) []Step {
	var out []Step
	var last *ast.Expr
	for i, e := range a.exprs {
		failed := a.failed && i == len(a.exprs)-1
		written := writtenAs(source, e)
		if !failed && written == nil {
			continue // part of the value itself
		}
		step := w.step(source, written, a, !failed)
		if failed && depth < deepest && !w.exempts(written, a) {
			step.Inside = w.insides(a.inside, depth+1)
		}
		if written != nil && written == last {
			out[len(out)-1] = step
			continue
		}
		out, last = append(out, step), written
	}
	return out
}

func (w *wording) step(source *ast.Rule, written *ast.Expr, a attempt, held bool) Step {
	if written == nil {
		made := source.Head.Key
		if made == nil {
			made = source.Head.Value
		}
		text := fmt.Sprintf("the value of %s cannot be made", source.Head.Ref())
		if made == nil {
			return Step{Line: source.Location.Row, Text: text}
		}
		return Step{Line: source.Location.Row, Text: text, Facts: w.facts(made, a, held)}
	}
	return Step{
		Line: written.Location.Row, Text: cut(oneLine(string(written.Location.Text)), 120), Held: held, Facts: w.facts(written, a, held),
	}
}

// writtenAs finds the condition that an expression came from: the last one that begins at or before it; nil when the expression
// stands in the head.
func writtenAs(source *ast.Rule, e *ast.Expr) *ast.Expr {
	var out *ast.Expr
	for _, b := range source.Body {
		if e.Location == nil || b.Location == nil || isTrue(b) {
			continue
		}
		before := b.Location.Row < e.Location.Row || (b.Location.Row == e.Location.Row && b.Location.Col <= e.Location.Col)
		if before && (out == nil || out.Location.Row < b.Location.Row || out.Location.Col < b.Location.Col) {
			out = b
		}
	}
	return out
}

// isTrue tells whether a condition is the true that stands for none.
func isTrue(e *ast.Expr) bool {
	t, ok := e.Terms.(*ast.Term)
	return ok && t.Value.Compare(ast.Boolean(true)) == 0
}

// exempts tells whether a condition failed because a named exemption holds: not spared[x], where spared[x] is a set of reasons. The reasons
// say more than how each of them came about for whom.
func (w *wording) exempts(written *ast.Expr, a attempt) bool {
	if written == nil || !written.Negated {
		return false
	}
	t, ok := written.Terms.(*ast.Term)
	if !ok {
		return false
	}
	ref, ok := t.Value.(ast.Ref)
	named := false
	if ok && len(ref) > 1 {
		w.ref(ref, a, func(_ string, v ast.Value) {
			set, isSet := v.(ast.Set)
			named = isSet && set.Len() > 0
		})
	}
	return named
}

// insides are the helpers that an expression asked, those inside of bodies included.
func (w *wording) insides(frames []*frame, depth int) []Clause {
	var out []Clause
	for _, f := range frames {
		if f.rule == nil {
			for _, a := range f.attempts {
				out = append(out, w.insides(a.inside, depth)...)
			}
			continue
		}
		if c := w.clause(f, depth); len(c.Attempts) > 0 {
			out = append(out, c)
		}
	}
	return out
}

// facts are what a condition looked at: references and variables, with their values.
func (w *wording) facts(node any, a attempt, held bool) []Fact {
	var out []Fact
	add := func(name string, v ast.Value) {
		if slices.ContainsFunc(out, func(f Fact) bool { return f.Name == name }) {
			return
		}
		f := Fact{Name: name}
		if v != nil {
			f.Value = shorten(v)
		}
		out = append(out, f)
	}
	some := someIn(node)
	if held && isSome(node) {
		w.declared(some, a, add)
		return out
	}
	if held {
		some = nil
	}
	w.walk(node, a, some, add)
	return out
}

// walk adds the references and variables of a condition but for those in unset, which have no value yet.
func (w *wording) walk(node any, a attempt, unset map[ast.Var]bool, add func(string, ast.Value)) {
	ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension, *ast.Every:
			return true // their variables have many values
		case ast.Ref:
			return w.ref(x, a, add)
		case ast.Var:
			if v := w.variable(x, a); v != nil && !unset[x] {
				add(string(x), v)
			}
		}
		return false
	}).Walk(node)
}

// declared adds the variables of a some declaration that held.
func (w *wording) declared(some map[ast.Var]bool, a attempt, add func(string, ast.Value)) {
	for _, name := range slices.Sorted(maps.Keys(some)) {
		if v := w.variable(name, a); v != nil {
			add(string(name), v)
		}
	}
}

// ref adds a reference into the input, a local variable or a rule of the package. The name of a called function is none of these. It
// tells whether the whole reference is dealt with.
func (w *wording) ref(ref ast.Ref, a attempt, add func(string, ast.Value)) bool {
	head, ok := ref[0].Value.(ast.Var)
	if !ok {
		return false
	}
	var value ast.Value
	if head == ast.InputRootDocument.Value.(ast.Var) {
		value = w.input
	} else if value = w.variable(head, a); value == nil {
		return true
	}
	for _, t := range ref[1:] {
		key := t.Value
		if name, isVar := key.(ast.Var); isVar {
			if key = w.variable(name, a); key == nil {
				return true // it runs over all elements
			}
		}
		if inner, isRef := key.(ast.Ref); isRef {
			w.ref(inner, a, func(_ string, v ast.Value) { key = v })
		}
		if key == nil || !ast.IsScalar(key) {
			return false // the key is worked out; what it is worked out from is shown
		}
		if value = elementOf(value, key); value == nil {
			break
		}
	}
	add(strings.ReplaceAll(ref.String(), "\n", " "), value)
	return true
}

func elementOf(v, key ast.Value) ast.Value {
	var t *ast.Term
	switch v := v.(type) {
	case ast.Object:
		t = v.Get(ast.NewTerm(key))
	case *ast.Array:
		if n, ok := key.(ast.Number); ok {
			if i, ok := n.Int(); ok && i >= 0 && i < v.Len() {
				t = v.Elem(i)
			}
		}
	case ast.Set:
		if e := ast.NewTerm(key); v.Contains(e) {
			t = e
		}
	}
	if t == nil {
		return nil
	}
	return t.Value
}

// variable is the value of a local variable, or of a rule of the package; nil when it has none.
func (w *wording) variable(name ast.Var, a attempt) ast.Value {
	if v := a.locals[name]; v != nil && ast.IsConstant(v) {
		return v
	}
	if t := w.globals.Get(ast.StringTerm(string(name))); t != nil && !strings.HasPrefix(string(name), "violation") {
		return t.Value
	}
	return nil
}

// isSome tells whether a condition runs through a collection: what it took from it says more than the collection.
func isSome(node any) bool {
	expr, ok := node.(*ast.Expr)
	if !ok {
		return false
	}
	_, ok = expr.Terms.(*ast.SomeDecl)
	return ok
}

// someIn are the variables that a condition itself declares.
func someIn(node any) map[ast.Var]bool {
	out := map[ast.Var]bool{}
	expr, ok := node.(*ast.Expr)
	if !ok {
		return out
	}
	if expr.IsAssignment() {
		if v, ok := expr.Operand(0).Value.(ast.Var); ok {
			out[v] = true
		}
	}
	if decl, ok := expr.Terms.(*ast.SomeDecl); ok {
		for _, s := range decl.Symbols {
			ast.WalkVars(s, func(v ast.Var) bool { out[v] = true; return false })
		}
	}
	return out
}
