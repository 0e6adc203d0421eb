package baseline

import (
	"iter"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/lint"
)

// former is the version whose fingerprints hang on the words of messages, which change. Its entries are found by what else they say.
const former = "1"

// match finds the entry of each violation, by the violation's place in all: -1 when there is none, or the violation is in doubt.
func (b *Baseline) match(all iter.Seq[*lint.Violation]) []int {
	if b.version != former {
		return b.byFingerprint(all)
	}
	var found []int
	taken := make([]bool, len(b.Entries))
	for _, key := range []func(file, rule, message string) string{
		func(file, rule, message string) string { return join(file, rule, message) },
		func(_, rule, message string) string { return join(rule, message) }, // the file has another name now
		func(file, rule, message string) string { return join(file, rule, lint.Names(message)) },
	} {
		found = b.byKey(all, found, taken, key)
	}
	return found
}

func join(parts ...string) string { return strings.Join(parts, "\x00") }

func (b *Baseline) byFingerprint(all iter.Seq[*lint.Violation]) []int {
	known := make(map[string]int, len(b.Entries))
	for i, e := range b.Entries {
		known[e.Fingerprint] = i
	}
	var out []int
	for v := range all {
		i, ok := known[v.Fingerprint]
		if !ok || v.Doubt {
			i = -1
		}
		out = append(out, i)
	}
	return out
}

// byKey gives violations that have no entry yet those of the same key, each entry once.
func (b *Baseline) byKey(all iter.Seq[*lint.Violation], found []int, taken []bool, key func(file, rule, message string) string) []int {
	free := map[string][]int{}
	for i, e := range b.Entries {
		if !taken[i] {
			at := key(e.File, e.Rule, e.Message)
			free[at] = append(free[at], i)
		}
	}
	n := 0
	for v := range all {
		if n == len(found) {
			found = append(found, -1)
		}
		file, err := b.relative(v.File)
		if list := free[key(file, v.Rule, v.Message)]; found[n] < 0 && err == nil && len(list) > 0 && !v.Doubt {
			found[n], taken[list[0]] = list[0], true
			free[key(file, v.Rule, v.Message)] = list[1:]
		}
		n++
	}
	return found
}

// held are the entries that violations of a result, and those that a baseline holds already, are.
func (b *Baseline) held(res *lint.Result) map[int]bool {
	out := map[int]bool{}
	for _, i := range b.match(func(yield func(*lint.Violation) bool) {
		for v := range res.All() {
			if !yield(v) {
				return
			}
		}
		for i := range res.Suppressed {
			if res.Suppressed[i].By.Kind == lint.Baseline && !yield(&res.Suppressed[i].Violation) {
				return
			}
		}
	}) {
		if i >= 0 {
			out[i] = true
		}
	}
	return out
}

// Prune takes stale entries out.
func (b *Baseline) Prune(stale []Entry) {
	b.Entries = slices.DeleteFunc(b.Entries, func(e Entry) bool { return slices.Contains(stale, e) })
}
