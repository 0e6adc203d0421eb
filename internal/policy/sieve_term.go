package policy

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// sieveBuiltins are the functions of OPA that a sieve calls, with how many arguments they take.
var sieveBuiltins = map[string]int{
	"equal": 2, "eq": 2, "neq": 2, "lt": 2, "lte": 2, "gt": 2, "gte": 2, "internal.member_2": 2, "count": 1, "plus": 2, "minus": 2, "or": 2,
	"array.concat": 2, "array.slice": 3, "numbers.range": 2, "object.get": 3, "sort": 1, "sprintf": 2, "regex.match": 2,
	"concat": 2, "regex.replace": 3, "lower": 1, "startswith": 2, "endswith": 2, "contains": 2, "trim_suffix": 2, "trim_prefix": 2, "split": 2,
}

// term writes a term. It is stuck where a variable has no value.
func (w *sieveWriter) term(p *room, t *ast.Term) string {
	if w.work++; w.work > maxWritten {
		return "(?)"
	}
	switch v := t.Value.(type) {
	case ast.Null, ast.Boolean:
		return v.String()
	case ast.String:
		return strconv.Quote(string(v))
	case ast.Number:
		if n, ok := constant(v); ok {
			return strconv.Itoa(n.n)
		}
		return "(?)"
	case ast.Var:
		return w.ref(p, ast.Ref{t})
	case ast.Ref:
		return w.ref(p, v)
	case ast.Call:
		return w.call(p, v)
	case *ast.TemplateString:
		return "(x)"
	}
	return w.made(p, t)
}

// made writes what is put together: lists, sets, objects and comprehensions.
func (w *sieveWriter) made(p *room, t *ast.Term) string {
	var b strings.Builder
	add := func(e *ast.Term) { b.WriteString(" " + w.term(p, e)) }
	switch v := t.Value.(type) {
	case *ast.Array:
		v.Foreach(add)
		return "([" + b.String() + ")"
	case ast.Set:
		v.Foreach(add)
		return "({" + b.String() + ")"
	case ast.Object:
		v.Foreach(func(key, value *ast.Term) { add(key); add(value) })
		return "(o" + b.String() + ")"
	case *ast.ArrayComprehension:
		return w.comprehension(p, "L", v.Body, v.Term)
	case *ast.SetComprehension:
		return w.comprehension(p, "S", v.Body, v.Term)
	case *ast.ObjectComprehension:
		return w.comprehension(p, "O", v.Body, v.Key, v.Value)
	}
	return "(?)"
}

// comprehension writes the terms that each way through a body gives.
func (w *sieveWriter) comprehension(p *room, letter string, body ast.Body, of ...*ast.Term) string {
	inside := p.inside()
	steps := w.nested(inside, body)
	if w.stuck {
		return ""
	}
	loose := w.loose
	given := make([]string, 0, len(of))
	for _, t := range of {
		given = append(given, w.value(inside, t, &steps))
	}
	w.stuck, w.loose = false, loose
	return "(" + letter + spaced(given) + spaced(steps) + ")"
}

// ref writes a reference. Where it takes any entry, a step before goes through all of them.
func (w *sieveWriter) ref(p *room, ref ast.Ref) string {
	base, rest := w.head(p, ref)
	var keys strings.Builder
	whole := func() string {
		if keys.Len() == 0 {
			return base
		}
		return "(. " + base + keys.String() + ")"
	}
	for _, t := range rest {
		key, takesAny := w.key(p, t)
		if !takesAny {
			keys.WriteString(" " + w.term(p, t))
			continue
		}
		elem := variable(w.slot(true))
		w.before = append(w.before, fmt.Sprintf("(e %s %s %s)", key, elem, whole()))
		base = elem
		keys.Reset()
	}
	return whole()
}

// key is where the key of any entry is kept, when a reference takes any.
func (w *sieveWriter) key(p *room, t *ast.Term) (key string, takesAny bool) {
	v, isVar := t.Value.(ast.Var)
	if !isVar {
		return "", false
	}
	if v.IsWildcard() {
		return "_", true
	}
	slot, known := p.find(v)
	switch {
	case known && w.bound[slot], !w.loose, !known && (p.outer != nil || w.isGlobal(v)):
		return "", false
	case !known:
		slot = w.declare(p, v, false)
	}
	w.bound[slot] = true
	return variable(slot), true
}

func (w *sieveWriter) isGlobal(v ast.Var) bool {
	t := w.a.find(w.module, ast.Ref{ast.NewTerm(v)})
	return t.input || t.lost || t.group != nil
}

// head is what a reference starts from.
func (w *sieveWriter) head(p *room, ref ast.Ref) (string, ast.Ref) {
	v, isVar := ref[0].Value.(ast.Var)
	if !isVar {
		return w.term(p, ref[0]), ref[1:]
	}
	if slot, known := p.find(v); known {
		w.stuck = w.stuck || !w.bound[slot]
		return variable(slot), ref[1:]
	}
	switch t := w.a.find(w.module, ref); {
	case t.input:
		return "(i)", t.rest
	case t.lost, t.group != nil && t.group.isFunction():
		return "(?)", nil
	case t.group != nil:
		return fmt.Sprintf("(r %q)", t.group.pkg+"."+t.group.name), t.rest
	}
	w.stuck = true
	return "(?)", nil
}

// call writes a call of a rule or of a function of OPA.
func (w *sieveWriter) call(p *room, terms []*ast.Term) string {
	var args strings.Builder
	for _, t := range terms[1:] {
		args.WriteString(" " + w.term(p, t))
	}
	if g := w.function(terms[0]); g != nil {
		if len(g.defs[0].rule.Head.Args) != len(terms)-1 {
			return "(?)"
		}
		return fmt.Sprintf("(f %q%s)", g.pkg+"."+g.name, args.String())
	}
	name := terms[0].String()
	if takes, known := sieveOthers[name]; known && takes == len(terms)-1 {
		return fmt.Sprintf("(B %q%s)", name, args.String())
	}
	if takes, known := sieveBuiltins[name]; !known || takes != len(terms)-1 {
		return "(?)"
	}
	switch name {
	case "internal.member_2":
		name = "in"
	case "eq":
		name = "equal"
	}
	return fmt.Sprintf("(b %q%s)", name, args.String())
}

// function is the function of a module that is called, nil when it is OPA's.
func (w *sieveWriter) function(t *ast.Term) *group {
	ref, ok := t.Value.(ast.Ref)
	if v, isVar := t.Value.(ast.Var); isVar {
		ref, ok = ast.Ref{ast.NewTerm(v)}, true
	}
	if !ok {
		return nil
	}
	found := w.a.find(w.module, ref)
	if found.group == nil || len(found.rest) > 0 || !found.group.isFunction() {
		return nil
	}
	return found.group
}
