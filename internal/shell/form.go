package shell

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/podlint/podlint/internal/fact"
)

// form is how a statement ends a script.
type form struct {
	last, name  string
	exec, plain bool          // a command that the script execs, or merely calls
	life        fact.Lifetime // of either
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
	case *syntax.WhileClause:
		return e.loopForm(x.Do, depth)
	case *syntax.ForClause:
		return e.loopForm(x.Do, depth)
	case *syntax.Block:
		return e.blockForm(x, depth)
	case *syntax.BinaryCmd:
		return e.binaryForm(x, depth)
	case *syntax.IfClause:
		return e.ifForm(x, depth)
	case *syntax.CaseClause:
		return e.caseForm(x, depth)
	case *syntax.Subshell:
		return e.subshellForm(x, depth)
	case *syntax.TimeClause, *syntax.CoprocClause:
		return form{last: "compound"}
	}
	return form{last: "simple"}
}

func (e *eval) blockForm(x *syntax.Block, depth int) form {
	if len(x.Stmts) == 0 {
		return form{last: "simple"}
	}
	return e.form(x.Stmts[len(x.Stmts)-1], depth+1)
}

// becomes tells whether a shell may put the last command of a list in its own place, as if exec stood there. Shells do so with what follows
// -c, some in plain lists alone and some not at all, and none does so with a file.
func (e *eval) becomes() bool { return e.out.ScriptArg >= 0 }

// execsAlone: bash has always put the only command of -c in its own place.
func (e *eval) execsAlone() bool {
	if !e.becomes() || e.out.Shell != "bash" || len(e.top.Stmts) != 1 {
		return false
	}
	_, ok := e.top.Stmts[0].Cmd.(*syntax.CallExpr)
	return ok
}

// loopForm: the round that execs is the last one.
func (e *eval) loopForm(body []*syntax.Stmt, depth int) form {
	for _, s := range body {
		if x, ok := s.Cmd.(*syntax.CallExpr); ok {
			if f := e.callForm(x, depth+1); f.exec && !s.Background {
				return f
			}
		}
	}
	if slices.ContainsFunc(body, mayExec) {
		return form{last: "simple"}
	}
	return form{last: "loop"}
}

// mayExec tells whether a part of the statement that runs in the shell itself puts another program in its place.
func mayExec(s *syntax.Stmt) bool {
	found := false
	syntax.Walk(s, func(n syntax.Node) bool {
		switch x := n.(type) {
		case *syntax.Stmt:
			return !x.Background
		case *syntax.Subshell, *syntax.CmdSubst, *syntax.ProcSubst, *syntax.FuncDecl:
			return false
		case *syntax.BinaryCmd:
			return x.Op != syntax.Pipe && x.Op != syntax.PipeAll
		case *syntax.CallExpr:
			found = found || len(x.Args) > 1 && callsExec(x)
		}
		return !found
	})
	return found
}

func callsExec(x *syntax.CallExpr) bool {
	name, _ := literal(x.Args[0])
	return name == "exec"
}

// subshellForm: a shell that comes to a subshell last of all may go on as it.
func (e *eval) subshellForm(x *syntax.Subshell, depth int) form {
	if last := len(x.Stmts) - 1; e.becomes() && last >= 0 {
		if f := e.form(x.Stmts[last], depth+1); f.waits() || f.last == "simple" || f.last == "list" || f.exec {
			return form{last: f.last}
		}
	}
	return form{last: "compound"}
}

// waits: the program only waits, and takes no more notice of TERM than a shell does.
func (f form) waits() bool {
	switch f.last {
	case "sleep", "tail", "cat", "nc":
		return true
	}
	return false
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
	last, known := simpleForm(cmd.Name, life), cmd.Name
	if known == unknown {
		known = ""
	}
	if name != "exec" || len(x.Args) < 2 {
		return form{last: last, name: known, plain: !inShell(name), life: life}
	}
	if last == "simple" {
		last = "exec"
	}
	return form{last: last, name: known, exec: true, life: life}
}

// inShell tells whether the shell carries the command out itself.
func inShell(name string) bool {
	_, known := builtins[name]
	return known
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
	case syntax.AndStmt, syntax.OrStmt:
		if e.dead[x] {
			return e.form(x.X, depth+1)
		}
		return e.listForm(e.form(x.X, depth+1), e.form(x.Y, depth+1), x.Op == syntax.OrStmt)
	}
	return form{last: "pipeline"}
}

// listForm: a list comes to its right side, unless its left side goes on for ever.
func (e *eval) listForm(left, right form, or bool) form {
	switch {
	case left.exec, or && left.last == "loop":
		return left
	case left.life == fact.Endless:
		return form{last: "compound"}
	case right.exec, right.waits(), right.last == "loop", right.last == "wait":
		return right
	case e.becomes() && right.last == "simple" && right.life != fact.Finite:
		return form{last: "list", life: right.life}
	}
	return form{last: "compound"}
}

func (e *eval) ifForm(x *syntax.IfClause, depth int) form {
	var branches [][]*syntax.Stmt
	for ; x != nil; x = x.Else {
		if !e.dead[x] {
			branches = append(branches, x.Then)
		}
	}
	return e.branchForm(branches, depth)
}

func (e *eval) caseForm(x *syntax.CaseClause, depth int) form {
	var branches [][]*syntax.Stmt
	for _, item := range x.Items {
		if !e.dead[item] {
			branches = append(branches, item.Stmts)
		}
	}
	return e.branchForm(branches, depth)
}

// branchForm is that of the branches that go on; where they differ nothing is known but that none of them need be a shell.
func (e *eval) branchForm(branches [][]*syntax.Stmt, depth int) form {
	var on []form
	for _, b := range branches {
		if len(b) == 0 || callName(b[len(b)-1]) == "exit" {
			continue
		}
		if f := e.form(b[len(b)-1], depth+1); f.last != "simple" || f.life != fact.Finite {
			on = append(on, f)
		}
	}
	execs := func(f form) bool { return f.exec }
	switch {
	case len(on) == 0:
		return form{last: "compound"}
	case !slices.ContainsFunc(on, func(f form) bool { return !f.exec }), !slices.ContainsFunc(on, func(f form) bool { return !f.waits() }):
		return on[0]
	case slices.ContainsFunc(on, execs), e.becomes() && e.out.Shell != "bash" && slices.ContainsFunc(on, func(f form) bool { return f.last == "simple" || f.last == "list" }):
		return form{last: "simple"}
	}
	return form{last: "compound"}
}
