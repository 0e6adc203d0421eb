package report

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"text/tabwriter"

	"github.com/podlint/podlint/internal/lint"
)

// tally counts violations by severity.
type tally struct{ errors, warnings, infos int }

func (t *tally) add(severity string) {
	switch severity {
	case "error":
		t.errors++
	case "warning":
		t.warnings++
	default:
		t.infos++
	}
}

func (t *tally) sum() int { return t.errors + t.warnings + t.infos }

// statistics writes how many violations there are of each rule and in each folder, the most first.
func (t *text) statistics(r *lint.Result) {
	rules, folders := map[string]*tally{}, map[string]*tally{}
	for v := range r.All() {
		tallyUp(rules, v.Rule, v.Severity)
		tallyUp(folders, path.Dir(v.File), v.Severity)
	}
	if len(rules) > 0 {
		t.table("RULE", rules)
		t.table("FOLDER", folders)
	}
}

func tallyUp(all map[string]*tally, key, severity string) {
	if all[key] == nil {
		all[key] = &tally{}
	}
	all[key].add(severity)
}

func (t *text) table(head string, all map[string]*tally) {
	names := slices.SortedFunc(maps.Keys(all), func(a, b string) int {
		return cmp.Or(cmp.Compare(all[b].sum(), all[a].sum()), cmp.Compare(a, b))
	})
	w := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintf(w, "TOTAL\tERRORS\tWARNINGS\tINFOS\t%s\n", head) // the buffer below keeps the first error for Flush
	for _, name := range names {
		n := all[name]
		_, _ = fmt.Fprintf(w, "%d\t%d\t%d\t%d\t%s\n", n.sum(), n.errors, n.warnings, n.infos, Printable(name))
	}
	_ = w.Flush()
	t.print("\n")
}
