package shell

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/podlint/podlint/internal/fact"
)

// form is how a statement ends a script.
type form struct {
	last, name string
	exec       bool
}

func (e *eval) form(s *syntax.Stmt, depth int) form {
	if s.Background {
		return form{last: "background"}
	}
	if depth > maxCalls {
		return form{last: "compound"}
	}
	switch x := s.Cmd.(type) {
	case *syntax.CallExpr:
		return e.callForm(x, depth)
	case *syntax.WhileClause, *syntax.ForClause:
		return form{last: "loop"}
	case *syntax.Block:
		if len(x.Stmts) > 0 {
			return e.form(x.Stmts[len(x.Stmts)-1], depth+1)
		}
	case *syntax.BinaryCmd:
		return e.binaryForm(x, depth)
	case *syntax.IfClause:
		return e.ifForm(x, depth)
	case *syntax.CaseClause:
		return e.caseForm(x, depth)
	case *syntax.TimeClause, *syntax.Subshell, *syntax.CoprocClause:
		return form{last: "compound"}
	}
	return form{last: "simple"}
}

// simpleForm names the programs that wait and take no notice of TERM. One that ends by itself (tail of a file, nc -z) is
// an ordinary command; sleep always waits.
func simpleForm(name string, life fact.Lifetime) string {
	if life == fact.Finite && name != "sleep" {
		return "simple"
	}
	switch name {
	case "sleep", "tail", "cat":
		return name
	case "nc", "ncat", "netcat":
		return "nc"
	}
	return "simple"
}

func (e *eval) callForm(x *syntax.CallExpr, depth int) form {
	if len(x.Args) == 0 {
		return form{last: "simple"}
	}
	name, _ := literal(x.Args[0])
	if fn, ok := e.funcs[name]; ok {
		return e.form(fn.body, depth+1)
	}
	if name == "wait" {
		return form{last: "wait"}
	}
	cmd, life := e.commandAt(x)
	if cmd == nil {
		return form{last: "simple"}
	}
	if name != "exec" || len(x.Args) < 2 {
		return form{last: simpleForm(cmd.Name, life)}
	}
	last := simpleForm(cmd.Name, life)
	if last == "simple" {
		last = "exec"
	}
	known := cmd.Name
	if known == unknown {
		known = ""
	}
	return form{last: last, name: known, exec: true}
}

// commandAt finds the command that a call became, without its wrappers.
func (e *eval) commandAt(x *syntax.CallExpr) (*Command, fact.Lifetime) {
	for _, end := range slices.Backward(e.ends) {
		if end.expr == x {
			return &e.out.Commands[end.index], end.life
		}
	}
	return nil, fact.Unknown
}

func (e *eval) binaryForm(x *syntax.BinaryCmd, depth int) form {
	switch x.Op {
	case syntax.Pipe, syntax.PipeAll:
		return form{last: "pipeline"}
	case syntax.AndStmt:
		if right := e.form(x.Y, depth+1); right.exec || right.last == "loop" || right.last == "wait" {
			return right
		}
	case syntax.OrStmt:
		if left := e.form(x.X, depth+1); left.exec || left.last == "loop" {
			return left
		}
	}
	return form{last: "compound"}
}

// ifForm is exec when every branch is.
func (e *eval) ifForm(x *syntax.IfClause, depth int) form {
	var branches [][]*syntax.Stmt
	complete := false
	for ; x != nil; x = x.Else {
		branches = append(branches, x.Then)
		complete = complete || len(x.Cond) == 0
	}
	return e.branchForm(branches, complete, depth)
}

func (e *eval) caseForm(x *syntax.CaseClause, depth int) form {
	var branches [][]*syntax.Stmt
	complete := false
	for _, item := range x.Items {
		branches = append(branches, item.Stmts)
		for _, p := range item.Patterns {
			lit, _ := literal(p)
			complete = complete || lit == "*"
		}
	}
	return e.branchForm(branches, complete, depth)
}

func (e *eval) branchForm(branches [][]*syntax.Stmt, complete bool, depth int) form {
	var first form
	for _, b := range branches {
		if len(b) == 0 {
			return form{last: "compound"}
		}
		f := e.form(b[len(b)-1], depth+1)
		if callName(b[len(b)-1]) == "exit" {
			continue
		}
		if !f.exec {
			return form{last: "compound"}
		}
		if first.last == "" {
			first = f
		}
	}
	if !complete || first.last == "" {
		return form{last: "compound"}
	}
	return first
}
