package policy

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// builtin is what a function of OPA gives for values that are there. What is not worked out here, or what OPA refuses, is there perhaps.
func (m *machine) builtin(f call, args []val) val {
	switch f {
	case callEqual:
		return equal(&args[0], &args[1]).val()
	case callNotEqual:
		return (yes - equal(&args[0], &args[1])).val()
	case callLess, callLessEqual:
		return compare(f, &args[0], &args[1])
	case callGreater:
		return compare(callLess, &args[1], &args[0])
	case callGreaterEqual:
		return compare(callLessEqual, &args[1], &args[0])
	case callIn:
		return member(&args[0], &args[1])
	case callCount:
		return counted(&args[0])
	case callPlus:
		return sum(&args[0], &args[1], 1)
	case callMinus:
		return minus(&args[0], &args[1])
	case callOr:
		return union(&args[0], &args[1])
	}
	return m.onLists(f, args)
}

func (m *machine) onLists(f call, args []val) val {
	switch f {
	case callConcat:
		return joined(&args[0], &args[1])
	case callSlice:
		return sliced(&args[0], &args[1], &args[2])
	case callRange:
		return numbers(&args[0], &args[1])
	case callGet:
		return entryOr(&args[0], &args[1], &args[2])
	case callSort:
		return sortedList(&args[0])
	case callJoin:
		return concatenated(&args[0], &args[1])
	case callSprintf:
		return written(&args[0], &args[1])
	case callMatch, callReplaceAll:
		return m.sieves.matches(f, args)
	}
	return onTexts(f, args)
}

// concatenated joins texts.
func concatenated(by, of *val) val {
	items, all := of.members()
	if by.kind != literal || !all || !(&val{elems: items}).plain() {
		return val{kind: perhaps}
	}
	parts := make([]string, 0, len(items))
	for _, item := range (&val{kind: of.kind, elems: items}).inOrder() {
		parts = append(parts, item.s)
	}
	return val{kind: literal, s: strings.Join(parts, by.s)}
}

// inOrder are the elements of a list as they stand, and of a set of texts as OPA sorts them.
func (v *val) inOrder() []val {
	if v.kind == set {
		return v.ordered()
	}
	return v.elems
}

// two tells whether two values are both of a kind of which everything is known, and whether they may be.
func two(a, b *val, k kind) tri {
	switch {
	case a.kind == k && b.kind == k && a.known() && b.known():
		return yes
	case a.family() == k && b.family() == k, a.kind == present || b.kind == present:
		return either
	}
	return no
}

// compare orders numbers and texts; OPA orders everything else, too.
func compare(f call, a, b *val) val {
	var less int
	switch {
	case two(a, b, literal) == yes:
		less = strings.Compare(a.s, b.s)
	case two(a, b, integer) == yes:
		less = a.n - b.n
	case a.kind == integer && b.kind == integer:
		return atLeast(f, a, b).val()
	default:
		return val{kind: present}
	}
	return truth(less < 0 || f == callLessEqual && less == 0)
}

// atLeast compares numbers of which one may be greater than is known.
func atLeast(f call, a, b *val) tri {
	switch {
	case b.more && !a.more && (a.n < b.n || f == callLessEqual && a.n == b.n):
		return yes
	case a.more && !b.more && (a.n > b.n || f == callLess && a.n == b.n):
		return no
	}
	return either
}

func member(x, of *val) val {
	if of.kind > present && of.kind < part {
		return truth(false)
	}
	return of.has(x).val()
}

func counted(v *val) val {
	switch v.kind {
	case literal:
		return val{kind: integer, n: utf8.RuneCountInString(v.s)}
	case part, list, set, object:
		return v.count()
	}
	return val{kind: perhaps}
}

func sum(a, b *val, sign int) val {
	if two(a, b, integer) == yes {
		return val{kind: integer, n: a.n + sign*b.n}
	}
	return val{kind: perhaps}
}

func minus(a, b *val) val {
	if a.kind != set || b.kind != set {
		return sum(a, b, -1)
	}
	out := val{kind: set, more: a.more}
	for i := range a.elems {
		switch b.has(&a.elems[i]) {
		case no:
			out.elems = append(out.elems, a.elems[i])
		case either:
			out.more = true
		}
	}
	return out
}

func union(a, b *val) val {
	if a.kind != set || b.kind != set {
		return val{kind: perhaps}
	}
	out := val{kind: set, more: a.more || b.more, elems: slices.Clone(a.elems)}
	for _, e := range b.elems {
		out.add(e)
	}
	return out
}

