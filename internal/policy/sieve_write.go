package policy

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

const (
	// maxWritten bounds the expressions that are looked at for one rule, for modules made to explode, and maxSieve the text of its sieve in
	// bytes. Past them nothing is known of the rule.
	maxWritten = 20_000
	maxSieve   = 64 << 10
)

// sieve writes down the conditions of a rule or function so that Go can try them, empty when nothing is known of it.
func (a *analysis) sieve(pkg, name string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	g := a.group(pkg, name)
	if g == nil {
		return ""
	}
	w := &sieveWriter{a: a}
	var out []string
	for _, d := range g.defs {
		if len(d.rule.Head.Ref()) != 1 {
			return ""
		}
		text := w.definition(d.module, d.rule, name == "violation")
		if text == "" || w.work > maxWritten {
			return ""
		}
		out = append(out, text)
	}
	text := strings.Join(out, "")
	if len(text) > maxSieve {
		return ""
	}
	return text
}

// sieveWriter writes the definitions of one rule. What it does not follow becomes a step that may hold.
type sieveWriter struct {
	a      *analysis
	module *module
	slots  int
	bound  []bool   // by slot
	before []string // steps that a term needs first
	work   int
	stuck  bool // a variable has no value yet, or something is not followed
	loose  bool // a variable without a value may take all that a reference leads to
}

// room is a body with its variables.
type room struct {
	outer *room
	slots map[ast.Var]int
}

func (p *room) find(v ast.Var) (slot int, known bool) {
	for ; p != nil; p = p.outer {
		if slot, known = p.slots[v]; known {
			return slot, true
		}
	}
	return 0, false
}

func (p *room) inside() *room { return &room{outer: p, slots: map[ast.Var]int{}} }

func (w *sieveWriter) slot(bound bool) int {
	w.slots++
	w.bound = append(w.bound, bound)
	return w.slots - 1
}

func (w *sieveWriter) declare(p *room, v ast.Var, bound bool) int {
	if slot, known := p.slots[v]; known {
		w.bound[slot] = w.bound[slot] || bound
		return slot
	}
	p.slots[v] = w.slot(bound)
	return p.slots[v]
}

func variable(slot int) string { return "$" + strconv.Itoa(slot) }

// definition writes one definition with what stands behind its else.
func (w *sieveWriter) definition(m *module, r *ast.Rule, alone bool) string {
	w.module, w.slots, w.bound = m, 0, nil
	p := (*room)(nil).inside()
	steps := w.arguments(p, r.Head.Args)
	if !r.Default {
		steps = append(steps, w.body(p, r.Body)...)
	}
	value, letter, behind := "true", "d", "_"
	switch {
	case r.Head.RuleKind() == ast.MultiValue && alone:
		value, letter = "_", "s"
	case r.Head.RuleKind() == ast.MultiValue:
		value, letter = w.value(p, r.Head.Key, &steps), "s"
	case r.Head.Value != nil:
		value = w.value(p, r.Head.Value, &steps)
	}
	if r.Default {
		letter = "D"
	}
	slots := w.slots
	if r.Else != nil {
		behind = w.definition(m, r.Else, false)
	}
	return fmt.Sprintf("(%s %d %s %s%s)", letter, slots, value, behind, spaced(steps))
}

func spaced(steps []string) string {
	var b strings.Builder
	for _, s := range steps {
		b.WriteString(" " + s)
	}
	return b.String()
}

// arguments take the first slots; what else stands in their place is compared.
func (w *sieveWriter) arguments(p *room, args ast.Args) (steps []string) {
	for range args {
		w.slot(true)
	}
	for i, arg := range args {
		v, isVar := arg.Value.(ast.Var)
		switch {
		case isVar && v.IsWildcard():
		case isVar:
			if _, taken := p.slots[v]; !taken {
				p.slots[v] = i
				continue
			}
			fallthrough
		default:
			steps = append(steps, w.pattern(p, arg, i)...)
		}
	}
	return steps
}

// pattern takes apart what a slot holds.
func (w *sieveWriter) pattern(p *room, t *ast.Term, slot int) []string {
	if list, ok := t.Value.(*ast.Array); ok {
		steps := []string{fmt.Sprintf(`(t (b "equal" (b "count" %s) %d))`, variable(slot), list.Len())}
		for i := range list.Len() {
			steps = append(steps, w.taken(p, list.Elem(i), fmt.Sprintf("(. %s %d)", variable(slot), i))...)
		}
		return steps
	}
	if v, ok := constant(t.Value); ok && v.known() {
		return []string{fmt.Sprintf(`(t (b "equal" %s %s))`, variable(slot), w.term(p, t))}
	}
	if v, ok := t.Value.(ast.Var); ok && !v.IsWildcard() {
		if _, known := p.slots[v]; known {
			return []string{fmt.Sprintf(`(t (b "equal" %s %s))`, variable(slot), w.term(p, t))}
		}
	}
	return w.unknown(p, t)
}

// taken gives a variable, or those of a pattern, what a term is worth.
func (w *sieveWriter) taken(p *room, t *ast.Term, from string) []string {
	v, isVar := t.Value.(ast.Var)
	slot := -1
	switch {
	case isVar && !v.IsWildcard():
		slot = w.declare(p, v, true)
	default:
		slot = w.slot(true)
	}
	steps := []string{fmt.Sprintf("(l %s %s)", variable(slot), from)}
	if !isVar {
		steps = append(steps, w.pattern(p, t, slot)...)
	}
	return steps
}

// unknown is a step that may hold and gives all variables of a term any value.
func (w *sieveWriter) unknown(p *room, terms ...*ast.Term) []string {
	out := "(m"
	for _, t := range terms {
		for _, v := range varsOf(t) {
			if slot, known := p.find(v); known && !w.bound[slot] {
				w.bound[slot] = true
				out += " " + variable(slot)
			}
		}
	}
	return []string{out + ")"}
}

// value is the term of a head. What it needs first comes behind the body.
func (w *sieveWriter) value(p *room, t *ast.Term, steps *[]string) string {
	outer := w.before
	w.before, w.stuck, w.loose = nil, false, true
	text := w.term(p, t)
	if w.stuck {
		text, w.before = "(?)", nil
	}
	*steps = append(*steps, w.before...)
	w.before = outer
	return text
}

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
	out := "(m"
	for _, slot := range sortedSlots(p.slots) {
		if !w.bound[slot] {
			w.bound[slot] = true
			out += " " + variable(slot)
		}
	}
	return []string{out + ")"}
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

// next is the first expression that can be written, one that only tests before one that takes values.
func (w *sieveWriter) next(p *room, left ast.Body) (int, []string) {
	for _, try := range []struct{ tests, loose bool }{{tests: true}, {}, {loose: true}} {
		for i, e := range left {
			if w.work++; w.work > maxWritten {
				return -1, nil
			}
			if try.tests && !tests(e) {
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
