package knowledge

import (
	"path"
	"slices"
)

// Bare tells whether the image of that repository has no entrypoint, so that args are its whole command line.
func (i *Image) Bare(repository string) bool {
	return slices.ContainsFunc(i.NoEntrypoint, func(glob string) bool {
		ok, err := path.Match(glob, path.Base(repository))
		return ok && err == nil
	})
}
