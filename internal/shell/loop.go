package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/podlint/podlint/internal/fact"
)

func (e *eval) whileClause(x *syntax.WhileClause, c ctx) flow {
	return e.within(slices.Concat(x.Cond, x.Do), func() flow { return e.rounds(x, c) })
}

func (e *eval) rounds(x *syntax.WhileClause, c ctx) flow {
	kind := e.loopKind(x)
	leaves := kind != loopAsks && e.leaves(x.Do)
	inner := c
	inner.endless = c.endless || kind == loopEndless && !leaves
	inner.waits, inner.gives = leaves || kind == loopWaits, false
	cond := inner
	cond.wait = c.wait || kind == loopWaits
	outer, at := e.await, len(e.out.Facts)
	defer func() { e.await = outer }()
	e.await = awaits(x, kind)
	asked := e.condition(x.Cond, cond)
	if kind == loopReads {
		inner.endless = c.endless || c.up == fact.Endless && !leaves
	}
	inner.input, inner.piped, inner.up = false, false, ""
	fl := e.body(x.Do, inner)
	e.ahead(e.out.Facts[at:])
	if asked.life == fact.Endless { // while ! tail -f log: the question is the work
		return asked
	}
	return e.loopFlow(x, kind, leaves, fl)
}

// The kinds of loops.
type loopKind int

const (
	loopAsks    loopKind = iota // goes on while something holds
	loopWaits                   // goes on until something holds
	loopEndless                 // its condition is always true
	loopReads                   // goes on while there is input
	loopJobs                    // goes on while a background job lives
)

func (e *eval) loopFlow(x *syntax.WhileClause, kind loopKind, leaves bool, body flow) flow {
	out := flow{life: fact.Finite, by: e.source(x), at: e.place(x.Pos()), exits: body.exits, quits: kind == loopReads && leaves}
	switch {
	case body.life == fact.Endless:
		out.life, out.by, out.at = body.life, body.by, body.at
	case kind == loopEndless && !leaves:
		out.life, out.exits = fact.Endless, false
	case kind == loopReads && readsAnew(x):
		out.life = fact.Unknown
	case kind == loopJobs:
		jobs := together(e.jobs)
		out.life = jobs.life
	case body.life == fact.Unknown:
		out.life, out.by, out.at = body.life, body.by, body.at
	case kind == loopEndless && hasExec(x.Do), kind == loopAsks && !asks(x):
		out.life = fact.Unknown
	}
	return out
}

// readsAnew tells whether each round opens what it reads again: a file gives its first line for ever, and a pipe ends with its writers.
func readsAnew(x *syntax.WhileClause) bool {
	return slices.ContainsFunc(x.Cond[len(x.Cond)-1].Redirs, func(r *syntax.Redirect) bool { return r.Op == syntax.RdrIn })
}

// asks tells whether a condition asks a question. Where it does some work instead, the loop goes on for as long as that succeeds.
func asks(x *syntax.WhileClause) bool {
	last := x.Cond[len(x.Cond)-1]
	if x.Until && last.Negated {
		last = positive(last)
	}
	name := callName(last)
	_, said := last.Cmd.(*syntax.CallExpr)
	return isTest(last) || !said || name == "" || name == "read" || name == "getopts" || name == "shift" || name == "true" || name == "false" || strings.HasPrefix(name, "$")
}

// positive is a statement without the ! before it.
func positive(s *syntax.Stmt) *syntax.Stmt {
	out := *s
	out.Negated = false
	return &out
}

// body walks the statements of a loop, which run any number of times.
func (e *eval) body(list []*syntax.Stmt, c ctx) flow {
	c.loop = true
	fl := e.branch(func() flow {
		if c.endless {
			e.count(list)
		}
		return e.sequence(list, c)
	})
	fl.stop, fl.quit, fl.breaks, fl.fails = false, false, false, false
	return fl
}

func (e *eval) loopKind(x *syntax.WhileClause) loopKind {
	if len(x.Cond) == 0 {
		return loopEndless
	}
	last := x.Cond[len(x.Cond)-1]
	t := e.stmtTruth(last, maxCalls)
	switch {
	case t != open && (t == holds) != x.Until:
		return loopEndless
	case t != open:
		return loopAsks
	case x.Until && last.Negated: // until ! work is while work
		return e.askingKind(positive(last))
	case x.Until || last.Negated:
		return loopWaits
	}
	return e.askingKind(last)
}

// askingKind is the kind of a while loop by what its condition asks.
func (e *eval) askingKind(last *syntax.Stmt) loopKind {
	switch name := callName(last); name {
	case "read":
		return loopReads
	case "kill", "pgrep", "pidof", "ps":
		return loopJobs
	case "[", "test":
		return testKind(e.source(last))
	case "inotifywait", "inotifyd":
		return loopEndless
	default:
		if _, ok := silent[name]; ok {
			return loopEndless
		}
	}
	switch x := last.Cmd.(type) {
	case *syntax.TestClause:
		return testKind(e.source(x))
	case *syntax.BinaryCmd:
		return e.listKind(x)
	}
	return loopAsks
}

// listKind is the kind of a while loop that asks several questions.
func (e *eval) listKind(b *syntax.BinaryCmd) loopKind {
	switch {
	case b.Op != syntax.OrStmt:
		return loopAsks
	case callName(b.X) == "read":
		return loopReads
	case e.asksForMissing(b.X) && e.asksForMissing(b.Y):
		return loopWaits
	}
	return loopAsks
}

// asksForMissing tells whether a condition of a while loop asks for what is not there yet.
func (e *eval) asksForMissing(s *syntax.Stmt) bool { return s.Negated || e.askingKind(s) == loopWaits }

