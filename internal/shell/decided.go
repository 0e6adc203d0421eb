package shell

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// truth is how a condition comes out: it holds, it fails, or that hangs on what is not known.
type truth int

const (
	open truth = iota
	holds
	fails
)

func truthOf(b bool) truth {
	if b {
		return holds
	}
	return fails
}

func (t truth) not() truth {
	switch t {
	case holds:
		return fails
	case fails:
		return holds
	}
	return open
}

func (t truth) and(u truth) truth {
	switch {
	case t == fails || u == fails:
		return fails
	case t == holds && u == holds:
		return holds
	}
	return open
}

func (t truth) or(u truth) truth { return t.not().and(u.not()).not() }

// conditionTruth is how the list of statements comes out that if and while ask.
func (e *eval) conditionTruth(list []*syntax.Stmt) truth {
	if len(list) == 0 {
		return open
	}
	return e.stmtTruth(list[len(list)-1], maxCalls)
}

// stmtTruth is how a statement comes out where that hangs on nothing but texts and variables whose values are known and stay:
// [ "$MODE" = once ]. It looks into lists no deeper than depth.
func (e *eval) stmtTruth(s *syntax.Stmt, depth int) truth {
	out := open
	switch x := s.Cmd.(type) {
	case *syntax.ArithmCmd:
		if w, ok := x.X.(*syntax.Word); ok && (w.Lit() == "0" || w.Lit() == "1") {
			out = truthOf(w.Lit() == "1")
		}
	case *syntax.TestClause:
		out = e.testTruth(x.X)
	case *syntax.CallExpr:
		if words, ok := e.askedWords(x); ok {
			out = callTruth(words)
		}
	case *syntax.BinaryCmd:
		out = e.listTruth(x, depth)
	}
	if s.Negated {
		return out.not()
	}
	return out
}

// listTruth is that of a list of && or ||.
func (e *eval) listTruth(x *syntax.BinaryCmd, depth int) truth {
	if depth == 0 || x.Op != syntax.AndStmt && x.Op != syntax.OrStmt {
		return open
	}
	left, right := e.stmtTruth(x.X, depth-1), e.stmtTruth(x.Y, depth-1)
	if x.Op == syntax.AndStmt {
		return left.and(right)
	}
	return left.or(right)
}

// askedWords are those of a command that does nothing but answer by the texts that it is given: true, [ ... ], $DEBUG.
func (e *eval) askedWords(x *syntax.CallExpr) ([]string, bool) {
	if len(x.Args) == 0 {
		return nil, false
	}
	if name, written := literal(x.Args[0]); written && !answers(name) {
		return nil, false
	}
	words, ok := e.steadyWords(x.Args)
	return words, ok && len(words) > 0
}

func answers(name string) bool {
	switch name {
	case "[", "test", "true", ":", "/bin/true", "false", "/bin/false":
		return true
	}
	return false
}

// steadyWords expands words that hold nothing but text and variables whose values are known and stay for as long as the loops around run.
func (e *eval) steadyWords(list []*syntax.Word) ([]string, bool) {
	var words []string
	for _, w := range list {
		if s, ok := literal(w); ok {
			words = append(words, s)
			continue
		}
		if !e.isSteady(w) {
			return nil, false
		}
		words = append(words, e.expand(w, ctx{})...)
	}
	return words, !slices.ContainsFunc(words, e.isOpen)
}

// isOpen tells whether a part of a word is not known, or stands for the names of files.
func (e *eval) isOpen(word string) bool {
	return strings.ContainsAny(word, "*?") || strings.Contains(plain(word), unknown) || e.isSymbol(word)
}

// isSymbol tells whether a part of a word is a name that only the cluster knows, in which no letter can be told from another.
func (e *eval) isSymbol(word string) bool {
	return e.opt.Symbol != "" && strings.Contains(word, e.opt.Symbol)
}

// isSteady tells whether nothing that a word expands is run or assigned within the loops around.
func (e *eval) isSteady(w *syntax.Word) bool {
	steady := true
	syntax.Walk(w, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.CmdSubst, *syntax.ProcSubst, *syntax.ArithmExp, *syntax.ExtGlob:
			steady = false
		case *syntax.ParamExp:
			steady = steady && n.Param != nil && e.stays(n.Param.Value) && (n.Exp == nil || e.isKnown(n.Param.Value))
		}
		return steady
	})
	return steady
}

// isKnown tells whether a variable has a value that is known: ${MODE:-once} says only then what it comes to.
func (e *eval) isKnown(name string) bool {
	_, known := e.paramValue(name)
	return known
}

// stays tells whether a variable has one value for as long as the loops around run, and that is no guess. A file that is not at hand may
// have set any of them.
func (e *eval) stays(name string) bool {
	if e.out.Opaque || e.guessed[name] {
		return false
	}
	positional := name >= "0" && name < ":"
	for _, l := range e.loops {
		_, moved := l[name]
		_, all := l[anyVariable]
		if moved || all || positional {
			return false
		}
	}
	return true
}

// assigned are the variables that the statements of a loop assign, and the functions that they call.
func (e *eval) assigned(do []*syntax.Stmt) map[string]bool {
	k := counters{e: e, moves: map[string]bool{}, seen: map[string]bool{}}
	for _, s := range do {
		k.walk(s)
	}
	return k.moves
}

