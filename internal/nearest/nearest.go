// Package nearest finds the name that was probably meant.
package nearest

import (
	"fmt"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Of returns the candidate with the fewest edits: one for a word of up to three characters, two up to eight, then a third of them. It is
// empty when none is that near. Of equally near ones it is the first.
func Of(word string, candidates []string) string {
	best, least := "", most(utf8.RuneCountInString(word))+1
	for _, c := range candidates {
		if d := levenshtein.ComputeDistance(word, c); d < least {
			best, least = c, d
		}
	}
	return best
}

// most is how many edits a word of so many characters may be away: two letters that changed places are two.
func most(characters int) int {
	switch {
	case characters < 2:
		return 0
	case characters < 4:
		return 1
	}
	return max(2, characters/3)
}

// Hint asks whether the nearest candidate was meant, after a separator such as "; "; empty when none is near.
func Hint(separator, word string, candidates []string) string {
	if near := Of(word, candidates); near != "" {
		return fmt.Sprintf("%sdid you mean %q?", separator, near)
	}
	return ""
}
