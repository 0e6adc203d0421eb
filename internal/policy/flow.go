package policy

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// maxFlowSteps bounds how many terms are looked at for one rule, maxOrigins from how many places one value may come, and maxReads
// how many parts a rule may read, for modules made to explode. Past them a rule counts as one that reads everything.
const (
	maxFlowSteps = 200_000
	maxOrigins   = 64
	maxReads     = 4000
)

// theInput is the root of origins that are parts of the input; others are the number of an argument of the function.
const theInput = -1

// origin is a part of the input, or of an argument. "*" stands for some element of a list or an object.
type origin struct {
	root int
	path []string
}

func (o origin) at(key ...string) origin {
	return origin{o.root, append(slices.Clip(o.path), key...)}
}

func (o origin) equal(other origin) bool {
	return o.root == other.root && slices.Equal(o.path, other.path)
}

// value is where a term may come from: parts of the input or, for what is put together in the module, elements that do. A value without
// either is a constant, or what is made of parts that count as read already.
type value struct {
	from  []origin
	elems *value
	many  bool // from more places than are kept
}

func (v *value) add(o value) {
	for _, origin := range o.from {
		if !slices.ContainsFunc(v.from, origin.equal) {
			v.from = append(v.from, origin)
		}
	}
	if len(v.from) > maxOrigins {
		v.from = v.from[:maxOrigins]
		v.many = true
	}
	v.many = v.many || o.many
	if o.elems != nil {
		if v.elems == nil {
			v.elems = &value{}
		}
		v.elems.add(*o.elems)
	}
}

// read is a part that is looked at: all of it when whole, else whether it is there.
type read struct {
	origin

	whole bool
}

// summary is what a rule or function reads, and where its value comes from.
type summary struct {
	all    bool // it may read anything
	reads  []read
	result value

	argues bool     // it says who could be the exception: certainty.absent
	ranges []origin // lists of which some element is asked for, outside of what is denied
	marks  []mark
}

func (s *summary) read(o origin, whole bool) {
	for i, r := range s.reads {
		if r.equal(o) {
			s.reads[i].whole = r.whole || whole
			return
		}
	}
	if len(s.reads) <= maxReads {
		s.reads = append(s.reads, read{o, whole})
	}
}

// mask is what of the input is read.
func (s *summary) mask() mask {
	if s.all {
		return nil
	}
	out := mask{}
	for _, r := range s.reads {
		if r.root == theInput {
			out = out.with(r.path, r.whole)
		}
	}
	return out
}

// reads is the mask of a rule of a package.
func (a *analysis) reads(pkg, name string) mask {
	a.mu.Lock()
	defer a.mu.Unlock()
	g := a.group(pkg, name)
	if g == nil {
		return nil
	}
	a.steps = 0
	s := a.summary(g)
	asked := &summary{all: s.all, reads: slices.Clone(s.reads)}
	(&flow{a: a, out: asked}).whole(s.result)
	return asked.mask()
}

// summary follows what every definition of a rule or function does with the input and its arguments.
func (a *analysis) summary(g *group) *summary {
	if s := a.sums[g]; s != nil {
		return s
	}
	a.sums[g] = &summary{all: true} // what OPA refuses: a rule that asks for itself
	out := &summary{}
	for _, d := range g.defs {
		for r := d.rule; r != nil; r = r.Else {
			f := &flow{a: a, module: d.module, out: out}
			f.rule(r)
			out.all = out.all || a.steps > maxFlowSteps || len(out.reads) > maxReads
		}
	}
	a.sums[g] = out
	return out
}

// flow follows values through one definition.
type flow struct {
	a      *analysis
	module *module
	out    *summary
	quiet  int  // above 0 while variables are bound: nothing counts as read
	early  bool // a variable was asked for that is not bound yet

	negated *ast.Expr // in which this stands, nil: in none
}

// names are the variables of a body. One that is declared and not bound yet is nil.
type names struct {
	outer *names
	vars  map[ast.Var]*bound
	sure  map[string]bool // references without which the body fails
}

// bound is a variable's value, and the expression that gives it: another one with the variable compares.
type bound struct {
	value

	by *ast.Expr
}

