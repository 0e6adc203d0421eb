package policy

import "github.com/open-policy-agent/opa/v1/ast"

// term is where a term comes from. What is looked at to get there counts as read.
func (f *flow) term(scope *names, t *ast.Term) value {
	if f.a.steps++; f.a.steps > maxFlowSteps {
		return value{}
	}
	switch v := t.Value.(type) {
	case ast.Null, ast.Boolean, ast.Number, ast.String:
	case ast.Var:
		return f.ref(scope, ast.Ref{t})
	case ast.Ref:
		return f.ref(scope, v)
	case ast.Call:
		return f.call(scope, v)
	case *ast.Array:
		return f.elements(scope, v.Foreach)
	case ast.Object:
		return f.entries(scope, v)
	case ast.Set:
		v.Foreach(func(e *ast.Term) { f.whole(f.term(scope, e)) })
	case *ast.TemplateString:
		f.template(scope, v)
	default:
		return f.comprehension(scope.inside(), t)
	}
	return value{}
}

// comprehension has elements that come from its body. Those of a set are compared with each other, as are the keys of an object.
func (f *flow) comprehension(inside *names, t *ast.Term) value {
	var elem value
	switch v := t.Value.(type) {
	case *ast.ArrayComprehension:
		f.body(inside, v.Body)
		elem = f.term(inside, v.Term)
	case *ast.SetComprehension:
		f.body(inside, v.Body)
		f.whole(f.term(inside, v.Term))
		return value{}
	case *ast.ObjectComprehension:
		f.body(inside, v.Body)
		f.whole(f.term(inside, v.Key))
		elem = f.term(inside, v.Value)
	default:
		f.everything()
		return value{}
	}
	return value{elems: &elem}
}

func (f *flow) elements(scope *names, each func(func(*ast.Term))) value {
	var elems value
	each(func(e *ast.Term) { elems.add(f.term(scope, e)) })
	return value{elems: &elems}
}

func (f *flow) entries(scope *names, o ast.Object) value {
	var elems value
	o.Foreach(func(key, v *ast.Term) {
		f.whole(f.term(scope, key))
		elems.add(f.term(scope, v))
	})
	return value{elems: &elems}
}

func (f *flow) template(scope *names, t *ast.TemplateString) {
	for _, part := range t.Parts {
		switch p := part.(type) {
		case *ast.Term:
			f.whole(f.term(scope, p))
		case *ast.Expr:
			f.template1(scope, p)
		default:
			f.everything()
		}
	}
}

// template1 reads what an expression in a text is worth.
func (f *flow) template1(scope *names, e *ast.Expr) {
	switch t := e.Terms.(type) {
	case *ast.Term:
		f.whole(f.term(scope, t))
	case []*ast.Term:
		f.whole(f.call(scope, t))
	default:
		f.everything()
	}
}

// ref follows a reference from its head.
func (f *flow) ref(scope *names, ref ast.Ref) value {
	at, rest := f.start(scope, ref)
	for _, t := range rest {
		key, constant := t.Value.(ast.String)
		if !constant {
			if f.index(scope, t) {
				f.ranging(at)
			}
			key = "*"
		}
		f.name(at, string(key), t)
		at = f.at(at, string(key))
	}
	return at
}

// start is the head of a reference, and what is asked of it.
func (f *flow) start(scope *names, ref ast.Ref) (at value, rest ast.Ref) {
	v, isVar := ref[0].Value.(ast.Var)
	if !isVar {
		return f.term(scope, ref[0]), ref[1:]
	}
	if b, declared := scope.find(v); declared {
		if b == nil {
			f.early = true
			return value{}, ref[1:]
		}
		return b.value, ref[1:]
	}
	switch t := f.a.find(f.module, ref); {
	case t.input:
		return value{from: []origin{{root: theInput}}}, t.rest
	case t.lost:
		f.everything()
	case t.group != nil && t.group.isFunction():
		f.everything()
	case t.group != nil:
		return f.apply(t.group, nil), t.rest
	default:
		f.early = true
	}
	return value{}, ref[1:]
}

// index reads the key of a reference, and tells whether any key will do: a variable without a value gets a key's, which is read already.
func (f *flow) index(scope *names, t *ast.Term) (each bool) {
	early := f.early
	f.early = false
	f.whole(f.term(scope, t))
	_, isVar := t.Value.(ast.Var)
	each = isVar && f.early
	f.early = early || f.early && !isVar
	return each
}

// call is the value of a call.
func (f *flow) call(scope *names, terms []*ast.Term) value {
	args := make([]value, 0, len(terms)-1)
	for _, t := range terms[1:] {
		args = append(args, f.term(scope, t))
	}
	if ref, ok := terms[0].Value.(ast.Ref); ok {
		switch t := f.a.find(f.module, ref); {
		case t.lost:
			f.everything()
			return value{}
		case t.group != nil:
			return f.function(t.group, args)
		}
	}
	f.comparison(terms[0].String(), terms[1:], args)
	return f.builtin(terms, args)
}

func (f *flow) function(g *group, args []value) value {
	result := f.apply(g, args)
	if n := len(g.defs[0].rule.Head.Args); len(args) > n { // the last one takes the value
		f.whole(result)
		f.whole(args[n])
		return value{}
	}
	return result
}

// builtin reads the arguments as a whole, but where it is known to ask for less.
func (f *flow) builtin(terms []*ast.Term, args []value) value {
	switch name := terms[0].String(); {
	case name == ast.Count.Name && len(args) == 1:
		f.ranging(args[0])
		f.there(f.at(args[0], "*"))
		return value{}
	case name == ast.ObjectGet.Name && len(args) == 3:
		if key, ok := terms[2].Value.(ast.String); ok {
			out := f.at(args[0], string(key))
			out.add(args[2])
			f.there(args[0])
			return out
		}
	}
	for _, v := range args {
		f.whole(v)
	}
	return value{}
}
