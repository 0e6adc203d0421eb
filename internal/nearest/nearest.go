// Package nearest finds the name that was probably meant.
package nearest

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
)

// Of returns the candidate with the fewest edits, of which two letters that changed places are one: at most one for a word of up to three characters, two up to eight, then a third of them. It is
// empty when none is that near. Of equally near ones it is the first. Where none is, the one candidate that begins with the word is meant, too.
func Of(word string, candidates []string) string {
	best, least := "", most(utf8.RuneCountInString(word))+1
	for _, c := range candidates {
		d := levenshtein.ComputeDistance(word, c)
		if d == 2 && swapped(word, c) {
			d = 1
		}
		if d < least {
			best, least = c, d
		}
	}
	if best == "" {
		return onlyOne(word, candidates)
	}
	return best
}

// onlyOne is the one candidate that begins with a word of four characters or more; empty when there are others.
func onlyOne(word string, candidates []string) string {
	found := ""
	for _, c := range candidates {
		if len(word) < 4 || !strings.HasPrefix(c, word) {
			continue
		}
		if found != "" {
			return ""
		}
		found = c
	}
	return found
}

// Within returns the candidate that differs from the word in case alone, else the one with the fewest edits, at most so many. It is empty
// when there is none. Of equally near ones it is the first.
func Within(most int, word string, candidates []string) string {
	best, least := "", most+1
	for _, c := range candidates {
		if strings.EqualFold(c, word) {
			return c
		}
		if d := levenshtein.ComputeDistance(c, word); d < least {
			best, least = c, d
		}
	}
	return best
}

// swapped tells whether two words of ASCII differ in two neighbours that changed places.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// most is how many edits a word of so many characters may be away.
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
