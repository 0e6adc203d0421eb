package knowledge

import (
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// ChangesLabel tells whether programs or controllers set a label on pods that live, or give it another value with each rollout: no template
// then says which pods have it.
func (b *Base) ChangesLabel(key, value string) bool {
	key = strings.ToLower(key[strings.LastIndexByte(key, '/')+1:])
	value = strings.ToLower(value)
	return slices.ContainsFunc(b.ChangingLabels, func(glob string) bool {
		k, v, _ := strings.Cut(glob, "=")
		return doublestar.MatchUnvalidated(k, key) && doublestar.MatchUnvalidated(v, value)
	})
}
