package pod

import (
	"path"
	"sync"

	"github.com/podlint/podlint/internal/manifest"
)

// unreadFiles are the files of a set in which something could not be read, by their folders and by the folders of those; of each folder the first.
type unreadFiles struct {
	once        sync.Once
	in, oneDown map[string]int // into the errors of the set
}

func (u *unreadFiles) find(errs []manifest.Error) {
	u.in, u.oneDown = map[string]int{}, map[string]int{}
	for i := range errs {
		dir := path.Dir(errs[i].File)
		keepFirst(u.in, dir, i)
		keepFirst(u.oneDown, path.Dir(dir), i)
	}
}

func keepFirst(all map[string]int, dir string, i int) {
	if _, there := all[dir]; !there {
		all[dir] = i
	}
}

// unreadNear is the first file in which something could not be read of those in the folder of a file, in the one above, in one below and in
// those beside; empty when there is none.
func (b *Builder) unreadNear(file string) string {
	b.unread.once.Do(func() { b.unread.find(b.set.Errors) })
	dir := path.Dir(file)
	found := len(b.set.Errors)
	for _, at := range []struct {
		files map[string]int
		dir   string
	}{{b.unread.in, dir}, {b.unread.in, path.Dir(dir)}, {b.unread.oneDown, dir}, {b.unread.oneDown, path.Dir(dir)}} {
		if i, there := at.files[at.dir]; there {
			found = min(found, i)
		}
	}
	if found == len(b.set.Errors) {
		return ""
	}
	return b.set.Errors[found].File
}
