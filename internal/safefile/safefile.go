// Package safefile opens files that strangers may have written. What it opens is a regular file of a bounded size that lies in the root
// that podlint was asked to look at: never a device or a pipe, and never what a link leads to elsewhere.
package safefile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/podlint/podlint/internal/git"
)

// Why a file is not opened. Neither tells anything of what lies there.
var (
	ErrLink    = errors.New("the link leads out of the project")
	ErrOutside = errors.New("it lies outside of the project")
)

// Root is a folder that files must lie in, links followed.
type Root struct {
	// Repository tells that the folder is the root of a repository.
	Repository bool

	dir string // absolute, links resolved; empty when the folder cannot be found
}

// Of is the root for what is found in a folder: that of the repository that the folder lies in, else the folder itself.
func Of(dir string) Root {
	if top := git.Root(dir); top != "" {
		return Root{Repository: true, dir: filepath.FromSlash(top)}
	}
	return Root{dir: resolved(dir)}
}

// For is the root for a file or folder that the user named: that of the repository in which the name lies, whatever it leads to. Without a
// repository the user may name anything, and the root is the folder that the name leads to, or that the file lies in.
func For(name string) Root {
	abs, err := filepath.Abs(filepath.FromSlash(name))
	if err != nil {
		return Root{}
	}
	for at := abs; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil && !isLink(at, abs) {
			return Root{Repository: true, dir: resolved(at)}
		}
		if filepath.Dir(at) == at {
			break
		}
	}
	full := resolved(abs)
	if full == "" { // it is not there
		return Root{dir: resolved(filepath.Dir(abs))}
	}
	if info, err := os.Stat(full); err == nil && !info.IsDir() {
		full = filepath.Dir(full)
	}
	return Root{dir: full}
}

// isLink tells that what was named is itself a link to a repository: that is no name within it.
func isLink(at, named string) bool {
	info, err := os.Lstat(at)
	return at == named && err == nil && info.Mode()&fs.ModeSymlink != 0
}

// resolved is empty when a folder is not there.
func resolved(dir string) string {
	full, err := filepath.EvalSymlinks(filepath.FromSlash(dir))
	if err != nil {
		return ""
	}
	if full, err = filepath.Abs(full); err != nil {
		return ""
	}
	return full
}

// Dir is the folder, absolute, links resolved, with forward slashes.
func (r Root) Dir() string { return filepath.ToSlash(r.dir) }

// Resolve follows the links of a name and returns where it leads, absolute, with forward slashes. It fails for what is not there, or not
// in the root.
func (r Root) Resolve(name string) (string, error) {
	abs, err := filepath.Abs(filepath.FromSlash(name))
	if err != nil {
		return "", err
	}
	full, err := filepath.EvalSymlinks(abs)
	switch {
	case err != nil && !r.near(abs): // what is there, and what not, is told of the project alone
		return "", ErrOutside
	case err != nil:
		return "", err
	case r.dir != "" && below(full, r.dir):
		return filepath.ToSlash(full), nil
	case full == abs:
		return "", ErrOutside
	}
	return "", ErrLink
}

// near tells whether the nearest folder above a name that is there lies in the root.
func (r Root) near(name string) bool {
	for at := filepath.Dir(name); ; at = filepath.Dir(at) {
		if full, err := filepath.EvalSymlinks(at); err == nil {
			return r.dir != "" && below(full, r.dir)
		}
		if filepath.Dir(at) == at {
			return false
		}
	}
}

func below(name, dir string) bool {
	separator := string(filepath.Separator)
	return strings.HasPrefix(name+separator, strings.TrimSuffix(dir, separator)+separator)
}

// Open opens a regular file for reading.
func (r Root) Open(name string) (*os.File, fs.FileInfo, error) {
	full, err := r.Resolve(name)
	if err != nil {
		return nil, nil, err
	}
	// Opening a device can do something, so the file is looked at before, and again after: it may have been replaced.
	info, err := os.Lstat(filepath.FromSlash(full))
	if err == nil {
		err = regular(info)
	}
	if err != nil {
		return nil, nil, err
	}
	root, err := os.OpenRoot(r.dir)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = root.Close() }() // nothing was written
	rel, err := filepath.Rel(r.dir, filepath.FromSlash(full))
	if err != nil {
		return nil, nil, err
	}
	f, err := root.OpenFile(rel, os.O_RDONLY|noWait, 0)
	if err != nil {
		return nil, nil, err
	}
	if info, err = f.Stat(); err == nil {
		err = regular(info)
	}
	if err != nil {
		_ = f.Close() // nothing was written
		return nil, nil, err
	}
	return f, info, nil
}

func regular(info fs.FileInfo) error {
	if what := Special(info.Mode()); what != "" {
		return fmt.Errorf("it is %s, not a file", what)
	}
	return nil
}

// Special names what is no regular file; empty for one.
func Special(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return ""
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	default:
		return "a special file"
	}
}

// Read reads a regular file of at most so many bytes.
func (r Root) Read(name string, most int64) ([]byte, error) {
	f, info, err := r.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // nothing was written
	return all(f, info, most)
}

func all(f io.Reader, info fs.FileInfo, most int64) ([]byte, error) {
	if info.Size() > most {
		return nil, tooLarge(most)
	}
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(data)) > most {
		err = tooLarge(most)
	}
	if err != nil {
		return nil, err
	}
	return data, nil
}

func tooLarge(most int64) error { return fmt.Errorf("it is larger than %d bytes", most) }

// Reason is the bare cause of an error, without the path that a message names already.
func Reason(err error) string {
	var wrapped *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "no such file or folder"
	case errors.Is(err, fs.ErrPermission):
		return "permission denied"
	case errors.Is(err, syscall.ELOOP):
		return "the link leads back to itself"
	case errors.As(err, &wrapped):
		return wrapped.Err.Error()
	}
	return err.Error()
}
