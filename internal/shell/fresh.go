package shell

import (
	"strings"
	"unicode"

	"mvdan.cc/sh/v3/syntax"

	"github.com/podlint/podlint/internal/pattern"
)

// freshMark follows the mark for the unknown where a word is another one each time: a date, a counter. It is of the private use area and
// never leaves the package.
const freshMark = "\uE002"

// fresh stands for a part of a word that is not known, and another one in each round of a loop.
const fresh = unknown + freshMark

// isFresh tells whether a part of a word is another one each time.
func isFresh(word string) bool { return strings.Contains(word, freshMark) }

// settle takes away that a word is another one each time.
func settle(word string) string { return strings.ReplaceAll(word, freshMark, "") }

// count prepares the variables for the rounds of a loop: what was made before it stays the same in all of them, and a counter that it
// moves on is another one in each.
func (e *eval) count(do []*syntax.Stmt) {
	for name, v := range e.vars {
		if isFresh(v) {
			e.assign(name, settle(v))
		}
	}
	k := counters{e: e, moves: map[string]bool{}, seen: map[string]bool{}}
	for _, s := range do {
		k.walk(s)
	}
	for name, moves := range k.moves {
		if moves && name != "" {
			e.assign(name, fresh)
		}
	}
}

// counters tells of each variable that statements assign whether they do nothing with it but count on.
type counters struct {
	e     *eval
	moves map[string]bool
	seen  map[string]bool // functions that were walked
}

func (k *counters) note(name string, moves bool) {
	old, noted := k.moves[name]
	k.moves[name] = moves && (old || !noted)
}

// walk looks at a statement, and at the functions that it calls.
func (k *counters) walk(root *syntax.Stmt) {
	syntax.Walk(root, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.FuncDecl:
			return false
		case *syntax.Assign:
			if n.Name != nil && !n.Naked {
				k.note(n.Name.Value, countsOn(n.Name.Value, n.Value))
			}
		case *syntax.WordIter:
			k.note(n.Name.Value, false)
		case *syntax.CallExpr:
			k.called(n)
		case syntax.ArithmExpr:
			arithmetic(n, k.note)
		}
		return true
	})
}

// anyVariable stands for all variables: a text that the shell takes in may assign any of them.
const anyVariable = "*"

func (k *counters) called(x *syntax.CallExpr) {
	if len(x.Args) == 0 {
		return
	}
	name, _ := literal(x.Args[0])
	switch name {
	case "eval", ".", "source":
		k.note(anyVariable, false)
	case "read", "getopts", "unset", "let", "mapfile", "readarray", "printf":
		for _, w := range x.Args[1:] {
			word, _ := literal(w)
			k.note(leadingName(word), false)
		}
	}
	if fn, ok := k.e.funcs[name]; ok && !k.seen[name] {
		k.seen[name] = true
		k.walk(fn.body)
	}
}

// leadingName is the variable that a word begins with: n of n=1 and n++.
func leadingName(word string) string {
	end := strings.IndexFunc(word, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if end < 0 {
		return word
	}
	return word[:end]
}

// arithmetic notes what an expression does to variables: n++, n+=1, n=n+1 and others.
func arithmetic(x syntax.ArithmExpr, note func(name string, moves bool)) {
	switch x := x.(type) {
	case *syntax.UnaryArithm:
		if x.Op == syntax.Inc || x.Op == syntax.Dec {
			note(variable(x.X), x.Op == syntax.Inc)
		}
	case *syntax.BinaryArithm:
		switch x.Op {
		case syntax.AddAssgn:
			note(variable(x.X), true)
		case syntax.Assgn:
			note(variable(x.X), addsTo(variable(x.X), x.Y))
		case syntax.SubAssgn, syntax.MulAssgn, syntax.QuoAssgn, syntax.RemAssgn, syntax.AndAssgn, syntax.OrAssgn, syntax.XorAssgn, syntax.ShlAssgn, syntax.ShrAssgn:
			note(variable(x.X), false)
		}
	}
}

// variable is the name of the variable that an operand is, else empty.
func variable(x syntax.ArithmExpr) string {
	w, ok := x.(*syntax.Word)
	if !ok || len(w.Parts) != 1 {
		return ""
	}
	switch p := w.Parts[0].(type) {
	case *syntax.Lit:
		return p.Value
	case *syntax.ParamExp:
		if p.Param != nil {
			return p.Param.Value
		}
	}
	return ""
}

// addsTo holds for name + 1: a sum of the variable and something, without a remainder that makes it start over.
func addsTo(name string, x syntax.ArithmExpr) bool {
	found, other := false, false
	syntax.Walk(x, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.BinaryArithm:
			other = other || n.Op != syntax.Add
		case *syntax.Word:
			found = found || variable(n) == name
		}
		return true
	})
	return found && !other
}

