package safefile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Why a file is not written.
var (
	ErrIsLink  = errors.New("it is a link")
	ErrChanged = errors.New("it has changed since it was read")
	ErrOwner   = errors.New("its owner could not be kept")
)

// Writable tells whether Replace could write a file: a regular one in the root that is no link and that the user may write.
func (r Root) Writable(name string) error {
	_, _, err := r.target(name)
	return err
}

// target is where a name leads, and what is there.
func (r Root) target(name string) (full string, info fs.FileInfo, err error) {
	info, err = os.Lstat(filepath.FromSlash(name))
	switch {
	case err != nil:
		return "", nil, err
	case info.Mode()&fs.ModeSymlink != 0:
		return "", nil, ErrIsLink
	}
	if err := regular(info); err != nil {
		return "", nil, err
	}
	if full, err = r.Resolve(name); err != nil {
		return "", nil, err
	}
	f, err := os.OpenFile(filepath.FromSlash(full), os.O_WRONLY|noWait, 0)
	if err != nil {
		return "", nil, err
	}
	return filepath.FromSlash(full), info, f.Close()
}

// Replace writes data in the place of what a file held when it was read: beside it, with its mode and owner, and then by its name. When it
// fails the file is as it was. A file that holds the data already is left as it is.
func (r Root) Replace(name string, was, data []byte) (err error) {
	full, info, err := r.target(name)
	if err != nil {
		return err
	}
	now, err := r.Read(name, int64(max(len(was), len(data)))+1)
	switch {
	case err == nil && bytes.Equal(now, data): // by another name of the file, say
		return nil
	case err != nil || !bytes.Equal(now, was):
		return ErrChanged
	}
	f, err := os.CreateTemp(filepath.Dir(full), ".podlint-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // what failed is told
		}
	}()
	_, err = f.Write(data)
	if err = errors.Join(err, keepOwner(f, info), f.Chmod(info.Mode()), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write it: %w", err)
	}
	return os.Rename(f.Name(), full)
}
