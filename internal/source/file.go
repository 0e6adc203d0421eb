package source

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"

	"github.com/podlint/podlint/internal/safefile"
)

// fail records what could not be read.
func (r *reader) fail(name, format string, args ...any) {
	r.errors = append(r.errors, Error{File: name, Message: fmt.Sprintf(format, args...)})
}

func (r *reader) tooLarge(name string) {
	r.fail(name, "cannot read: it is larger than %d bytes, the most that is read of one file", r.opt.MaxBytes)
}

// reason is the bare cause of an error, without the path that the message names already.
func reason(err error) string { return safefile.Reason(err) }

// instead is the way out for one who means what a link leads to.
func instead(err error) string {
	if errors.Is(err, safefile.ErrLink) {
		return "; name what it leads to, if that is meant"
	}
	return ""
}

// named reads a file that the user named.
func (r *reader) named(name string, info fs.FileInfo) {
	if what := safefile.Special(info.Mode()); what != "" && !r.seen[name] {
		r.seen[name] = true
		r.fail(name, "cannot read: it is %s, not a file; use - for standard input", what)
		return
	}
	r.file(name)
}

// file reads a file that the user named, or that a folder or a glob gave.
func (r *reader) file(name string) {
	if r.seen[name] || r.typed && name == r.opt.StdinName {
		return
	}
	r.seen[name] = true
	if chart := r.charts.templates(name); chart != "" {
		r.files = append(r.files, File{Name: name, Chart: chart})
		return
	}
	if r.opt.Reading != nil {
		r.opt.Reading(name)
	}
	f, info, err := r.root.Open(name)
	if err != nil {
		r.fail(name, "cannot read: %s%s", reason(err), instead(err))
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

// accept takes the bytes of an input, unless they are no text. UTF-16 is full of NUL bytes and is told by its byte order mark.
func (r *reader) accept(name string, data []byte) {
	utf16 := bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF})
	if i := bytes.IndexByte(data, 0); i >= 0 && !utf16 {
		starts := LineStarts(data[:i])
		line, column := len(starts), i-starts[len(starts)-1]+1
		r.errors = append(r.errors, Error{
			File: name, Line: line, Column: column,
			Message: "the file is binary: it holds a NUL byte, so it is no manifest",
		})
		return
	}
	r.files = append(r.files, File{Name: name, Data: data})
}
