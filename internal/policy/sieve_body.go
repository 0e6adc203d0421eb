package policy

import (
	"fmt"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// body writes the expressions of a body as steps, each behind those that give its variables their values.
func (w *sieveWriter) body(p *room, body ast.Body) (steps []string) {
	for _, e := range body {
		w.announce(p, e)
	}
	left := slices.Clone(body)
	for len(left) > 0 {
		i, next := w.next(p, left)
		if i < 0 {
			return append(steps, w.rest(p)...)
		}
		steps = append(steps, next...)
		left = slices.Delete(left, i, i+1)
	}
	return steps
}

// rest gives all variables that have no value any value.
func (w *sieveWriter) rest(p *room) []string {
	var free []string
	for _, slot := range sortedSlots(p.slots) {
		if !w.bound[slot] {
			w.bound[slot] = true
			free = append(free, variable(slot))
		}
	}
	return []string{"(m" + spaced(free) + ")"}
}

func sortedSlots(of map[ast.Var]int) []int {
	out := make([]int, 0, len(of))
	for _, slot := range of {
		out = append(out, slot)
	}
	slices.Sort(out)
	return out
}

// announce declares the variables that a body has for itself.
func (w *sieveWriter) announce(p *room, e *ast.Expr) {
	scope := (*names)(nil).inside()
	declare(scope, e)
	for _, v := range slices.Sorted(maps.Keys(scope.vars)) {
		if !v.IsWildcard() {
			w.declare(p, v, false)
		}
	}
}

// next is the first expression that can be written, a test that costs little before all else. What costs more stays where its author put it: behind a
// list of which no element may come that far.
func (w *sieveWriter) next(p *room, left ast.Body) (int, []string) {
	for _, try := range []struct{ cheap, loose bool }{{cheap: true}, {}, {loose: true}} {
		for i, e := range left {
			if w.work++; w.work > maxWritten {
				return -1, nil
			}
			if try.cheap && !w.cheap(p, e) {
				continue
			}
			slots, bound := w.slots, slices.Clone(w.bound)
			outer := w.before
			w.before, w.stuck, w.loose = nil, false, try.loose
			steps := w.expr(p, e)
			steps = append(w.before, steps...)
			w.before = outer
			if !w.stuck {
				return i, steps
			}
			w.forget(p, slots, bound)
		}
	}
	return -1, nil
}

// forget takes back what an expression that has to wait declared and bound.
func (w *sieveWriter) forget(p *room, slots int, bound []bool) {
	w.slots, w.bound = slots, bound
	maps.DeleteFunc(p.slots, func(_ ast.Var, slot int) bool { return slot >= slots })
}

// tests holds for expressions that give no variable a value.
func tests(e *ast.Expr) bool {
	switch e.Terms.(type) {
	case *ast.Term, *ast.Every:
		return true
	case []*ast.Term:
		return e.Negated || !e.IsAssignment() && !e.IsEquality()
	}
	return false
}

// cheapCalls are the functions that cost no more than a look at their arguments.
var cheapCalls = map[string]bool{
	"equal": true, "eq": true, "neq": true, "lt": true, "lte": true, "gt": true, "gte": true, "internal.member_2": true, "count": true,
	"plus": true, "minus": true, "object.get": true, "startswith": true, "endswith": true, "contains": true,
}

// cheap holds for tests that ask no rule and put nothing together.
func (w *sieveWriter) cheap(p *room, e *ast.Expr) bool {
	if !tests(e) || len(e.With) > 0 {
		return false
	}
	out := true
	ast.NewGenericVisitor(func(x any) bool {
		switch v := x.(type) {
		case *ast.Every, *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
			out = false
		case *ast.Term:
			if ref, ok := v.Value.(ast.Ref); ok && cheapCalls[ref.String()] {
				return true
			}
		case ast.Var:
			if _, local := p.find(v); !local && !v.Equal(ast.InputRootDocument.Value) {
				out = false
			}
		}
		return !out
	}).Walk(e)
	return out
}

// expr writes one expression.
func (w *sieveWriter) expr(p *room, e *ast.Expr) []string {
	if len(e.With) > 0 {
		w.stuck = true
		return nil
	}
	if e.Negated {
		return w.denied(p, e)
	}
	switch t := e.Terms.(type) {
	case *ast.Term:
		return []string{"(t " + w.term(p, t) + ")"}
	case *ast.SomeDecl:
		return w.some(p, t)
	case *ast.Every:
		return w.every(p, t)
	case []*ast.Term:
		switch {
		case e.IsAssignment():
			return w.assign(p, t[1], t[2])
		case e.IsEquality():
			return w.unify(p, t[1], t[2])
		}
		return []string{"(t " + w.call(p, t) + ")"}
	}
	w.stuck = true
	return nil
}

func (w *sieveWriter) denied(p *room, e *ast.Expr) []string {
	outer := w.before
	w.before = nil
	var steps []string
	switch t := e.Terms.(type) {
	case *ast.Term:
		steps = []string{"(q " + w.term(p, t) + ")"}
	case *ast.Every:
		steps = w.every(p, t)
	case []*ast.Term:
		steps = []string{"(q " + w.call(p, t) + ")"}
	default:
		w.stuck = true
	}
	steps = append(w.before, steps...)
	w.before = outer
	return []string{"(n" + spaced(steps) + ")"}
}

func (w *sieveWriter) some(p *room, d *ast.SomeDecl) []string {
	call, ok := d.Symbols[0].Value.(ast.Call)
	if !ok {
		return nil
	}
	elem, from := call[len(call)-2], w.term(p, call[len(call)-1])
	key, steps := "_", []string(nil)
	if len(call) == 4 {
		var more []string
		key, more = w.target(p, call[1])
		steps = append(steps, more...)
	}
	value, more := w.target(p, elem)
	return append([]string{fmt.Sprintf("(e %s %s %s)", key, value, from)}, append(steps, more...)...)
}

// target is the slot of a variable that gets a value, or of a pattern with the steps that take it apart.
func (w *sieveWriter) target(p *room, t *ast.Term) (string, []string) {
	v, isVar := t.Value.(ast.Var)
	switch {
	case isVar && v.IsWildcard():
		return "_", nil
	case isVar:
		return variable(w.declare(p, v, true)), nil
	}
	slot := w.slot(true)
	return variable(slot), w.pattern(p, t, slot)
}

func (w *sieveWriter) every(p *room, t *ast.Every) []string {
	from := w.term(p, t.Domain)
	inside := p.inside()
	key, steps := "_", []string(nil)
	if t.Key != nil {
		key, steps = w.target(inside, t.Key)
	}
	value, more := w.target(inside, t.Value)
	steps = append(append(steps, more...), w.nested(inside, t.Body)...)
	return []string{fmt.Sprintf("(a %s %s %s%s)", key, value, from, spaced(steps))}
}

// nested writes a body inside of an expression. When it asks for a variable that has no value yet the expression waits.
func (w *sieveWriter) nested(p *room, body ast.Body) []string {
	outer, loose, stuck := w.before, w.loose, w.stuck
	w.before = nil
	waits := slices.ContainsFunc(body, func(e *ast.Expr) bool { return w.waits(p, e) })
	steps := w.body(p, body)
	w.before, w.loose, w.stuck = outer, loose, stuck || waits
	return steps
}

// waits tells whether an expression asks for a variable of an outer body that has no value.
func (w *sieveWriter) waits(p *room, e *ast.Expr) bool {
	found := false
	ast.WalkVars(e, func(v ast.Var) bool {
		for at := p.outer; at != nil; at = at.outer {
			if slot, known := at.slots[v]; known {
				_, hidden := p.slots[v]
				found = found || !hidden && !w.bound[slot]
			}
		}
		return found
	})
	return found
}

func (w *sieveWriter) assign(p *room, to, from *ast.Term) []string {
	text := w.term(p, from)
	if w.stuck {
		return nil
	}
	return w.taken(p, to, text)
}

// unify gives one side the value of the other when it is a variable without one.
func (w *sieveWriter) unify(p *room, a, b *ast.Term) []string {
	for _, side := range [][2]*ast.Term{{a, b}, {b, a}} {
		v, isVar := side[0].Value.(ast.Var)
		if slot, known := p.find(v); isVar && known && !w.bound[slot] {
			text := w.term(p, side[1])
			if w.stuck {
				return nil
			}
			w.bound[slot] = true
			return []string{fmt.Sprintf("(l %s %s)", variable(slot), text)}
		}
	}
	return []string{fmt.Sprintf(`(t (b "equal" %s %s))`, w.term(p, a), w.term(p, b))}
}