func (n *names) find(v ast.Var) (b *bound, declared bool) {
	for ; n != nil; n = n.outer {
		if b, declared = n.vars[v]; declared {
			return b, true
		}
	}
	return nil, false
}

func (n *names) inside() *names { return &names{outer: n, vars: map[ast.Var]*bound{}} }

func (f *flow) rule(r *ast.Rule) {
	scope := (*names)(nil).inside()
	for i, arg := range r.Head.Args {
		given := value{from: []origin{{root: i}}}
		if v, ok := arg.Value.(ast.Var); ok {
			scope.vars[v] = &bound{value: given}
			continue
		}
		f.whole(given) // it is compared with what stands there
		f.compare(given, arg, arg)
		for _, v := range varsOf(arg) {
			scope.vars[v] = &bound{}
		}
	}
	f.body(scope, r.Body)
	f.head(scope, r.Head)
}

// head adds the value of a rule. The elements of a set are compared with each other, so they are read.
func (f *flow) head(scope *names, h *ast.Head) {
	var result value
	switch {
	case h.RuleKind() == ast.MultiValue:
		f.whole(f.term(scope, h.Key))
	case h.Value != nil:
		result = f.term(scope, h.Value)
	}
	for _, key := range h.Ref()[1:] {
		f.whole(f.term(scope, key))
		inner := result
		result = value{elems: &inner}
	}
	f.out.result.add(result)
}

// whole counts everything of a value as read.
func (f *flow) whole(v value) { f.read(v, nil, true) }

// there counts as read whether the value is there.
func (f *flow) there(v value) { f.read(v, nil, false) }

// read counts what lies at a path of a value as read.
func (f *flow) read(v value, path []string, whole bool) {
	for ; ; path = path[1:] {
		if v.many {
			f.everything()
		}
		for _, o := range v.from {
			f.readOrigin(o.at(path...), whole)
		}
		switch {
		case v.elems == nil || len(path) == 0 && !whole:
			return
		case len(path) == 0:
			path = []string{"*"}
		}
		v = *v.elems
	}
}

func (f *flow) readOrigin(o origin, whole bool) {
	switch {
	case f.quiet > 0:
	case len(o.path) > 0 || o.root != theInput:
		f.out.read(o, whole)
	case whole:
		f.out.all = true
	}
}

// at is an entry of a value. Which entry of the input is asked for must be known, else it counts as read as a whole.
func (f *flow) at(v value, key string) value {
	out := value{many: v.many}
	for _, o := range v.from {
		if o.root == theInput && len(o.path) == 0 && key == "*" {
			f.everything()
			continue
		}
		out.add(value{from: []origin{o.at(key)}})
	}
	if v.elems != nil {
		out.add(*v.elems)
	}
	return out
}

func (f *flow) everything() {
	if f.quiet == 0 {
		f.out.all = true
	}
}

// apply adds what a rule or function reads, given its arguments, and returns its value.
func (f *flow) apply(g *group, args []value) value {
	s := f.a.summary(g)
	if s.all {
		f.everything()
	}
	for _, r := range s.reads {
		switch {
		case r.root == theInput:
			f.readOrigin(r.origin, r.whole)
		case r.root < len(args):
			f.read(args[r.root], r.path, r.whole)
		}
	}
	if f.a.steps += len(s.reads); f.a.steps > maxFlowSteps {
		f.everything()
	}
	f.out.argues = f.out.argues || s.argues || g.pkg == "podlint.lib.certainty" && g.name == "absent"
	f.passMarks(s, args)
	return f.given(s.result, args)
}

// given is a value of a function with its arguments in their places.
func (f *flow) given(v value, args []value) value {
	out := value{many: v.many}
	for _, o := range v.from {
		switch {
		case o.root == theInput:
			out.add(value{from: []origin{o}})
		case o.root < len(args):
			part := args[o.root]
			for _, key := range o.path {
				part = f.at(part, key)
			}
			out.add(part)
		}
	}
	if v.elems != nil {
		elems := f.given(*v.elems, args)
		out.add(value{elems: &elems})
	}
	return out
}