func joined(a, b *val) val {
	if a.family() != list || b.family() != list {
		return val{kind: perhaps}
	}
	return val{kind: list, more: a.more || b.more, elems: slices.Concat(a.items(), b.items())}
}

func sliced(v, from, to *val) val {
	if v.family() != list || two(from, to, integer) != yes {
		return val{kind: perhaps}
	}
	if v.more {
		return val{kind: list, more: true}
	}
	items := v.items()
	start := min(max(from.n, 0), len(items))
	return val{kind: list, elems: items[start:max(start, min(to.n, len(items)))]}
}

func numbers(from, to *val) val {
	if two(from, to, integer) != yes || to.n-from.n > maxTried {
		return val{kind: perhaps}
	}
	if to.n < from.n {
		return val{kind: list, more: true} // counts down
	}
	out := val{kind: list, elems: make([]val, 0, to.n-from.n+1)}
	for n := from.n; n <= to.n; n++ {
		out.elems = append(out.elems, val{kind: integer, n: n})
	}
	return out
}

func entryOr(v, key, otherwise *val) val {
	if key.kind != literal || v.family() != object {
		return val{kind: perhaps}
	}
	found := v.at(key)
	switch {
	case found.kind == absent && v.more:
		return val{kind: present}
	case found.kind == absent:
		return *otherwise
	}
	return found
}

func sortedList(v *val) val {
	items, all := v.members()
	if !all {
		return val{kind: perhaps}
	}
	items = slices.Clone(items)
	ordered := true
	slices.SortStableFunc(items, func(a, b val) int {
		order, ok := compared(&a, &b)
		ordered = ordered && ok
		return order
	})
	if !ordered || len(items) == 1 && !items[0].whole() {
		return val{kind: perhaps}
	}
	return val{kind: list, elems: items}
}

// compared is how OPA orders two numbers, two texts, or two lists of such; false for others.
func compared(a, b *val) (int, bool) {
	switch {
	case a.family() == list && b.family() == list && !a.more && !b.more:
		return comparedLists(a.items(), b.items())
	case a.kind != b.kind || !a.known() || !b.known():
		return 0, false
	case a.kind == integer:
		return cmp.Compare(a.n, b.n), true
	}
	return strings.Compare(a.s, b.s), a.kind == literal
}

func comparedLists(a, b []val) (int, bool) {
	for i := range min(len(a), len(b)) {
		if order, ok := compared(&a[i], &b[i]); order != 0 || !ok {
			return order, ok
		}
	}
	return cmp.Compare(len(a), len(b)), true
}

// matches holds regular expressions against texts.
func (s *sieves) matches(f call, args []val) val {
	for i := range args {
		if args[i].kind != literal {
			return val{kind: perhaps}
		}
	}
	if f == callMatch {
		if re := s.pattern(args[0].s); re != nil {
			return truth(re.MatchString(args[1].s))
		}
	} else if re := s.pattern(args[1].s); re != nil {
		return val{kind: literal, s: re.ReplaceAllString(args[0].s, args[2].s)}
	}
	return val{kind: perhaps}
}

// pattern compiles an expression once; nil when it is none.
func (s *sieves) pattern(text string) *regexp.Regexp {
	if re, known := s.patterns.Load(text); known {
		return re.(*regexp.Regexp)
	}
	re, err := regexp.Compile(text)
	if err != nil {
		re = nil
	}
	s.patterns.Store(text, re)
	return re
}

// onTexts works on texts alone.
func onTexts(f call, args []val) val {
	for i := range args {
		if args[i].kind != literal {
			return val{kind: perhaps}
		}
	}
	switch {
	case f == callLower:
		return val{kind: literal, s: strings.ToLower(args[0].s)}
	case len(args) != 2:
		return val{kind: perhaps}
	}
	a, b := args[0].s, args[1].s
	switch f {
	case callStartsWith:
		return truth(strings.HasPrefix(a, b))
	case callEndsWith:
		return truth(strings.HasSuffix(a, b))
	case callContains:
		return truth(strings.Contains(a, b))
	case callTrimSuffix:
		return val{kind: literal, s: strings.TrimSuffix(a, b)}
	case callTrimPrefix:
		return val{kind: literal, s: strings.TrimPrefix(a, b)}
	case callSplit:
		out := val{kind: list}
		for s := range strings.SplitSeq(a, b) {
			out.elems = append(out.elems, val{kind: literal, s: s})
		}
		return out
	}
	return val{kind: perhaps}
}
