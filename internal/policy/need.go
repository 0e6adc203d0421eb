package policy

import (
	"reflect"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Test is what a [Need] asks.
type Test uint8

// The tests of a need.
const (
	Exists Test = iota // some value lies at the path
	Holds              // some value other than false lies there
	Denied             // false lies there
	Equals             // the text lies there
	Every              // all parts hold
	Some               // one part holds
)

// Need is a condition on an input without which a rule cannot fire. It is derived from the rule and is weaker than the rule: parts
// of it may hold for different elements of a list. A nil need always holds.
type Need struct {
	Test  Test
	Path  []string // of the input; "*" stands for some element of a list, an object or a set
	Text  string   // of Equals
	Parts []Need   // of Every and Some

	slot int // of a leaf in a memo, from 1; equal leaves share one
}

// memo keeps the answers of leaves by slot, since rules ask alike: 0 not asked yet, 1 no, 2 yes.
type memo []uint8

// number gives the leaves of the rules their slots and returns how many there are.
func number(rules []*rule) int {
	slots := map[string]int{}
	for _, r := range rules {
		r.need.number(slots)
	}
	return len(slots)
}

func (n *Need) number(slots map[string]int) {
	if n == nil {
		return
	}
	if n.Test == Every || n.Test == Some {
		for i := range n.Parts {
			n.Parts[i].number(slots)
		}
		return
	}
	key := n.key()
	if slots[key] == 0 {
		slots[key] = len(slots) + 1
	}
	n.slot = slots[key]
}

// holds tells whether the need holds for an input.
func (n *Need) holds(input reflect.Value, known memo) bool {
	if n == nil {
		return true
	}
	switch n.Test {
	case Every:
		for i := range n.Parts {
			if !n.Parts[i].holds(input, known) {
				return false
			}
		}
		return true
	case Some:
		for i := range n.Parts {
			if n.Parts[i].holds(input, known) {
				return true
			}
		}
		return false
	}
	if known[n.slot-1] == 0 {
		known[n.slot-1] = 1
		if n.seek(input, n.Path) {
			known[n.slot-1] = 2
		}
	}
	return known[n.slot-1] == 2
}

// key identifies a leaf.
func (n *Need) key() string {
	return string(rune('0'+n.Test)) + n.Text + "\x00" + strings.Join(n.Path, "\x00")
}

// search looks for a value that passes the test at the rest of the path.
func (n *Need) search(v ast.Value, path []string) bool {
	for i, elem := range path {
		if elem == "*" {
			return anyElement(v, func(e ast.Value) bool { return n.search(e, path[i+1:]) })
		}
		obj, ok := v.(ast.Object)
		if !ok {
			return false
		}
		t := obj.Get(ast.StringTerm(elem))
		if t == nil {
			return false
		}
		v = t.Value
	}
	return n.passes(v)
}

func (n *Need) passes(v ast.Value) bool {
	switch n.Test {
	case Holds:
		return v.Compare(ast.InternedTerm(false).Value) != 0
	case Denied:
		return v.Compare(ast.InternedTerm(false).Value) == 0
	case Equals:
		s, ok := v.(ast.String)
		return ok && string(s) == n.Text
	}
	return true
}

func anyElement(v ast.Value, passes func(ast.Value) bool) bool {
	test := func(t *ast.Term) bool { return passes(t.Value) }
	switch c := v.(type) {
	case *ast.Array:
		return c.Until(test)
	case ast.Object:
		return c.Until(func(_, e *ast.Term) bool { return test(e) })
	case ast.Set:
		return c.Until(test)
	}
	return false
}

// every joins needs that must all hold; nil when nothing is asked.
func every(parts []*Need) *Need {
	return join(Every, parts)
}

// some joins needs one of which must hold; nil when one of them always does.
func some(parts []*Need) *Need {
	if len(parts) == 0 || slices.Contains(parts, nil) {
		return nil
	}
	return join(Some, parts)
}

func join(test Test, parts []*Need) *Need {
	var flat []Need
	for _, p := range parts {
		switch {
		case p == nil:
		case p.Test == test:
			flat = append(flat, p.Parts...)
		default:
			flat = append(flat, *p)
		}
	}
	flat = distinct(test, flat)
	switch len(flat) {
	case 0:
		return nil
	case 1:
		return &flat[0]
	}
	return &Need{Test: test, Parts: flat}
}

// distinct drops what another part says already: the same need, and of all parts an existence that a longer path implies.
func distinct(test Test, parts []Need) []Need {
	var out []Need
	for i, p := range parts {
		implied := slices.ContainsFunc(out, func(o Need) bool { return same(o, p) })
		if test == Every && p.Test == Exists {
			for j, o := range parts {
				implied = implied || (i != j && o.implies(p.Path))
			}
		}
		if !implied {
			out = append(out, p)
		}
	}
	return out
}

func same(a, b Need) bool {
	return a.Test == b.Test && a.Text == b.Text && slices.Equal(a.Path, b.Path) && slices.EqualFunc(a.Parts, b.Parts, same)
}

// implies tells whether a leaf cannot hold unless something lies at the path: its own path leads through it, and asks for more.
func (n Need) implies(path []string) bool {
	if n.Test == Every || n.Test == Some || len(n.Path) < len(path) || !slices.Equal(n.Path[:len(path)], path) {
		return false
	}
	return len(n.Path) > len(path) || n.Test != Exists
}

// Active lists the rules that can fire for an input, in the order of [Engine.Rules]. A rule that is not listed gives nothing.
func (e *Engine) Active(input any) ([]string, error) {
	in, err := asInput(input)
	if err != nil {
		return nil, err
	}
	rules := e.activeRules(e.rules, in)
	out := make([]string, 0, len(rules))
	for _, r := range rules {
		out = append(out, r.ID)
	}
	return out, nil
}

func (e *Engine) activeRules(rules []*rule, in *Input) []*rule {
	out := make([]*rule, 0, len(rules))
	known := make(memo, e.leaves)
	for _, r := range rules {
		if r.need.holds(in.root, known) {
			out = append(out, r)
		}
	}
	return out
}
