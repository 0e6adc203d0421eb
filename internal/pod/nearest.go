package pod

import "github.com/agnivade/levenshtein"

// nearest is the name that differs from word by a slip of the pen, empty when none does.
func nearest(word string, names []string) string {
	best, distance := "", 1+len(word)/3
	for _, n := range names {
		if d := levenshtein.ComputeDistance(word, n); d < distance {
			best, distance = n, d
		}
	}
	return best
}
