package pod

import "strings"

// Changes tells whether the use does something to the file, rather than take its contents in.
func (f *FileUse) Changes() bool { return !reads(f) }

// Meets tells how two uses of one volume concern one file: same, overlap, or empty when they do not.
func (f *FileUse) Meets(o *FileUse) string {
	switch {
	case f.VolumePath == o.VolumePath && !f.Glob && !o.Glob:
		return "same"
	case sameFile(f, o):
		return "overlap"
	}
	return ""
}

// Exact tells whether no part of the file's name is unknown.
func (f *FileUse) Exact() bool {
	return !strings.ContainsRune(f.File, '\uFFFD') && !isPlaceholder(f.File)
}

// Under tells whether file is the directory or lies below it.
func Under(file, dir string) bool { return under(file, dir) }

// MountAt returns the container's mount under which an absolute path lies, nil when it lies on the container's own file system.
func (c *Container) MountAt(file string) *Mount {
	file = cleanPath(file)
	var found *Mount
	for i := range c.Mounts {
		if m := &c.Mounts[i]; under(file, m.MountPath) && (found == nil || len(m.MountPath) > len(found.MountPath)) {
			found = m
		}
	}
	return found
}
