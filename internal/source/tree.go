package source

import (
	"errors"
	"os"
	"path/filepath"
	"slices"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/podlint/podlint/internal/safefile"
)

// Kind is what a name of a file tree stands for.
type Kind uint8

// The kinds of things in a tree. Pipes, sockets and devices are nothing.
const (
	IsNothing Kind = iota
	IsFile
	IsFolder
)

// Tree is what kustomizations and charts are read from. Names are absolute, with forward slashes.
type Tree interface {
	// Kind tells files from folders, links followed.
	Kind(name string) Kind
	// ReadFile returns the bytes of a file, links followed.
	ReadFile(name string) ([]byte, error)
	// Resolve follows all links of a name. It fails for one that is not there, or that leads out of the project.
	Resolve(name string) (string, error)
	// List returns the names of what is in a folder, sorted.
	List(name string) ([]string, error)
}

// Disk is the work tree. Names must lie in the repository of the working directory, or in what the user named.
type Disk struct {
	// Dir is the working directory, absolute.
	Dir string
	// Named are the roots of what the user named.
	Named []safefile.Root

	own *safefile.Root // that of Dir, when it is known already
}

// NewDisk is the work tree for the arguments of a command line.
func NewDisk(dir string, paths []string) Disk {
	own := safefile.Of(dir)
	d := Disk{Dir: dir, own: &own}
	for _, p := range paths {
		base, _ := doublestar.SplitPattern(filepath.ToSlash(p))
		for _, name := range []string{p, base} {
			if root := safefile.For(name); root != own && !slices.Contains(d.Named, root) {
				d.Named = append(d.Named, root)
			}
		}
	}
	return d
}

var (
	errGone    = errors.New("no such file or folder")
	errOutside = errors.New("the link leads out of the project")
)

// Kind tells files from folders, links followed.
func (d Disk) Kind(name string) Kind {
	info, err := os.Stat(filepath.FromSlash(name))
	switch {
	case err != nil:
		return IsNothing
	case info.IsDir():
		return IsFolder
	case info.Mode().IsRegular():
		return IsFile
	}
	return IsNothing
}

// ReadFile reads a regular file of a bounded size.
func (d Disk) ReadFile(name string) ([]byte, error) {
	if d.Kind(name) != IsFile {
		return nil, errGone
	}
	root, err := d.root(name)
	if err != nil {
		return nil, err
	}
	data, err := root.Read(name, defaultMaxBytes)
	if err != nil {
		return nil, errors.New(reason(err))
	}
	return data, nil
}

// Resolve follows the links of a name.
func (d Disk) Resolve(name string) (string, error) {
	root, err := d.root(name)
	if err != nil {
		return "", err
	}
	full, err := root.Resolve(name)
	if err != nil {
		return "", errors.New(reason(err))
	}
	return full, nil
}

// root is the one that a name lies in, links followed. Without a repository around the working directory there is no saying what belongs
// to the project, and only links are held to what lies below it.
func (d Disk) root(name string) (safefile.Root, error) {
	own := d.own
	if own == nil {
		of := safefile.Of(d.Dir)
		own = &of
	}
	_, err := own.Resolve(name)
	if err == nil {
		return *own, nil
	}
	for _, root := range d.Named {
		if _, err := root.Resolve(name); err == nil {
			return root, nil
		}
	}
	if errors.Is(err, safefile.ErrOutside) && !own.Repository {
		return safefile.For(name), nil
	}
	return *own, errors.New(reason(err))
}

// List returns the names of what is in a folder, sorted.
func (d Disk) List(name string) ([]string, error) {
	entries, err := os.ReadDir(filepath.FromSlash(name))
	if err != nil {
		return nil, errors.New(reason(err))
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, nil
}
