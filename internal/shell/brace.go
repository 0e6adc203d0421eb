package shell

import "mvdan.cc/sh/v3/syntax"

// maxBraces bounds the words of one brace expansion: {a,b}{a,b}... doubles with each pair.
const maxBraces = 16

// expandBraces gives the words of {a,b}. Sequences ({1..9}) stay as a part that expands to the unknown.
func expandBraces(w *syntax.Word) []*syntax.Word {
	syntax.SplitBraces(w)
	done := []*syntax.Word{{}}
	for _, p := range w.Parts {
		brace, ok := p.(*syntax.BraceExp)
		if !ok || brace.Sequence {
			for _, d := range done {
				d.Parts = append(d.Parts, p)
			}
			continue
		}
		done = product(done, brace)
		if len(done) > maxBraces {
			return []*syntax.Word{{Parts: []syntax.WordPart{&syntax.BraceExp{Sequence: true}}}}
		}
	}
	return done
}

func product(done []*syntax.Word, brace *syntax.BraceExp) []*syntax.Word {
	var next []*syntax.Word
	for _, d := range done {
		for _, elem := range brace.Elems {
			for _, inner := range expandBraces(elem) {
				parts := append(append([]syntax.WordPart{}, d.Parts...), inner.Parts...)
				next = append(next, &syntax.Word{Parts: parts})
			}
			if len(next) > maxBraces {
				return next
			}
		}
	}
	return next
}
