package knowledge

import "slices"

// Generation tells whether image is certainly the entry of the program's generation that runs: the tag names a version, or no other
// entry is about the same images with other tags.
func (b *Base) Generation(image *Image, tag string) bool {
	if _, ok := version(tag); ok {
		return true
	}
	for i := range b.Images {
		o := &b.Images[i]
		if o.ID != image.ID && slices.ContainsFunc(o.Match, func(m string) bool { return slices.Contains(image.Match, m) }) {
			return false
		}
	}
	return true
}
