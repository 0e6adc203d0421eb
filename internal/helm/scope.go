package helm

import (
	"slices"
	"text/template/parse"
)

// scope is a link in the chain of what gives names their meaning at a place of a template: the innermost first.
type scope struct {
	outer *scope
	// define is the name of the template at the end of the chain; empty for the body of a file.
	define string
	// pipe is what the dot or the variable was made of, in the scope in.
	pipe *parse.PipeNode
	in   *scope
	name string // of the variable, with its dollar sign; empty for the dot
	// each tells that it is an item of the pipe, key that it is the name of one.
	each, key bool
	// assigned is set for a variable that was declared further out. maybe tells that it happens in a branch, so that what it was before may count.
	assigned, maybe bool
}

// bind adds the variables that a pipeline declares or sets.
func (s *scope) bind(pipe *parse.PipeNode, each bool) *scope {
	in := s
	for i, v := range pipe.Decl {
		s = &scope{outer: s, pipe: pipe, in: in, name: v.Ident[0], each: each, key: each && i == 0 && len(pipe.Decl) > 1, assigned: pipe.IsAssign}
	}
	return s
}

// leave is the scope behind a branch that ends with inner: what the branch declares is gone, what it assigns may have been.
func (s *scope) leave(inner *scope) *scope {
	var set []*scope
	for at := inner; at != nil && at != s; at = at.outer {
		if at.assigned {
			set = append(set, at)
		}
	}
	out := s
	for _, at := range slices.Backward(set) {
		again := *at
		again.outer, again.maybe = out, true
		out = &again
	}
	return out
}

// eachAction calls use with every action and every call of a template below a list, and with the scope at it. It returns the scope behind the list.
func eachAction(list *parse.ListNode, s *scope, use func(n parse.Node, pipe *parse.PipeNode, s *scope)) *scope {
	if list == nil {
		return s
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.ActionNode:
			use(n, n.Pipe, s)
			s = s.bind(n.Pipe, false)
		case *parse.TemplateNode:
			use(n, n.Pipe, s)
		case *parse.IfNode:
			s = branches(&n.BranchNode, s, s.bind(n.Pipe, false), use)
		case *parse.WithNode:
			inner := (&scope{outer: s, pipe: n.Pipe, in: s}).bind(n.Pipe, false)
			s = branches(&n.BranchNode, s, inner, use)
		case *parse.RangeNode:
			inner := (&scope{outer: s, pipe: n.Pipe, in: s, each: true}).bind(n.Pipe, true)
			s = branches(&n.BranchNode, s, inner, use)
		}
	}
	return s
}

func branches(n *parse.BranchNode, s, inner *scope, use func(n parse.Node, pipe *parse.PipeNode, s *scope)) *scope {
	use(n, n.Pipe, s)
	then := eachAction(n.List, inner, use)
	other := eachAction(n.ElseList, s.bind(n.Pipe, false), use)
	return s.leave(then).joined(s, other)
}

// joined adds what another branch assigns.
func (s *scope) joined(before, other *scope) *scope {
	added := before.leave(other)
	if added == before {
		return s
	}
	var chain []*scope
	for at := added; at != before; at = at.outer {
		chain = append(chain, at)
	}
	for _, at := range slices.Backward(chain) {
		again := *at
		again.outer = s
		s = &again
	}
	return s
}
