package shell

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/podlint/podlint/internal/fact"
)

// sequence walks statements one after the other.
func (e *eval) sequence(list []*syntax.Stmt, c ctx) flow {
	total := flow{life: fact.Finite}
	for _, s := range list {
		total = total.then(e.stmt(s, c))
		if total.stop {
			break
		}
	}
	return total
}

// topLevel is sequence for the outermost script; it keeps how each statement ends.
func (e *eval) topLevel(f *syntax.File, c ctx) flow {
	e.top = f
	total := flow{life: fact.Finite}
	for _, s := range f.Stmts {
		e.lastFrom = len(e.out.Commands)
		fl := e.stmt(s, c)
		e.topFlow = append(e.topFlow, fl)
		total = total.then(fl)
		if total.stop {
			break
		}
	}
	return total
}

func (e *eval) stmt(s *syntax.Stmt, c ctx) flow {
	e.steps--
	c.depth++
	if e.steps < 0 || c.depth > maxDepth {
		e.out.Opaque = true
		return flow{life: fact.Unknown}
	}
	if !s.Background && !s.Coprocess {
		return e.redirected(s, c)
	}
	c.background = true
	mark := len(e.out.Commands)
	fl := e.isolated(func() flow { return e.redirected(s, c) })
	e.kills = e.kills || kills(e.out.Commands[mark:])
	fl.stop, fl.quit, fl.exits, fl.breaks, fl.fails = false, false, false, false, false
	e.jobs = append(e.jobs, fl)
	return flow{life: fact.Finite, by: fl.by, at: fl.at}
}

func (e *eval) command(s *syntax.Stmt, c ctx) flow {
	switch x := s.Cmd.(type) {
	case nil:
		return flow{life: fact.Finite}
	case *syntax.CallExpr:
		return e.simple(s, x, c)
	case *syntax.Block:
		return e.sequence(x.Stmts, c)
	case *syntax.Subshell:
		return e.subshell(x.Stmts, c)
	case *syntax.IfClause:
		return e.ifClause(x, c)
	case *syntax.CaseClause:
		return e.caseClause(x, c)
	case *syntax.WhileClause:
		return e.whileClause(x, c)
	case *syntax.ForClause:
		return e.forClause(x, c)
	case *syntax.BinaryCmd:
		return e.binary(x, c)
	}
	return e.rarer(s, c)
}

func (e *eval) rarer(s *syntax.Stmt, c ctx) flow {
	switch x := s.Cmd.(type) {
	case *syntax.FuncDecl:
		if e.funcs == nil {
			e.funcs = map[string]function{}
		}
		if x.Name != nil && x.Body != nil {
			e.funcs[x.Name.Value] = function{x.Body, e.frame}
		}
	case *syntax.DeclClause:
		e.assignments(x.Args, c)
	case *syntax.TestClause:
		e.testClause(s, x, c)
	case *syntax.TimeClause:
		if x.Stmt != nil {
			return e.stmt(x.Stmt, c)
		}
	case *syntax.CoprocClause:
		c.background = true
		e.jobs = append(e.jobs, e.stmt(x.Stmt, c))
	}
	return flow{life: fact.Finite}
}

func (e *eval) subshell(list []*syntax.Stmt, c ctx) flow {
	fl := e.isolated(func() flow { return e.sequence(list, c) })
	return flow{life: fl.life, by: fl.by, at: fl.at}
}

// assignments keeps what A=b sets.
func (e *eval) assignments(list []*syntax.Assign, c ctx) {
	for _, a := range list {
		if a.Name == nil || a.Naked {
			continue
		}
		if a.Value == nil && a.Array == nil {
			e.assign(a.Name.Value, "")
			continue
		}
		if a.Append || a.Array != nil || a.Index != nil {
			e.assign(a.Name.Value, unknown)
			continue
		}
		inner := c
		inner.wait = c.wait || c.waits
		e.supposes(a.Name.Value, a.Value)
		e.assign(a.Name.Value, e.grow(e.value(a.Value, inner)))
	}
}