// testKind tells a loop that waits (while [ ! -f x ], while [ "$(cmd)" != 200 ]) from one that goes on while a file is there.
func testKind(text string) loopKind {
	for f := range strings.FieldsSeq(text) {
		switch f {
		case "!", "-z", "!=", "-ne", "-lt", "-eq", "=", "==":
			return loopWaits
		}
	}
	return loopAsks
}

func onlyParam(w *syntax.Word) (string, bool) {
	parts := w.Parts
	if q, ok := parts[0].(*syntax.DblQuoted); ok && len(parts) == 1 {
		parts = q.Parts
	}
	if len(parts) != 1 {
		return "", false
	}
	p, ok := parts[0].(*syntax.ParamExp)
	if !ok || p.Exp != nil || p.Param == nil || p.Length || p.Excl {
		return "", false
	}
	return p.Param.Value, true
}

// leaves tells whether a loop's body can end the loop: break, return, exec, or exit with success or with a code that the script is told.
func (e *eval) leaves(do []*syntax.Stmt) bool {
	return slices.ContainsFunc(do, func(s *syntax.Stmt) bool { return e.leavesWithin(s, 0) })
}

// leavesWithin looks into what stands in so many loops of the body, and passes over what is never reached.
func (e *eval) leavesWithin(root syntax.Node, loops int) bool {
	found := false
	syntax.Walk(root, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl, *syntax.CmdSubst, *syntax.Subshell, *syntax.ProcSubst:
			return false
		case *syntax.WhileClause, *syntax.ForClause:
			if n != root {
				found = found || e.leavesWithin(n, loops+1)
				return false
			}
		case *syntax.IfClause:
			if t := e.conditionTruth(n.Cond); t != open {
				found = found || e.leavesBranch(n, t, loops)
				return false
			}
		case *syntax.BinaryCmd:
			if e.endsAtLeft(n) {
				return false
			}
		case *syntax.Stmt:
			found = found || stmtLeaves(n, loops)
		}
		return !found
	})
	return found
}

// endsAtLeft tells whether the right side of a list is never reached.
func (e *eval) endsAtLeft(x *syntax.BinaryCmd) bool {
	t := e.stmtTruth(x.X, maxCalls)
	return x.Op == syntax.AndStmt && t == fails || x.Op == syntax.OrStmt && t == holds
}

// leavesBranch looks into the branch that a condition decides on.
func (e *eval) leavesBranch(x *syntax.IfClause, t truth, loops int) bool {
	if t == fails {
		return x.Else != nil && e.leavesWithin(x.Else, loops)
	}
	return slices.ContainsFunc(x.Then, func(s *syntax.Stmt) bool { return e.leavesWithin(s, loops) })
}

func stmtLeaves(s *syntax.Stmt, loops int) bool {
	x, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(x.Args) == 0 {
		return false
	}
	arg, told := "", true
	if len(x.Args) > 1 {
		arg, told = literal(x.Args[1])
	}
	switch x.Args[0].Lit() {
	case "break":
		return loops == 0 || arg > "1"
	case "exit":
		return len(x.Args) == 1 || arg == "0" || !told && !isStatus(x.Args[1])
	case "return":
		return true
	case "exec":
		return len(x.Args) > 1
	}
	return false
}

// isStatus tells whether a word is $?: that of the command before it, with which a script passes its failure on.
func isStatus(w *syntax.Word) bool {
	name, ok := onlyParam(w)
	return ok && name == "?"
}

func hasExec(do []*syntax.Stmt) bool {
	found := false
	for _, s := range do {
		syntax.Walk(s, func(n syntax.Node) bool {
			if st, ok := n.(*syntax.Stmt); ok && callName(st) == "exec" {
				found = true
			}
			return !found
		})
	}
	return found
}

func (e *eval) forClause(x *syntax.ForClause, c ctx) flow {
	return e.within(x.Do, func() flow { return e.forRounds(x, c) })
}

func (e *eval) forRounds(x *syntax.ForClause, c ctx) flow {
	inner := c
	left := e.leaves(x.Do)
	inner.waits, inner.gives = left, left
	switch loop := x.Loop.(type) {
	case *syntax.CStyleLoop:
		endless := loop.Cond == nil && !left
		inner.endless, inner.gives = c.endless || endless, left && loop.Cond != nil
		fl := e.body(x.Do, inner)
		if endless && fl.life != fact.Endless {
			return flow{life: fact.Endless, by: e.source(x), at: e.place(x.Pos())}
		}
		return fl
	case *syntax.WordIter:
		return e.forWords(x, loop, c, inner)
	}
	return flow{life: fact.Finite}
}

// forWords walks the body once for each word when these are few and known, else once.
func (e *eval) forWords(x *syntax.ForClause, loop *syntax.WordIter, c, inner ctx) flow {
	items := e.words(loop.Items, c)
	if !loop.InPos.IsValid() && e.params != nil {
		items = e.params[min(1, len(e.params)):]
	}
	inner.times = e.times(loop, items, x.Do)
	known := len(items) > 0 && len(items) <= maxItems
	for _, it := range items {
		known = known && !strings.Contains(it, unknown) && !strings.ContainsAny(it, "*?")
	}
	if !known {
		items = []string{common(items)}
	}
	total := flow{life: fact.Finite}
	for _, it := range items {
		if loop.Name != nil {
			e.assign(loop.Name.Value, it)
		}
		total = total.then(e.body(x.Do, inner))
	}
	return total
}

// common is the single pattern of a loop over files, else unknown.
func common(items []string) string {
	if len(items) == 1 {
		return items[0]
	}
	return unknown
}
