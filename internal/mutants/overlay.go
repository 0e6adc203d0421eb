package main

import (
	"io/fs"
	"testing/fstest"
)

// overlay is a file system in which one file has another text.
type overlay struct {
	fs.FS

	name string
	text []byte
}

// Open opens a file.
func (o overlay) Open(name string) (fs.File, error) {
	if name == o.name {
		return fstest.MapFS{name: &fstest.MapFile{Data: o.text}}.Open(name)
	}
	return o.FS.Open(name)
}

// ReadFile reads a file.
func (o overlay) ReadFile(name string) ([]byte, error) {
	if name == o.name {
		return o.text, nil
	}
	return fs.ReadFile(o.FS, name)
}
