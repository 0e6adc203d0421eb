package pod

import (
	"slices"
	"strconv"
	"strings"
)

// words are parts of names, in lower case. Looking for them one by one costs a tenth of a regular expression that lists them.
type words []string

// in tells whether a name contains one of the words, whatever its case.
func (w words) in(name string) bool {
	if name == "" {
		return false
	}
	name = strings.ToLower(name)
	return slices.ContainsFunc(w, func(word string) bool { return strings.Contains(name, word) })
}

func itoa(n int) string { return strconv.Itoa(n) }