// simple walks a simple command.
func (e *eval) simple(s *syntax.Stmt, x *syntax.CallExpr, c ctx) flow {
	if len(x.Args) == 0 {
		e.assignments(x.Assigns, c)
		return flow{life: fact.Finite}
	}
	name := callName(s)
	c.echoed = name == "echo" || name == "printf"
	argv := e.words(x.Args, c)
	for _, a := range x.Assigns { // for this command alone: only what it substitutes matters
		e.value(a.Value, c)
	}
	if len(argv) == 0 {
		argv = []string{unknown} // what a variable holds may be any command: "${@:-start}" is that of whoever calls the script
	}
	if digests(argv) {
		c.out = &sink{kept: true}
	}
	return e.do(&call{
		e: e, argv: argv, at: e.place(x.Pos()), text: e.source(x), ctx: c, base: -1, words: x.Args, stmt: s, expr: x,
	})
}

func (e *eval) ifClause(x *syntax.IfClause, c ctx) flow {
	var list []flow
	for ; x != nil; x = x.Else {
		t := holds // of else
		if len(x.Cond) > 0 {
			e.condition(x.Cond, c)
			t = e.conditionTruth(x.Cond)
		}
		if e.reach(x, t != fails) {
			then := c.without(e.missing(x.Cond, true))
			if t == holds && len(list) == 0 {
				e.passOver(x.Else)
				return e.sequence(x.Then, then)
			}
			list = append(list, e.branch(func() flow { return e.sequence(x.Then, then) }))
		}
		if t == holds {
			e.passOver(x.Else)
			return either(list)
		}
		c = c.without(e.missing(x.Cond, false))
	}
	return either(append(list, flow{life: fact.Finite}))
}

// passOver keeps that the branches from x on are not reached.
func (e *eval) passOver(x *syntax.IfClause) {
	for ; x != nil; x = x.Else {
		e.reach(x, false)
	}
}

// reach keeps whether a part of the script ever runs, and gives back whether it does now.
func (e *eval) reach(n syntax.Node, now bool) bool {
	if e.dead == nil {
		e.dead = map[syntax.Node]bool{}
	}
	if _, met := e.dead[n]; now || !met {
		e.dead[n] = !now
	}
	return now
}

// condition walks what is asked before a branch or in a loop.
func (e *eval) condition(list []*syntax.Stmt, c ctx) flow {
	c.cond = true
	c.wait = c.wait || c.waits
	return e.sequence(list, c)
}

func (e *eval) caseClause(x *syntax.CaseClause, c ctx) flow {
	e.value(x.Word, c)
	taken, decided := e.itemTaken(x)
	if decided {
		return e.take(x.Items, taken, c)
	}
	var list []flow
	complete := false
	for _, item := range x.Items {
		e.reach(item, true)
		for _, p := range item.Patterns {
			lit, _ := literal(p)
			complete = complete || lit == "*"
		}
		list = append(list, e.branch(func() flow { return e.sequence(item.Stmts, c) }))
	}
	if !complete {
		list = append(list, flow{life: fact.Finite})
	}
	return either(list)
}

// take walks the one item of a case that is taken.
func (e *eval) take(items []*syntax.CaseItem, taken *syntax.CaseItem, c ctx) flow {
	fl := flow{life: fact.Finite}
	for _, item := range items {
		if e.reach(item, item == taken) {
			fl = e.sequence(item.Stmts, c)
		}
	}
	return fl
}

func (e *eval) binary(x *syntax.BinaryCmd, c ctx) flow {
	switch x.Op {
	case syntax.Pipe, syntax.PipeAll:
		return e.pipe(x, c)
	case syntax.AndStmt:
		return e.and(x, c)
	}
	return e.or(x, c)
}

func (e *eval) pipe(x *syntax.BinaryCmd, c ctx) flow {
	left := c
	left.out = &sink{kept: keeps(x.Y, c)}
	if x.Op == syntax.PipeAll {
		left.err = left.out
	}
	fx := e.isolated(func() flow { return e.stmt(x.X, left) })
	if callName(x.X) == "yes" {
		fx.life = fact.Finite // it answers questions for as long as somebody asks
	}
	right := c
	right.input, right.piped, right.up = true, true, fx.life
	fy := e.isolated(func() flow { return e.stmt(x.Y, right) })
	return beside(fx, fy)
}

