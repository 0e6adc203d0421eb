// Package nearest finds the name that was probably meant.
package nearest

import "github.com/agnivade/levenshtein"

// Of returns the candidate with the fewest edits, at most two or a third of the word; empty when none is near. Of equally near ones it
// is the first.
func Of(word string, candidates []string) string {
	best, least := "", max(2, len(word)/3)+1
	for _, c := range candidates {
		if d := levenshtein.ComputeDistance(word, c); d < least {
			best, least = c, d
		}
	}
	return best
}
