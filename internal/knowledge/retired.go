package knowledge

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// RetiredImage returns the entry for an image that is gone or frozen, nil for any other. Of several entries the one with the longest
// pattern counts. A reference without a tag means latest.
func (b *Base) RetiredImage(registry, repository, tag string) *Retired {
	name := registry + "/" + repository + ":" + cmp.Or(tag, "latest")
	var best *Retired
	for i := range b.Retired {
		r := &b.Retired[i]
		if (best == nil || len(r.Match) > len(best.Match)) && r.matches(name) {
			best = r
		}
	}
	return best
}

func (r *Retired) matches(name string) bool {
	literal := r.Match
	if i := strings.IndexAny(literal, wildcards); i >= 0 {
		literal = literal[:i]
	}
	if !strings.HasPrefix(name, literal) || !matchRetired(r.Match, name) {
		return false
	}
	return !slices.ContainsFunc(r.Except, func(glob string) bool { return matchRetired(glob, name) })
}

func matchRetired(glob, name string) bool {
	ok, err := doublestar.Match(glob, name)
	return err == nil && ok
}