// itemTaken is the item of a case whose pattern fits a word that is known and stays, nil where none fits; decided is false where that
// hangs on what is not known.
func (e *eval) itemTaken(x *syntax.CaseClause) (taken *syntax.CaseItem, decided bool) {
	v, ok := e.testWord(x.Word)
	if !ok {
		return nil, false
	}
	for _, item := range x.Items {
		if item.Op != syntax.Break {
			return nil, false // it falls through to the next one
		}
		for _, p := range item.Patterns {
			text, ok := literal(p)
			switch {
			case !ok, text != "*" && strings.ContainsAny(text, `*?[`):
				return nil, false
			case text == "*", text == v:
				return item, true
			}
		}
	}
	return nil, true
}

// supposes keeps that the value of a variable is a guess: the default of another one, which the image may set.
func (e *eval) supposes(name string, value *syntax.Word) {
	guess := false
	syntax.Walk(value, func(n syntax.Node) bool {
		if p, ok := n.(*syntax.ParamExp); ok && p.Param != nil {
			guess = guess || p.Exp != nil && !e.isKnown(p.Param.Value) || e.guessed[p.Param.Value]
		}
		return !guess
	})
	if !guess {
		return
	}
	if e.guessed == nil {
		e.guessed = map[string]bool{}
	}
	e.guessed[name] = true
}

// within walks a loop, in which the variables that its statements assign are no longer steady.
func (e *eval) within(do []*syntax.Stmt, f func() flow) flow {
	e.loops = append(e.loops, e.assigned(do))
	fl := f()
	e.loops = e.loops[:len(e.loops)-1]
	return fl
}

// testTruth is how [[ ... ]] comes out.
func (e *eval) testTruth(x syntax.TestExpr) truth {
	switch x := x.(type) {
	case *syntax.ParenTest:
		return e.testTruth(x.X)
	case *syntax.BinaryTest:
		switch x.Op {
		case syntax.AndTest:
			return e.testTruth(x.X).and(e.testTruth(x.Y))
		case syntax.OrTest:
			return e.testTruth(x.X).or(e.testTruth(x.Y))
		}
		return e.wordsTruth(x.X, x.Op.String(), x.Y)
	case *syntax.UnaryTest:
		if x.Op == syntax.TsNot {
			return e.testTruth(x.X).not()
		}
		return e.wordsTruth(nil, x.Op.String(), x.X)
	case *syntax.Word:
		if words, ok := e.testWord(x); ok {
			return truthOf(words != "")
		}
	}
	return open
}

// wordsTruth is that of an operator in [[ ... ]]; left is nil where it has one operand.
func (e *eval) wordsTruth(left syntax.TestExpr, op string, right syntax.TestExpr) truth {
	var args []string
	if left != nil {
		v, ok := e.testWord(left)
		if !ok {
			return open
		}
		args = append(args, v)
	}
	v, ok := e.testWord(right)
	if !ok {
		return open
	}
	args = append(args, op, v)
	return argsTruth(args)
}

// testWord is a word of [[ ... ]], which is not split.
func (e *eval) testWord(x syntax.TestExpr) (string, bool) {
	w, ok := x.(*syntax.Word)
	if !ok || !e.isSteady(w) {
		return "", false
	}
	v := e.value(w, ctx{})
	return v, !e.isOpen(v)
}

func callTruth(words []string) truth {
	switch words[0] {
	case "true", ":", "/bin/true":
		return holds
	case "false", "/bin/false":
		return fails
	case "[", "test":
		return argsTruth(testArgs(words))
	}
	return open
}

// testArgs are the arguments of test, and of [ and [[ without the bracket that closes them.
func testArgs(words []string) []string {
	args := words[1:]
	if n := len(args); n > 0 && (args[n-1] == "]" || args[n-1] == "]]") {
		return args[:n-1]
	}
	return args
}

// argsTruth is how test comes out for its arguments.
func argsTruth(args []string) truth {
	switch len(args) {
	case 1:
		return truthOf(args[0] != "")
	case 2:
		switch args[0] {
		case "-n":
			return truthOf(args[1] != "")
		case "-z":
			return truthOf(args[1] == "")
		}
	case 3:
		switch args[1] {
		case "=", "==":
			return truthOf(args[0] == args[2])
		case "!=":
			return truthOf(args[0] != args[2])
		}
		return numbersTruth(args[0], args[1], args[2])
	}
	if len(args) > 1 && args[0] == "!" {
		return argsTruth(args[1:]).not()
	}
	return open
}

func numbersTruth(left, op, right string) truth {
	a, wrongA := strconv.Atoi(left)
	b, wrongB := strconv.Atoi(right)
	if wrongA != nil || wrongB != nil {
		return open
	}
	switch op {
	case "-eq":
		return truthOf(a == b)
	case "-ne":
		return truthOf(a != b)
	case "-lt":
		return truthOf(a < b)
	case "-le":
		return truthOf(a <= b)
	case "-gt":
		return truthOf(a > b)
	case "-ge":
		return truthOf(a >= b)
	}
	return open
}
