package source

import (
	"os"
	"path"
	"path/filepath"

	"github.com/podlint/podlint/internal/nearest"
)

// maxNear bounds how many names of a folder are looked at for the one that was meant.
const maxNear = 10_000

// Near asks, after a semicolon, whether the nearest path was meant in place of one that is not there; empty when none is near.
func Near(name string) string {
	name = cleanName(name)
	dir, missing := path.Split(name)
	for {
		entries, err := namesIn(dir)
		if err == nil {
			near := nearest.Of(missing, entries)
			if near == "" || near == missing { // that is a file, in which nothing lies
				return ""
			}
			return nearest.Hint("; ", dir+near, []string{dir + near})
		}
		if dir == "" || dir == "/" {
			return ""
		}
		dir, missing = path.Split(path.Clean(dir))
	}
}

// namesIn are the names in a folder, as a path with a slash at its end or empty for the working directory.
func namesIn(dir string) ([]string, error) {
	if dir == "" {
		dir = "."
	}
	f, err := os.Open(filepath.FromSlash(dir))
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	names, _ := f.Readdirnames(maxNear)
	return names, nil
}
