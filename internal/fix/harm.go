package fix

import (
	"cmp"
	"fmt"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/pattern"
)

// keyOf names what a violation is about, whatever its lines and words: many violations may have one key.
func keyOf(v *lint.Violation) string {
	w := &v.Workload
	return fmt.Sprintf("%q", []string{v.Rule, v.File, w.Kind, w.Namespace, w.Name, v.Container, lint.Names(v.Message)})
}

// harm tells which fixes are not good, by their index, and why: the violation is still there with it, or others have come.
func harm(before, after *lint.Result, plans []planned) map[int]string {
	bad := map[int]string{}
	if len(after.Errors) > len(before.Errors) {
		return blame(plans, bad, "", "it would make an input that cannot be read or judged: "+newError(before, after))
	}
	had, has := count(before, exactly), count(after, exactly)
	mended := map[string]int{}
	for i := range plans {
		mended[exactly(&plans[i].violation)]++
	}
	for i := range plans {
		if key := exactly(&plans[i].violation); has[key] > had[key]-mended[key] {
			bad[i] = "the violation would still be there"
		}
	}
	had, has = count(before, grave), count(after, grave)
	for v := range after.All() {
		if key := grave(v); key != "" && has[key] > had[key] {
			bad = blame(plans, bad, v.File, fmt.Sprintf("it would bring another violation: %s (%s)", v.Message, v.Rule))
		}
	}
	return bad
}

// blame suspects the fixes of a file; when none is of that file, all.
func blame(plans []planned, bad map[int]string, file, reason string) map[int]string {
	found := false
	for i := range plans {
		if plans[i].plan.File == file {
			bad[i], found = cmp.Or(bad[i], reason), true
		}
	}
	for i := range plans {
		if !found {
			bad[i] = cmp.Or(bad[i], reason)
		}
	}
	return bad
}

// counts tells whether a violation is so grave that no fix may bring it.
func counts(v *lint.Violation) bool { return !v.Doubt && lint.Rank(v.Severity) >= lint.Rank("warning") }

// exactly tells violations of one key apart by their words, numbers left out: lines move.
func exactly(v *lint.Violation) string { return keyOf(v) + digits.ReplaceAllString(v.Message, "0") }

var digits = pattern.New(`[0-9]+`)

// grave is the key of a violation that counts, else empty.
func grave(v *lint.Violation) string {
	if counts(v) {
		return keyOf(v)
	}
	return ""
}

func count(res *lint.Result, by func(v *lint.Violation) string) map[string]int {
	out := map[string]int{}
	for v := range res.All() {
		out[by(v)]++
	}
	return out
}

func newError(before, after *lint.Result) string {
	known := map[lint.Error]bool{}
	for _, e := range before.Errors {
		known[e] = true
	}
	for _, e := range after.Errors {
		if !known[e] {
			return e.Message
		}
	}
	return "unknown"
}
