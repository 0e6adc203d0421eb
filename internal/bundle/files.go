package bundle

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// Bounds of what a bundle holds: rules, their tests and fixtures. The largest folder of rules that is known, the shipped one, has some 1,700
// files of 8 MB in all.
const (
	maxFiles = 5000
	maxFile  = 4 << 20
	maxTotal = 64 << 20
)

// file is one file of a bundle, by its path with forward slashes.
type file struct {
	name string
	data []byte
}

// gather reads the files of a folder that rules may need, in the order of their paths. Hidden ones and other kinds are left out.
func gather(fsys fs.FS) ([]file, error) {
	var files []file
	total := 0
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || !wanted(name):
			return nil
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		total += len(data)
		files = append(files, file{name: name, data: data})
		return within(len(files), len(data), total)
	})
	if err == nil && len(files) == 0 {
		err = errors.New("it holds no .rego file")
	}
	return files, err
}

func wanted(name string) bool {
	switch path.Ext(name) {
	case ".rego", ".yaml", ".yml", ".json", ".md", ".txt":
		return true
	}
	return false
}

func within(files, size, total int) error {
	switch {
	case files > maxFiles:
		return fmt.Errorf("it holds more than %d files", maxFiles)
	case size > maxFile:
		return fmt.Errorf("it holds a file of more than %d bytes", maxFile)
	case total > maxTotal:
		return fmt.Errorf("it holds more than %d bytes", maxTotal)
	}
	return nil
}

// Folder makes a file system of texts in memory, by their paths with forward slashes.
func Folder(texts map[string][]byte) (fs.FS, error) {
	files := make([]file, 0, len(texts))
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		files = append(files, file{name: name, data: texts[name]})
	}
	return folder(files)
}

// folder makes a file system of files in memory.
func folder(files []file) (fs.FS, error) {
	var buffer bytes.Buffer
	w := zip.NewWriter(&buffer)
	for _, f := range files {
		if !fs.ValidPath(f.name) || f.name == "." {
			return nil, fmt.Errorf("it holds a file of the name %q", f.name)
		}
		part, err := w.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := part.Write(f.data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return zip.NewReader(bytes.NewReader(buffer.Bytes()), int64(buffer.Len()))
}

// limited reads no more than a bound, and says so.
func limited(r io.Reader, most int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("it is larger than %d bytes", most)
	}
	return data, err
}