func (e *eval) and(x *syntax.BinaryCmd, c ctx) flow {
	left := c
	left.wait = c.wait || c.waits
	fx := e.stmt(x.X, left)
	t := e.stmtTruth(x.X, maxCalls)
	switch {
	case !e.reach(x, t != fails):
		return fx
	case t == holds, !isTest(x.X):
		return fx.then(e.stmt(x.Y, c))
	}
	right := c.without(e.missing([]*syntax.Stmt{x.X}, true))
	fy := e.branch(func() flow { return e.stmt(x.Y, right) })
	return fx.then(either([]flow{fy, {life: fact.Finite}}))
}

func (e *eval) or(x *syntax.BinaryCmd, c ctx) flow {
	left := c
	left.ignorable = c.ignorable || tolerates(x.Y)
	left.fallback = c.fallback || !tolerates(x.Y) && !gives(x.Y)
	left.wait = c.wait || c.waits
	fx := e.stmt(x.X, left)
	t := e.stmtTruth(x.X, maxCalls)
	switch {
	case !e.reach(x, t != holds):
		return fx
	case t == fails:
		return fx.then(e.stmt(x.Y, c))
	}
	right := c.without(e.missing([]*syntax.Stmt{x.X}, false))
	fy := e.branch(func() flow { return e.stmt(x.Y, right) })
	return instead(x, fx, fy)
}

// instead is the flow of a || b where b may run or not.
func instead(x *syntax.BinaryCmd, fx, fy flow) flow {
	if fy.fails {
		return fx
	}
	out := fx
	out.stop, out.quit = false, false
	out.exits, out.breaks = fx.exits || fy.exits, fx.breaks || fy.breaks
	if fx.life == fact.Finite && fy.life != fact.Finite && (isTest(x.X) || fy.life == fact.Unknown) {
		out.life, out.by, out.at = fact.Unknown, fy.by, fy.at
	}
	return out
}

// callName is the literal name of a simple command, else empty.
func callName(s *syntax.Stmt) string {
	if s == nil {
		return ""
	}
	if x, ok := s.Cmd.(*syntax.CallExpr); ok && len(x.Args) > 0 {
		name, _ := literal(x.Args[0])
		return name
	}
	return ""
}

// isTest tells whether a statement asks a question: whether it succeeds is open. Other commands are taken to succeed.
func isTest(s *syntax.Stmt) bool { return testWithin(s, 16) }

// testWithin looks into lists no deeper than depth: a list of thousands is walked at each of its links.
func testWithin(s *syntax.Stmt, depth int) bool {
	switch x := s.Cmd.(type) {
	case *syntax.TestClause, *syntax.ArithmCmd:
		return true
	case *syntax.BinaryCmd:
		return depth > 0 && (testWithin(x.Y, 0) || testWithin(x.X, depth-1))
	}
	switch callName(s) {
	case "[", "test", "grep", "egrep", "pgrep", "pidof", "command", "which", "type", "nc", "diff", "cmp", "false":
		return true
	}
	return s.Negated
}

// gives tells whether the right side of || does nothing but end: exit 1, return, break.
func gives(s *syntax.Stmt) bool {
	switch callName(s) {
	case "exit", "return", "break", "continue", "false":
		return true
	}
	return false
}

// tolerates tells whether the right side of || makes a failure harmless.
func tolerates(s *syntax.Stmt) bool {
	switch callName(s) {
	case "true", ":", "echo", "printf":
		return true
	}
	return false
}

func (e *eval) testClause(s *syntax.Stmt, x *syntax.TestClause, c ctx) {
	words := e.testWords([]string{"["}, x.X, c)
	(&call{e: e, argv: words, at: e.place(x.Pos()), text: e.source(x), ctx: c, base: -1, stmt: s}).test()
}

// testWords are the words of what stands in [[ ]], in the order in which [ takes them.
func (e *eval) testWords(words []string, x syntax.TestExpr, c ctx) []string {
	switch x := x.(type) {
	case *syntax.UnaryTest:
		return e.testWords(append(words, x.Op.String()), x.X, c)
	case *syntax.BinaryTest:
		return e.testWords(append(e.testWords(words, x.X, c), x.Op.String()), x.Y, c)
	case *syntax.ParenTest:
		return append(e.testWords(append(words, "("), x.X, c), ")")
	case *syntax.Word:
		return append(words, e.value(x, c))
	}
	return words
}
