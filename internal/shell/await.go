package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/podlint/podlint/internal/fact"
)

// await is a question without whose answer a loop is not left, so that the program stays in it for as long as the file is missing.
type await struct {
	stmt  *syntax.Stmt
	holds bool // the loop is left only when the command succeeds, else only when it fails
}

// awaits finds the questions by which alone a while loop is left: its condition, or, in an endless loop, the condition of its only way out.
func awaits(x *syntax.WhileClause, kind loopKind) []await {
	last := len(x.Cond) - 1
	switch {
	case kind == loopWaits && exits(x.Cond[:last]) == 0 && exits(x.Do) == 0:
		return needs(x.Cond[last], x.Until)
	case kind == loopEndless && exits(x.Do) == 1:
		for _, s := range x.Do {
			if list := guards(s); len(list) > 0 {
				return list
			}
		}
	}
	return nil
}

// guards are the questions of a statement that leaves the loop by what they say: if test; then exit; fi, or test && exit.
func guards(s *syntax.Stmt) []await {
	switch x := s.Cmd.(type) {
	case *syntax.IfClause:
		if len(x.Cond) == 1 && exits(x.Then) == 1 {
			return needs(x.Cond[0], true)
		}
		if len(x.Cond) == 1 && x.Else != nil && len(x.Else.Cond) == 0 && exits(x.Else.Then) == 1 {
			return needs(x.Cond[0], false)
		}
	case *syntax.BinaryCmd:
		return guardsOfList(x)
	}
	return nil
}

func guardsOfList(x *syntax.BinaryCmd) []await {
	out := exits([]*syntax.Stmt{x.Y}) == 1
	switch {
	case x.Op == syntax.AndStmt && out:
		return needs(x.X, true)
	case x.Op == syntax.OrStmt && out:
		return needs(x.X, false)
	case x.Op == syntax.OrStmt: // test && exit || sleep 1
		return guards(x.X)
	}
	return nil
}

// needs are the questions that must all be answered for a statement to succeed, or to fail.
func needs(s *syntax.Stmt, succeeds bool) []await {
	succeeds = succeeds != s.Negated
	switch x := s.Cmd.(type) {
	case *syntax.TestClause:
		return []await{{s, succeeds}}
	case *syntax.CallExpr:
		if name := callName(s); name == "[" || name == "test" || lookers[name] > 0 {
			return []await{{s, succeeds}}
		}
	case *syntax.BinaryCmd:
		if x.Op == syntax.AndStmt && succeeds || x.Op == syntax.OrStmt && !succeeds {
			return append(needs(x.X, succeeds), needs(x.Y, succeeds)...)
		}
	}
	return nil
}

// lookers are the commands that fail for as long as the one file that they name is missing, by how many words stand beside their options.
var lookers = map[string]int{"ls": 1, "stat": 1, "cat": 1, "head": 1, "grep": 2, "egrep": 2, "fgrep": 2}

// exits counts the commands that may leave a loop or the script in whatever way.
func exits(list []*syntax.Stmt) int {
	n := 0
	for _, s := range list {
		syntax.Walk(s, func(node syntax.Node) bool {
			if st, ok := node.(*syntax.Stmt); ok && slices.Contains(leavers, callName(st)) {
				n++
			}
			return true
		})
	}
	return n
}

var leavers = []string{"break", "exit", "return", "exec", "kill", "eval", "."}

// ahead notes with what is awaited which commands may run until it is there. A script that was not read may hold others.
func (e *eval) ahead(facts []fact.Fact) {
	for i := range facts {
		if f := &facts[i]; f.Awaited && f.Ahead == 0 && !e.out.Opaque {
			f.Ahead = len(e.out.Commands)
		}
	}
}

// awaited is the question that the loop asks by this very command; false when it asks none, or goes on without the answer.
func (c *call) awaited() (await, bool) {
	i := slices.IndexFunc(c.e.await, func(a await) bool { return a.stmt == c.stmt })
	if i < 0 || c.ctx.background || c.ctx.limited {
		return await{}, false
	}
	return c.e.await[i], true
}

// looksFor tells whether the program goes no further before the command's only file is there.
func (c *call) looksFor() bool {
	a, ok := c.awaited()
	words := 0
	for _, w := range c.args() {
		if !strings.HasPrefix(w, "-") {
			words++
		}
	}
	return ok && a.holds && words == lookers[c.name()] && words > 0
}

// testedFor are the files without which the program goes no further, by what [ or test asks: one question, or several that must all come
// out the same way.
func (c *call) testedFor() []string {
	a, ok := c.awaited()
	if !ok {
		return nil
	}
	var out []string
	for _, part := range parts(testArgs(c.argv), a.holds) {
		missing := len(part) == 3 && part[0] == "!"
		if (len(part) == 2 || missing) && missing != a.holds {
			out = append(out, part[len(part)-1])
		}
	}
	return out
}

// parts are the questions of a test of which each must hold, or each must fail; the whole, which answers nothing, when they hang together otherwise.
func parts(words []string, hold bool) [][]string {
	joins := []string{"-o", "||"}
	if hold {
		joins = []string{"-a", "&&"}
	}
	var out [][]string
	for {
		i := slices.IndexFunc(words, func(w string) bool { return slices.Contains(joins, w) })
		if i < 0 {
			return append(out, words)
		}
		out, words = append(out, words[:i]), words[i+1:]
	}
}
