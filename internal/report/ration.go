package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// ration lets so many violations of each rule through and counts the others. It lets all through when most is 0.
type ration struct {
	most int
	used map[string]int
	left map[string]int
}

// spend tells whether one more violation of a rule is listed.
func (r *ration) spend(rule string) bool {
	if r.most == 0 {
		return true
	}
	if r.used == nil {
		r.used, r.left = map[string]int{}, map[string]int{}
	}
	if r.used[rule] == r.most {
		r.left[rule]++
		return false
	}
	r.used[rule]++
	return true
}

// rest has one line for each rule of which not everything was listed, the most first.
func (r *ration) rest() []string {
	var lines []string
	for _, rule := range slices.SortedFunc(maps.Keys(r.left), func(a, b string) int {
		return cmp.Or(cmp.Compare(r.left[b], r.left[a]), cmp.Compare(a, b))
	}) {
		lines = append(lines, fmt.Sprintf("and %d more of %s", r.left[rule], rule))
	}
	return lines
}
