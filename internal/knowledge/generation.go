package knowledge

import (
	"slices"
	"strings"
)

// Generation tells whether image is certainly the entry of the program's generation that runs: the tag names a version, or no other
// entry is about the same images at other versions.
func (b *Base) Generation(image *Image, tag string) bool {
	if _, ok := version(tag); ok {
		return true
	}
	for i := range b.Images {
		o := &b.Images[i]
		if o.ID != image.ID && strings.ContainsAny(o.Tags, "<>=") && slices.ContainsFunc(o.Match, func(m string) bool { return slices.Contains(image.Match, m) }) {
			return false
		}
	}
	return true
}