// countsOn tells whether the value that a variable is given is its own and something: n=$((n+1)), n=$(expr $n + 1).
func countsOn(name string, w *syntax.Word) bool {
	if w == nil || len(w.Parts) != 1 {
		return false
	}
	parts := w.Parts
	if q, ok := parts[0].(*syntax.DblQuoted); ok && len(q.Parts) == 1 {
		parts = q.Parts
	}
	switch p := parts[0].(type) {
	case *syntax.ArithmExp:
		return addsTo(name, p.X)
	case *syntax.CmdSubst:
		return len(p.Stmts) == 1 && exprAdds(name, p.Stmts[0])
	}
	return false
}

// exprAdds holds for expr $n + 1.
func exprAdds(name string, s *syntax.Stmt) bool {
	x, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || len(x.Args) != 4 || callName(s) != "expr" {
		return false
	}
	op, _ := literal(x.Args[2])
	first, _ := onlyParam(x.Args[1])
	second, _ := onlyParam(x.Args[3])
	return op == "+" && (first == name || second == name)
}

// printsFresh tells whether a command substitution prints another word each time: a date with its year, a name that is made up.
func printsFresh(list []Command) bool {
	if len(list) != 1 {
		return false
	}
	switch cmd := list[0]; cmd.Name {
	case "mktemp", "uuidgen":
		return true
	case "date":
		return everLater(cmd.Argv[1:])
	}
	return false
}

// everLater tells whether what date prints never comes back: hours and weekdays do, and the date of a file or of a given day stays.
func everLater(args []string) bool {
	format := ""
	for _, a := range args {
		switch {
		case strings.HasPrefix(a, "+"):
			format = a
		case strings.HasPrefix(a, "-") && !formatsDate.MatchString(a):
			return false // of a file, of a given day
		}
	}
	return format == "" || yearly.MatchString(format)
}

// formatsDate are the flags of date that change nothing but the form.
var formatsDate = pattern.New(`^(-u|--utc|-R|-I.*|--iso-8601.*|--rfc.*)$`)

// yearly are the formats of date that hold the year, or count the seconds.
var yearly = pattern.New(`%[-_0^#:]*[YyGgsFDcx+]`)

// arithmetic is the value of $((...)): another one each time where it counts a variable on, or takes one that is.
func (e *eval) arithmetic(x syntax.ArithmExpr) string {
	moved := false
	if x == nil || wraps(x) {
		return unknown
	}
	syntax.Walk(x, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.UnaryArithm:
			moved = moved || n.Op == syntax.Inc
		case *syntax.Word:
			moved = moved || isFresh(e.vars[variable(n)])
		}
		return true
	})
	if moved {
		return fresh
	}
	return unknown
}

// wraps tells whether an expression starts over some time, by a remainder or a mask.
func wraps(x syntax.ArithmExpr) bool {
	found := false
	syntax.Walk(x, func(n syntax.Node) bool {
		if b, ok := n.(*syntax.BinaryArithm); ok {
			found = found || b.Op == syntax.Rem || b.Op == syntax.And || b.Op == syntax.TernQuest
		}
		return true
	})
	return found
}

// clocks are the shell's own variables that go on by themselves.
func clocks(name string) bool {
	return name == "SECONDS" || name == "EPOCHSECONDS" || name == "EPOCHREALTIME"
}
