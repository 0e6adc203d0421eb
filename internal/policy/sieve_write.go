package policy

import (
	"fmt"
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
		text := ""
		switch len(d.rule.Head.Ref()) {
		case 1:
			text = w.definition(d.module, d.rule)
		case 2:
			text = w.entry(d.module, d.rule)
		}
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
func (w *sieveWriter) definition(m *module, r *ast.Rule) string {
	w.module, w.slots, w.bound = m, 0, nil
	p := (*room)(nil).inside()
	steps := w.arguments(p, r.Head.Args)
	if !r.Default {
		steps = append(steps, w.body(p, r.Body)...)
	}
	value, letter, behind := "true", "d", "_"
	switch {
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
		behind = w.definition(m, r.Else)
	}
	return fmt.Sprintf("(%s %d %s %s%s)", letter, slots, value, behind, spaced(steps))
}

// entry writes one definition of a rule that is an object: of values, or of sets.
func (w *sieveWriter) entry(m *module, r *ast.Rule) string {
	if r.Else != nil || r.Default || len(r.Head.Args) > 0 {
		return ""
	}
	w.module, w.slots, w.bound = m, 0, nil
	p := (*room)(nil).inside()
	steps := w.body(p, r.Body)
	key, value, letter := w.value(p, r.Head.Ref()[1], &steps), "true", "k"
	switch {
	case r.Head.RuleKind() == ast.MultiValue:
		value, letter = w.value(p, r.Head.Key, &steps), "K"
	case r.Head.Value != nil:
		value = w.value(p, r.Head.Value, &steps)
	}
	return fmt.Sprintf("(%s %d %s %s%s)", letter, w.slots, key, value, spaced(steps))
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
	var slot int
	if isVar && !v.IsWildcard() {
		slot = w.declare(p, v, true)
	} else {
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
	var free []string
	for _, t := range terms {
		for _, v := range varsOf(t) {
			if slot, known := p.find(v); known && !w.bound[slot] {
				w.bound[slot] = true
				free = append(free, variable(slot))
			}
		}
	}
	return []string{"(m" + spaced(free) + ")"}
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
