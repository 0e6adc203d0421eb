package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// values are the texts that policies compare each field with.
type values map[string][]string

// collect adds what a module compares.
func (v values) collect(m *ast.Module) {
	ast.WalkExprs(m, func(e *ast.Expr) bool {
		if field, text := compared(e); text != nil {
			word := string(text.Value.(ast.String))
			if !slices.Contains(v[field], word) {
				v[field] = append(v[field], word)
			}
		}
		return false
	})
}

// compared returns the field and the text of an expression such as x.class == "init".
func compared(e *ast.Expr) (string, *ast.Term) {
	if !e.IsCall() || len(e.Operands()) != 2 {
		return "", nil
	}
	if op := e.Operator().String(); op != ast.Equal.Name && op != ast.NotEqual.Name {
		return "", nil
	}
	ref, isRef := e.Operand(0).Value.(ast.Ref)
	if _, isText := e.Operand(1).Value.(ast.String); !isRef || !isText {
		return "", nil
	}
	field, constant := ref[len(ref)-1].Value.(ast.String)
	if !constant {
		return "", nil
	}
	return string(field), e.Operand(1)
}

// regoEdits are the mutants of a Rego file.
func regoEdits(m *ast.Module, text []byte, known values) []edit {
	r := &regoFile{text: text, known: known}
	clauses := map[string]int{}
	for _, rule := range m.Rules {
		clauses[rule.Head.Ref().String()]++
	}
	for _, rule := range m.Rules {
		name := rule.Head.Ref().String()
		if clauses[name] > 1 {
			r.add(rule.Location, "", "drop a clause of "+name+": "+brief(string(rule.Location.Text)))
		}
		for one := rule; one != nil; one = one.Else {
			r.rule(one, name)
		}
	}
	return r.edits
}

type regoFile struct {
	text  []byte
	known values
	edits []edit
}

// add replaces what stands at a location.
func (r *regoFile) add(at *ast.Location, with, what string) {
	if at == nil || len(at.Text) == 0 || !strings.HasPrefix(string(r.text[at.Offset:]), string(at.Text)) {
		return
	}
	r.edits = append(r.edits, edit{start: at.Offset, end: at.Offset + len(at.Text), with: with, what: what})
}

func (r *regoFile) rule(rule *ast.Rule, name string) {
	if rule.Else != nil {
		r.add(rule.Else.Location, "", "drop an else of "+name+": "+brief(string(rule.Else.Location.Text)))
	}
	visit := ast.NewGenericVisitor(func(x any) bool {
		switch x := x.(type) {
		case *ast.Expr:
			r.condition(x)
			r.literals(x)
			return words(x)
		case ast.Call:
			return words(x)
		case *ast.Term:
			r.elements(x)
		}
		return false
	})
	visit.Walk(rule.Body)
	if v := rule.Head.Value; v != nil && name != "violation" {
		visit.Walk(v)
		r.number(v)
	}
}

// words tells whether a call only puts a text together.
func words(call interface{ String() string }) bool {
	name, _, _ := strings.Cut(call.String(), "(")
	return name == ast.Sprintf.Name || name == ast.Concat.Name
}

// condition drops and negates an expression that can fail. A declaration or an assignment is no condition.
func (r *regoFile) condition(e *ast.Expr) {
	_, declares := e.Terms.(*ast.SomeDecl)
	if declares || e.IsAssignment() || e.Location == nil || string(e.Location.Text) == "true" || e.Generated {
		return
	}
	text := string(e.Location.Text)
	if t, single := e.Terms.(*ast.Term); single {
		if _, constant := t.Value.(ast.Boolean); constant {
			return
		}
	}
	r.add(e.Location, "true", "drop "+brief(text))
	if rest, negated := strings.CutPrefix(text, "not "); negated {
		r.add(e.Location, rest, "negate "+brief(text))
		return
	}
	if !e.IsEquality() && !e.IsEvery() {
		r.add(e.Location, "not "+text, "negate "+brief(text))
	}
}

// literals changes the text or the number with which an expression compares.
func (r *regoFile) literals(e *ast.Expr) {
	if field, text := compared(e); text != nil {
		if other := r.another(field, string(text.Value.(ast.String))); other != "" {
			r.add(text.Location, strconv.Quote(other), fmt.Sprintf("%q in place of %q in %s", other, string(text.Value.(ast.String)), brief(string(e.Location.Text))))
		}
	}
	if e.IsCall() {
		for _, t := range e.Operands() {
			r.number(t)
		}
	}
}

// another is the next text after one that a field is compared with somewhere.
func (r *regoFile) another(field, text string) string {
	all := slices.Sorted(slices.Values(r.known[field]))
	if len(all) < 2 {
		return ""
	}
	return all[(slices.Index(all, text)+1)%len(all)]
}

func (r *regoFile) number(t *ast.Term) {
	n, isNumber := t.Value.(ast.Number)
	if i, whole := n.Int(); isNumber && whole {
		r.add(t.Location, strconv.Itoa(i+1), fmt.Sprintf("%d in place of %d", i+1, i))
	}
}

// elements drops each element of a set, an array or an object that has more than one.
func (r *regoFile) elements(t *ast.Term) {
	starts := map[int]*ast.Location{}
	switch v := t.Value.(type) {
	case ast.Set:
		v.Foreach(func(e *ast.Term) { starts[e.Location.Offset] = e.Location })
	case *ast.Array:
		v.Foreach(func(e *ast.Term) { starts[e.Location.Offset] = e.Location })
	case ast.Object:
		v.Foreach(func(k, _ *ast.Term) { starts[k.Location.Offset] = k.Location })
	}
	offsets := slices.Sorted(maps.Keys(starts))
	for i, start := range offsets {
		if i+1 < len(offsets) {
			piece := strings.TrimRight(string(r.text[start:offsets[i+1]]), ", \t\n")
			r.edits = append(r.edits, edit{start: start, end: offsets[i+1], what: "drop the element " + brief(piece)})
		}
	}
}
