package knowledge

import (
	"errors"
	"fmt"
	"strings"
)

// Folder is a folder whose files are seldom what runs.
type Folder struct {
	Name string `json:"name"` // in lower case; with a slash it is one in another
	// Lowers is by how many steps the severity of what is found there is lowered: 1 or 2.
	Lowers int64 `json:"lowers"`
	// Values: what counts is that values of a chart lie there, and nothing else.
	Values  bool     `json:"values,omitempty"`
	Sources []string `json:"sources,omitempty"`
}

func (f *Folder) check() error {
	switch {
	case f.Name == "" || f.Name != strings.ToLower(f.Name):
		return errors.New("folder needs a name in lower case")
	case f.Lowers != 1 && f.Lowers != 2:
		return fmt.Errorf("folder %q lowers by %d steps, expected 1 or 2", f.Name, f.Lowers)
	}
	return nil
}

// FolderOf is the folder that counts most of those in which something, or a file of values, lies by its path (elements with slashes between
// them), as the path writes it, and its number of steps; 0 is none.
func (b *Base) FolderOf(path string, values bool) (name string, lowers int) {
	elems := strings.Split(path, "/")
	for i := range elems {
		for j := range b.Folders {
			f := &b.Folders[j]
			end := i + 1 + strings.Count(f.Name, "/")
			if f.Values && !values || int(f.Lowers) <= lowers || end > len(elems) {
				continue
			}
			if at := strings.Join(elems[i:end], "/"); strings.ToLower(at) == f.Name {
				name, lowers = at, int(f.Lowers)
			}
		}
	}
	return name, lowers
}
