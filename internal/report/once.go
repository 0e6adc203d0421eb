package report

import (
	"fmt"

	"github.com/podlint/podlint/internal/lint"
)

// ErrorsOnce has what is said of several places of one file once, at the first of them. The errors are sorted by file and place.
func ErrorsOnce(all []lint.Error) []lint.Error {
	type saying struct{ file, message string }
	first, more := map[saying]int{}, map[int]int{}
	var out []lint.Error
	for _, e := range all {
		key := saying{e.File, e.Message}
		if at, said := first[key]; said {
			more[at]++
			continue
		}
		first[key] = len(out)
		out = append(out, e)
	}
	for at, n := range more {
		out[at].Message += fmt.Sprintf(" (and at %s of this file)", Count(n, "further place"))
	}
	return out
}
