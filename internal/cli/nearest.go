package cli

import "github.com/agnivade/levenshtein"

// nearest returns the candidate that name was probably meant to be: the one with the fewest edits, at most two or a third of the name.
// It is empty when none is near.
func nearest(name string, candidates []string) string {
	best, least := "", max(2, len(name)/3)+1
	for _, c := range candidates {
		if d := levenshtein.ComputeDistance(name, c); d < least {
			best, least = c, d
		}
	}
	return best
}
