package source

import (
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
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

// Disk is the work tree. Links are followed as long as they stay in the repository or below the working directory.
type Disk struct {
	// Dir is the working directory, absolute.
	Dir string
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
	f, err := os.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, errors.New(reason(err))
	}
	defer func() { _ = f.Close() }() // nothing was written
	data, err := io.ReadAll(io.LimitReader(f, defaultMaxBytes))
	if err != nil {
		return nil, errors.New(reason(err))
	}
	return data, nil
}

// Resolve follows the links of a name.
func (d Disk) Resolve(name string) (string, error) {
	full, err := filepath.EvalSymlinks(filepath.FromSlash(name))
	if err != nil {
		return "", errors.New(reason(err))
	}
	full = filepath.ToSlash(full)
	if full == path.Clean(name) || below(full, resolved(d.Dir)) || below(full, resolved(repositoryOf(name))) {
		return full, nil
	}
	return "", errOutside
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

func resolved(dir string) string {
	if full, err := filepath.EvalSymlinks(filepath.FromSlash(dir)); err == nil && dir != "" {
		return filepath.ToSlash(full)
	}
	return dir
}

// repositoryOf is the nearest folder above a name that holds .git, empty when there is none.
func repositoryOf(name string) string {
	for at := path.Dir(name); path.Dir(at) != at; at = path.Dir(at) {
		if _, err := os.Lstat(filepath.Join(filepath.FromSlash(at), ".git")); err == nil {
			return at
		}
	}
	return ""
}

func below(name, dir string) bool {
	return dir != "" && strings.HasPrefix(name+"/", strings.TrimSuffix(dir, "/")+"/")
}
