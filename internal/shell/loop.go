package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/podlint/podlint/internal/fact"
)

func (e *eval) whileClause(x *syntax.WhileClause, c ctx) flow {
	kind := e.loopKind(x)
	leaves := kind != loopAsks && leaves(x.Do)
	inner := c
	inner.endless = c.endless || kind == loopEndless && !leaves
	inner.waits, inner.gives = leaves || kind == loopWaits, false
	cond := inner
	cond.wait = c.wait || kind == loopWaits
	outer := e.await
	defer func() { e.await = outer }()
	e.await = awaits(x, kind)
	e.condition(x.Cond, cond)
	if kind == loopReads {
		inner.endless = c.endless || c.up == fact.Endless && !leaves
	}
	inner.input, inner.piped, inner.up = false, false, ""
	fl := e.body(x.Do, inner)
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
	truth, constant := e.constant(last, x.Do)
	switch {
	case constant && truth != x.Until:
		return loopEndless
	case constant:
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
	if t, ok := last.Cmd.(*syntax.TestClause); ok {
		return testKind(e.source(t))
	}
	if b, ok := last.Cmd.(*syntax.BinaryCmd); ok && b.Op == syntax.OrStmt && callName(b.X) == "read" {
		return loopReads
	}
	return loopAsks
}

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

// constant tells whether a condition always comes out the same. do is the loop's body: a variable that it sets is no constant.
func (e *eval) constant(s *syntax.Stmt, do []*syntax.Stmt) (truth, ok bool) {
	switch x := s.Cmd.(type) {
	case *syntax.ArithmCmd:
		if w, isWord := x.X.(*syntax.Word); isWord {
			return w.Lit() != "0" != s.Negated, w.Lit() == "0" || w.Lit() == "1"
		}
	case *syntax.TestClause:
		if w, isWord := x.X.(*syntax.Word); isWord && w.Lit() != "" {
			return !s.Negated, true
		}
	case *syntax.CallExpr:
		words, known := e.constantWords(x, do)
		if !known {
			return false, false
		}
		truth, ok = constantCall(words)
		return truth != s.Negated, ok
	}
	return false, false
}

// constantWords expands words that hold nothing but text and variables that the loop leaves alone.
func (e *eval) constantWords(x *syntax.CallExpr, do []*syntax.Stmt) ([]string, bool) {
	var words []string
	for _, w := range x.Args {
		if s, ok := literal(w); ok {
			words = append(words, s)
			continue
		}
		p, ok := onlyParam(w)
		if !ok {
			return nil, false
		}
		v, known := e.lookup(p)
		if !known || e.assigns(do, p) {
			return nil, false
		}
		words = append(words, v)
	}
	return words, len(words) > 0
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

func (e *eval) assigns(do []*syntax.Stmt, name string) bool {
	for _, s := range do {
		from, to := int(s.Pos().Offset()), int(s.End().Offset())
		if from <= to && to <= len(e.frame.text) && strings.Contains(e.frame.text[from:to], name+"=") {
			return true
		}
	}
	return false
}

func constantCall(words []string) (truth, ok bool) {
	switch words[0] {
	case "true", ":", "/bin/true":
		return true, true
	case "false", "/bin/false":
		return false, true
	case "[", "test":
		args := words[1:]
		if n := len(args); n > 0 && args[n-1] == "]" {
			args = args[:n-1]
		}
		return constantTest(args)
	}
	return false, false
}

func constantTest(args []string) (truth, ok bool) {
	switch len(args) {
	case 1:
		return args[0] != "", true
	case 3:
		switch args[1] {
		case "=", "==", "-eq":
			return args[0] == args[2], true
		case "!=", "-ne":
			return args[0] != args[2], true
		}
	}
	return false, false
}

// leaves tells whether a loop's body can end the loop: break, return, exec, or exit with success or with a code that the script is told.
func leaves(do []*syntax.Stmt) bool {
	found := false
	for _, s := range do {
		walkLeaves(s, 0, &found)
	}
	return found
}

func walkLeaves(root syntax.Node, loops int, found *bool) {
	syntax.Walk(root, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl, *syntax.CmdSubst, *syntax.Subshell, *syntax.ProcSubst:
			return false
		case *syntax.WhileClause, *syntax.ForClause:
			if n != root {
				walkLeaves(n, loops+1, found)
				return false
			}
		case *syntax.Stmt:
			*found = *found || stmtLeaves(n, loops)
		}
		return !*found
	})
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
	inner := c
	left := leaves(x.Do)
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
