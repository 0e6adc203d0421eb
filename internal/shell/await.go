package shell

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// await is the one test for a file by which alone a loop is left, so that the program stays in it for as long as the file is missing.
type await struct {
	test  *syntax.Stmt // nil when there is none
	holds bool         // the loop is left when the test holds, else when it fails
}

// awaits finds the test by which alone a while loop is left: its condition, or, in an endless loop, the condition of its only way out.
func awaits(x *syntax.WhileClause, kind loopKind) await {
	switch {
	case kind == loopWaits && len(x.Cond) == 1 && exits(x.Do) == 0:
		return await{test: testOf(x.Cond[0]), holds: x.Until != x.Cond[0].Negated}
	case kind == loopEndless && exits(x.Do) == 1:
		for _, s := range x.Do {
			if a := guards(s); a.test != nil {
				return a
			}
		}
	}
	return await{}
}

// guards is the test of a statement that leaves the loop when the test holds: if test; then exit; fi, or test && exit.
func guards(s *syntax.Stmt) await {
	switch x := s.Cmd.(type) {
	case *syntax.IfClause:
		if len(x.Cond) == 1 && exits(x.Then) == 1 {
			return await{test: testOf(x.Cond[0]), holds: !x.Cond[0].Negated}
		}
	case *syntax.BinaryCmd:
		if x.Op == syntax.AndStmt && exits([]*syntax.Stmt{x.Y}) == 1 {
			return await{test: testOf(x.X), holds: !x.X.Negated}
		}
	}
	return await{}
}

// testOf is a statement that is a test and nothing else, else nil.
func testOf(s *syntax.Stmt) *syntax.Stmt {
	if _, ok := s.Cmd.(*syntax.TestClause); ok {
		return s
	}
	if name := callName(s); name == "[" || name == "test" {
		return s
	}
	return nil
}

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

// isAwaited tells whether the program goes no further before the test's only file is there.
func (c *call) isAwaited() bool {
	a := c.e.await
	if a.test == nil || a.test != c.stmt || c.ctx.background || c.ctx.limited {
		return false
	}
	words := c.argv[1:]
	if n := len(words); n > 0 && words[n-1] == "]" {
		words = words[:n-1]
	}
	missing := len(words) == 3 && words[0] == "!"
	return (len(words) == 2 || missing) && missing != a.holds
}
