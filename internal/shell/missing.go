package shell

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// without is a context in which a path is missing; empty adds nothing.
func (c ctx) without(file string) ctx {
	if file != "" {
		c.missing = file
	}
	return c
}

// missing is the path that is missing where a condition of one test comes out as told: [ ! -f path ] holds, [ -d path ] fails. Empty when it
// says nothing of that kind.
func (e *eval) missing(cond []*syntax.Stmt, holds bool) string {
	if len(cond) != 1 {
		return ""
	}
	word, there := e.askedFor(cond[0])
	if word == "" || there == (holds != cond[0].Negated) {
		return ""
	}
	file, glob, ok := e.path(word)
	if !ok || glob {
		return ""
	}
	return file
}

// askedFor is the path that a test asks for, and whether it is there when the test holds; empty when it asks something else.
func (e *eval) askedFor(s *syntax.Stmt) (file string, there bool) {
	switch x := s.Cmd.(type) {
	case *syntax.CallExpr:
		words, ok := e.askedWords(x)
		if !ok {
			return "", false
		}
		return presence(words)
	case *syntax.TestClause:
		return e.presenceIn(x.X)
	}
	return "", false
}

// presenceTests ask whether a file is there; -s whether there is something in it.
var presenceTests = []string{"-e", "-f", "-d", "-s", "-r", "-L"}

// presence is that of [ and test.
func presence(words []string) (file string, there bool) {
	if len(words) == 0 || words[0] != "[" && words[0] != "test" {
		return "", false
	}
	there = true
	args := testArgs(words)
	for len(args) == 3 && args[0] == "!" {
		args, there = args[1:], !there
	}
	if len(args) != 2 || !slices.Contains(presenceTests, args[0]) {
		return "", false
	}
	return args[1], there
}

// presenceIn is that of what stands in [[ ]].
func (e *eval) presenceIn(x syntax.TestExpr) (file string, there bool) {
	u, ok := x.(*syntax.UnaryTest)
	if !ok {
		return "", false
	}
	if u.Op == syntax.TsNot {
		file, there = e.presenceIn(u.X)
		return file, !there
	}
	w, ok := u.X.(*syntax.Word)
	if !ok || !slices.Contains(presenceTests, u.Op.String()) {
		return "", false
	}
	words, ok := e.steadyWords([]*syntax.Word{w})
	if !ok || len(words) != 1 {
		return "", false
	}
	return words[0], true
}
