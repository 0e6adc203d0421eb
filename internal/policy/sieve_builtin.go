package policy

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// builtin is what a function of OPA gives for values that are there. What is not worked out here, or what OPA refuses, is there perhaps.
func (m *machine) builtin(t *node, args []val) val {
	switch t.text {
	case "equal":
		return equal(&args[0], &args[1]).val()
	case "neq":
		return (yes - equal(&args[0], &args[1])).val()
	case "lt", "lte", "gt", "gte":
		return compare(t.text, &args[0], &args[1])
	case "in":
		return member(&args[0], &args[1])
	case "count":
		return counted(&args[0])
	case "plus":
		return sum(&args[0], &args[1], 1)
	case "minus":
		return minus(&args[0], &args[1])
	case "or":
		return union(&args[0], &args[1])
	case "array.concat":
		return joined(&args[0], &args[1])
	case "array.slice":
		return sliced(&args[0], &args[1], &args[2])
	case "numbers.range":
		return numbers(&args[0], &args[1])
	case "object.get":
		return entryOr(&args[0], &args[1], &args[2])
	case "sort":
		return sortedList(&args[0])
	case "sprintf":
		return val{kind: words}
	case "regex.match":
		return m.sieves.matches(&args[0], &args[1])
	}
	return onTexts(t.text, args)
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
func compare(op string, a, b *val) val {
	if op == "gt" || op == "gte" {
		a, b = b, a
		op = map[string]string{"gt": "lt", "gte": "lte"}[op]
	}
	less := 0
	switch {
	case two(a, b, literal) == yes:
		less = strings.Compare(a.s, b.s)
	case two(a, b, integer) == yes:
		less = a.n - b.n
	case a.kind == integer && b.kind == integer:
		return atLeast(op, a, b).val()
	default:
		return val{kind: present}
	}
	return truth(less < 0 || op == "lte" && less == 0)
}

// atLeast compares numbers of which one may be greater than is known.
func atLeast(op string, a, b *val) tri {
	switch {
	case b.more && !a.more && (a.n < b.n || op == "lte" && a.n == b.n):
		return yes
	case a.more && !b.more && (a.n > b.n || op == "lt" && a.n == b.n):
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
	if !all || !(&val{elems: items}).plain(literal) {
		return val{kind: perhaps}
	}
	items = slices.Clone(items)
	slices.SortFunc(items, func(a, b val) int { return strings.Compare(a.s, b.s) })
	return val{kind: list, elems: items}
}

func (s *sieves) matches(pattern, subject *val) val {
	if two(pattern, subject, literal) != yes {
		return val{kind: perhaps}
	}
	re := s.pattern(pattern.s)
	if re == nil {
		return val{kind: perhaps}
	}
	return truth(re.MatchString(subject.s))
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
func onTexts(name string, args []val) val {
	for i := range args {
		if args[i].kind != literal {
			return val{kind: perhaps}
		}
	}
	switch {
	case len(args) == 1 && name == "lower":
		return val{kind: literal, s: strings.ToLower(args[0].s)}
	case len(args) != 2:
		return val{kind: perhaps}
	}
	a, b := args[0].s, args[1].s
	switch name {
	case "startswith":
		return truth(strings.HasPrefix(a, b))
	case "endswith":
		return truth(strings.HasSuffix(a, b))
	case "contains":
		return truth(strings.Contains(a, b))
	case "trim_suffix":
		return val{kind: literal, s: strings.TrimSuffix(a, b)}
	case "trim_prefix":
		return val{kind: literal, s: strings.TrimPrefix(a, b)}
	case "split":
		out := val{kind: list}
		for s := range strings.SplitSeq(a, b) {
			out.elems = append(out.elems, val{kind: literal, s: s})
		}
		return out
	}
	return val{kind: perhaps}
}
