package safefile

import (
	"io/fs"
	"os"
	"path/filepath"
)

// FS is a folder of the root as a file system, whose files hold at most so many bytes each.
func (r Root) FS(dir string, most int64) fs.FS { return &folder{root: r, dir: dir, most: most} }

type folder struct {
	root Root
	dir  string
	most int64
}

// Open opens a regular file or a folder.
func (d *folder) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	f, err := d.open(filepath.Join(filepath.FromSlash(d.dir), filepath.FromSlash(name)))
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: bare(err)}
	}
	return f, nil
}

func (d *folder) open(name string) (fs.File, error) {
	full, err := d.root.Resolve(name)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(filepath.FromSlash(full)); err == nil && info.IsDir() {
		return os.Open(filepath.FromSlash(full))
	}
	f, info, err := d.root.Open(name)
	switch {
	case err != nil:
		return nil, err
	case info.Size() > d.most:
		_ = f.Close() // nothing was written
		return nil, tooLarge(d.most)
	}
	return &bounded{File: f, most: d.most, left: d.most}, nil
}

// bare is an error without its path, which the caller adds.
func bare(err error) error {
	if p, ok := err.(*fs.PathError); ok { //nolint:errorlint // of the system, as it is
		return p.Err
	}
	return err
}

// bounded is a file that fails when it turns out to be larger than it said.
type bounded struct {
	*os.File

	most, left int64
}

// Read reads up to the bound.
func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.File.Read(p[:min(int64(len(p)), b.left+1)])
	if b.left -= int64(n); b.left < 0 {
		return 0, tooLarge(b.most)
	}
	return n, err
}
