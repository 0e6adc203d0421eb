package helm

import (
	"maps"
	"slices"
	"text/template/parse"
)

// uses notes what the templates of a chart do with one another's output.
type uses struct {
	// calls are the templates that each one includes.
	calls map[string][]string
	// read are those whose output is not just printed: compared, parsed, cut or summed up. Marks would change what comes of it.
	read map[string]bool
}

// layout are functions that keep lines as they are.
var layout = [...]string{"indent", "nindent", "quote", "toString", "trim", "trimPrefix", "trimSuffix"}

// add looks through a file.
func (u *uses) add(t *template) {
	if x, ok := treesOf(t); ok {
		x.each(t, u.list)
	}
}

// close adds what those that are read include.
func (u *uses) close() {
	reach(u.calls, slices.Collect(maps.Keys(u.read)), func(name string) bool {
		u.read[name] = true
		return false
	})
}

func (u *uses) list(caller string, list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, node := range list.Nodes {
		switch n := node.(type) {
		case *parse.ActionNode:
			u.pipe(caller, n.Pipe, printsInclude(n.Pipe))
		case *parse.TemplateNode:
			u.calls[caller] = append(u.calls[caller], n.Name)
			u.pipe(caller, n.Pipe, false)
		case *parse.IfNode:
			u.branch(caller, &n.BranchNode)
		case *parse.WithNode:
			u.branch(caller, &n.BranchNode)
		case *parse.RangeNode:
			u.branch(caller, &n.BranchNode)
		}
	}
}

func (u *uses) branch(caller string, n *parse.BranchNode) {
	u.pipe(caller, n.Pipe, false)
	u.list(caller, n.List)
	u.list(caller, n.ElseList)
}

// printsInclude tells an action that prints what a template makes.
func printsInclude(pipe *parse.PipeNode) bool {
	if len(pipe.Decl) > 0 {
		return false
	}
	for _, cmd := range pipe.Cmds[1:] {
		if name, ok := cmd.Args[0].(*parse.IdentifierNode); !ok || !slices.Contains(layout[:], name.Ident) {
			return false
		}
	}
	return true
}

// pipe notes what a pipeline includes; printed tells that what its first command includes is printed.
func (u *uses) pipe(caller string, pipe *parse.PipeNode, printed bool) {
	if pipe == nil {
		return
	}
	for i, cmd := range pipe.Cmds {
		if name, ok := included(cmd); ok {
			u.calls[caller] = append(u.calls[caller], name)
			if !printed || i > 0 {
				u.read[name] = true
			}
		}
		for _, arg := range cmd.Args {
			if inner, ok := arg.(*parse.PipeNode); ok {
				u.pipe(caller, inner, false)
			}
		}
	}
}

// included is the template that a call of include names.
func included(cmd *parse.CommandNode) (string, bool) {
	function, ok := cmd.Args[0].(*parse.IdentifierNode)
	if !ok || function.Ident != "include" || len(cmd.Args) < 2 {
		return "", false
	}
	name, ok := cmd.Args[1].(*parse.StringNode)
	if !ok {
		return "", false
	}
	return name.Text, true
}
