package shell

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// mostTimes bounds how often a loop may be told to run, so that nothing overflows.
const mostTimes = 1_000_000

// times is how often a loop over words sleeps as its body says: once for each item; 0 when it may leave early, sleeps only under a condition, or
// has items that are not known.
func (e *eval) times(loop *syntax.WordIter, items []string, do []*syntax.Stmt) int {
	if !steady(do) {
		return 0
	}
	if len(loop.Items) == 1 {
		if n := e.sequenceOf(loop.Items[0]); n > 0 {
			return n
		}
	}
	if slices.ContainsFunc(items, func(it string) bool { return strings.Contains(it, unknown) || strings.ContainsAny(it, "*?[") }) {
		return 0
	}
	return len(items)
}

// steady tells whether each round of a loop reaches all of its sleeps, and the next round.
func steady(do []*syntax.Stmt) bool {
	sleeps := 0
	for _, s := range do {
		if callName(s) == "sleep" {
			sleeps++
		}
		syntax.Walk(s, func(n syntax.Node) bool {
			st, ok := n.(*syntax.Stmt)
			switch {
			case !ok || st == s:
			case callName(st) == "sleep", callName(st) == "continue":
				sleeps = -mostTimes
			}
			return true
		})
	}
	return sleeps > 0 && exits(do) == 0
}

// sequenceOf counts what $(seq 1 60) and, in bash, {1..60} give; 0 for other words.
func (e *eval) sequenceOf(w *syntax.Word) int {
	word := *w
	syntax.SplitBraces(&word)
	parts := slices.DeleteFunc(slices.Clone(word.Parts), func(p syntax.WordPart) bool { // an empty one is left behind braces
		l, ok := p.(*syntax.Lit)
		return ok && l.Value == ""
	})
	if len(parts) != 1 {
		return 0
	}
	switch p := parts[0].(type) {
	case *syntax.CmdSubst:
		if len(p.Stmts) == 1 && callName(p.Stmts[0]) == "seq" {
			return counted(p.Stmts[0].Cmd.(*syntax.CallExpr).Args[1:])
		}
	case *syntax.BraceExp:
		if p.Sequence && len(p.Elems) == 2 && e.out.Shell == "bash" {
			return counted(p.Elems)
		}
	}
	return 0
}

// counted is how many numbers there are up to the only one, or from the first to the last, in steps of the one between them.
func counted(words []*syntax.Word) int {
	var at []int
	for _, w := range words {
		text, ok := literal(w)
		n, err := strconv.Atoi(text)
		if !ok || err != nil || n < 0 || n > mostTimes {
			return 0
		}
		at = append(at, n)
	}
	switch len(at) {
	case 1:
		return at[0]
	case 2:
		return max(at[1]-at[0]+1, 0)
	case 3:
		if at[1] > 0 {
			return max((at[2]-at[0])/at[1]+1, 0)
		}
	}
	return 0
}
