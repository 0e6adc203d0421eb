package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// markKind is what about a place in a policy is to be held against the schema of the input.
type markKind uint8

const (
	compares markKind = iota // a value with texts that are written down
	lifted                   // a field without which an expression fails, although it is negated or says !=
	ranges                   // a negated part asks for some element of a list
	named                    // a field of an argument is asked for whose name the input does not know
)

// mark is a place in a policy with what it is about. Where that is an argument, every call adds a mark of its own.
type mark struct {
	kind  markKind
	from  []origin // the value; of lifted the object that may lack the key
	key   string   // of lifted and named
	texts []string // of compares
	at    *ast.Location
	what  string // as written
}

// maxMarks bounds the marks of one rule.
const maxMarks = 2000

func (f *flow) mark(m mark) {
	if f.a.marking && f.quiet == 0 && len(f.out.marks) < maxMarks && (len(m.from) > 0) {
		f.out.marks = append(f.out.marks, m)
	}
}

// passMarks hands the marks of a rule or function on that are about the arguments.
func (f *flow) passMarks(s *summary, args []value) {
	if !f.a.marking || f.quiet > 0 {
		return
	}
	for _, m := range s.marks {
		if !slices.ContainsFunc(m.from, func(o origin) bool { return o.root != theInput }) {
			continue // it is the function's own
		}
		m.from = f.given(value{from: m.from}, args).from
		f.mark(m)
	}
	for _, list := range s.ranges {
		for _, o := range f.given(value{from: []origin{list}}, args).from {
			f.range1(o)
		}
	}
}

// range1 notes that some element of a list is asked for.
func (f *flow) range1(list origin) {
	if !f.a.marking || f.quiet > 0 {
		return
	}
	switch {
	case f.negated != nil:
		f.mark(mark{kind: ranges, from: []origin{list}, at: f.negated.Location})
	case !slices.ContainsFunc(f.out.ranges, list.equal) && len(f.out.ranges) < maxMarks:
		f.out.ranges = append(f.out.ranges, list)
	}
}

func (f *flow) ranging(v value) {
	for _, o := range v.from {
		f.range1(o)
	}
}

// examine marks what an expression compares, and what it fails without.
func (f *flow) examine(scope *names, e *ast.Expr) {
	if !f.a.marking || f.quiet > 0 {
		return
	}
	terms, isCall := e.Terms.([]*ast.Term)
	if !isCall {
		if t, ok := e.Terms.(*ast.Term); ok && e.Negated {
			f.liftKeys(scope, t)
		}
		return
	}
	name := terms[0].String()
	for _, t := range terms[1:] {
		_, worked := t.Value.(ast.Call)
		if name == ast.NotEqual.Name || e.Negated && (name != ast.Equal.Name || worked) {
			f.lift(scope, t)
		}
	}
}

// lift marks the fields of the references in a term, each of which OPA asks for before the negated expression.
func (f *flow) lift(scope *names, t *ast.Term) {
	switch v := t.Value.(type) {
	case ast.Ref:
		f.liftRef(scope, v)
	case ast.Call:
		for _, arg := range v[1:] {
			f.lift(scope, arg)
		}
	case *ast.Array:
		v.Foreach(func(e *ast.Term) { f.lift(scope, e) })
	case ast.Set:
		v.Foreach(func(e *ast.Term) { f.lift(scope, e) })
	case ast.Object:
		v.Foreach(func(_, e *ast.Term) { f.lift(scope, e) })
	}
}

// liftKeys is lift for a reference that stands alone: only its keys are asked for before.
func (f *flow) liftKeys(scope *names, t *ast.Term) {
	if ref, ok := t.Value.(ast.Ref); ok {
		for _, key := range ref[1:] {
			f.lift(scope, key)
		}
	}
}

func (f *flow) liftRef(scope *names, ref ast.Ref) {
	at, rest := f.start(scope, ref)
	for i, t := range rest {
		key, constant := t.Value.(ast.String)
		if !constant {
			f.lift(scope, t)
			at = f.at(at, "*")
			continue
		}
		upTo := ref[:len(ref)-len(rest)+i+1]
		if !scope.isSure(upTo.String()) {
			f.mark(mark{kind: lifted, from: at.from, key: string(key), at: t.Location, what: upTo.String()})
		}
		at = f.at(at, string(key))
	}
}

// isSure tells whether another expression fails already when the reference leads nowhere.
func (n *names) isSure(ref string) bool {
	for ; n != nil; n = n.outer {
		if n.sure[ref] {
			return true
		}
	}
	return false
}

// makeSure lists the references without which the body fails, but for those of expressions that are examined for it.
func (n *names) makeSure(body ast.Body) {
	n.sure = map[string]bool{}
	for _, e := range body {
		if terms, ok := e.Terms.([]*ast.Term); e.Negated || ok && terms[0].String() == ast.NotEqual.Name {
			continue
		}
		visitor := ast.NewGenericVisitor(func(x any) bool {
			switch v := x.(type) {
			case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension, *ast.Every:
				return true
			case ast.Ref:
				for i := 2; i <= len(v); i++ {
					n.sure[v[:i].String()] = true
				}
			}
			return false
		})
		visitor.Walk(e)
	}
}

// comparison marks a value that is compared with texts, either way round.
func (f *flow) comparison(name string, terms []*ast.Term, args []value) {
	if !f.a.marking || f.quiet > 0 || len(args) != 2 {
		return
	}
	switch name {
	case ast.Equal.Name, ast.NotEqual.Name, ast.Equality.Name:
		f.compare(args[0], terms[1], terms[0])
		f.compare(args[1], terms[0], terms[1])
	case ast.Member.Name:
		f.compareEach(args[0], terms[1], terms[0])
		f.compare(f.at(args[1], "*"), terms[0], terms[1])
	}
}

// compare marks a comparison with a text, or key by key with an object that is written down.
func (f *flow) compare(v value, with, what *ast.Term) {
	switch c := with.Value.(type) {
	case ast.String:
		f.mark(mark{kind: compares, from: v.from, texts: []string{string(c)}, at: with.Location, what: what.String()})
	case ast.Object:
		c.Foreach(func(key, t *ast.Term) {
			if name, ok := key.Value.(ast.String); ok {
				f.compare(f.at(v, string(name)), t, key)
			}
		})
	}
}

// compareEach marks a comparison with the texts of a set or list, written here or in a rule that is nothing but them.
func (f *flow) compareEach(v value, list, what *ast.Term) {
	at := list.Location
	if ref, ok := list.Value.(ast.Ref); ok {
		list = f.constant(ref)
	} else if _, isVar := list.Value.(ast.Var); isVar {
		list = f.constant(ast.Ref{list})
	}
	if list == nil {
		return
	}
	texts, ok := literals(list)
	if !ok {
		return
	}
	f.mark(mark{kind: compares, from: v.from, texts: texts, at: at, what: what.String()})
}

// constant is the value of a rule that has one only, nil when it is worked out.
func (f *flow) constant(ref ast.Ref) *ast.Term {
	g := f.a.find(f.module, ref).group
	if g == nil || len(g.defs) != 1 || g.isFunction() || len(f.a.find(f.module, ref).rest) > 0 {
		return nil
	}
	r := g.defs[0].rule
	if r.Else != nil || r.Head.Value == nil || len(r.Head.Ref()) > 1 || r.Head.RuleKind() == ast.MultiValue {
		return nil
	}
	return r.Head.Value
}

// literals are the texts of a set or list that is written down, false when it holds anything else.
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
