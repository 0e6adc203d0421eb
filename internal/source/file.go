package source

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// fail records what could not be read.
func (r *reader) fail(name, format string, args ...any) {
	r.errors = append(r.errors, Error{File: name, Message: fmt.Sprintf(format, args...)})
}

func (r *reader) tooLarge(name string) {
	r.fail(name, "cannot read: it is larger than %d bytes, the most that is read of one file", r.opt.MaxBytes)
}

// reason is the bare cause of an error, without the path that the message names already.
func reason(err error) string {
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

// file reads a file that the user named, or that a folder or a glob gave. info is that of the file itself, links followed.
func (r *reader) file(name string, info fs.FileInfo) {
	if r.seen[name] {
		return
	}
	r.seen[name] = true
	if what := special(info.Mode()); what != "" {
		r.fail(name, "cannot read: it is %s, not a file; use - for standard input", what)
		return
	}
	if chart := r.charts.templates(name); chart != "" {
		r.files = append(r.files, File{Name: name, Chart: chart})
		return
	}
	if r.opt.Reading != nil {
		r.opt.Reading(name)
	}
	f, err := os.Open(filepath.FromSlash(name))
	if err != nil {
		r.fail(name, "cannot read: %s", reason(err))
		return
	}
	if r.largeFile(name, f, info.Size()) {
		return
	}
	if info.Size() > r.opt.MaxBytes {
		r.tooLarge(name)
	} else {
		r.add(name, f)
	}
	_ = f.Close() // nothing was written
}

// special names what is no regular file: opening one could wait for ever.
func special(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return ""
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

// accept takes the bytes of an input, unless they are no text. UTF-16 is full of NUL bytes and is told by its byte order mark.
func (r *reader) accept(name string, data []byte) {
	utf16 := bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF})
	if i := bytes.IndexByte(data, 0); i >= 0 && !utf16 {
		line := 1 + bytes.Count(data[:i], []byte("\n"))
		column := i - bytes.LastIndexByte(data[:i], '\n')
		r.errors = append(r.errors, Error{
			File: name, Line: line, Column: column,
			Message: "the file is binary: it holds a NUL byte, so it is no manifest",
		})
		return
	}
	r.files = append(r.files, File{Name: name, Data: data})
}
