package source

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"github.com/podlint/podlint/internal/pattern"
)

// Large is the content of an input that is not held in memory. It may be read by several goroutines at once. The file stays open to
// the end of the process.
type Large struct {
	io.ReaderAt

	Size int64
	JSON bool // by its look
}

// All reads all of it, as far as it can be read: for what is wanted of a whole file.
func (l *Large) All() []byte {
	data := make([]byte, l.Size)
	n, _ := l.ReadAt(data, 0) // what is missing cannot be told here, and was when it was read first
	return data[:n]
}

// largeFactor times MaxBytes is the largest input that is handed out as Large.
const largeFactor = 64

var bom = []byte("\xef\xbb\xbf")

// headSize is how much of an input is looked at to tell what it is.
const headSize = 4 << 10

// large tells whether an input of this size that begins with head is handed out as Large: one that is by its look JSON, or objects in
// YAML, since of other texts no part can be read without the rest.
func (r *reader) large(size int64, head []byte) bool {
	if r.opt.Hold <= 0 || size <= r.opt.Hold || size > largeFactor*r.opt.MaxBytes {
		return false
	}
	head = bytes.TrimPrefix(head, bom)
	return isJSON(head) || objectKey.Match(head)
}

func isJSON(head []byte) bool {
	head = bytes.TrimLeft(head, " \t\r\n")
	return len(head) > 0 && head[0] == '{'
}

// objectKey is a line that begins a document, or a key that objects and Lists of them have.
var objectKey = pattern.New(`(?m)^(---\s|(apiVersion|kind|items):)`)

// isText tells whether there is no NUL byte in an input; JSON is not asked, whose reader finds out.
func isText(large *Large) bool {
	if large.JSON {
		return true
	}
	found, err := large.contains([]byte{0})
	return err == nil && !found
}

// Contains tells whether a text of few bytes is in the content. What cannot be read holds nothing.
func (f *File) Contains(text string) bool {
	if f.Large == nil {
		return bytes.Contains(f.Data, []byte(text))
	}
	found, err := f.Large.contains([]byte(text))
	return found && err == nil
}

func (l *Large) contains(text []byte) (bool, error) {
	buf, kept := make([]byte, 256<<10), 0
	for from := io.NewSectionReader(l, 0, l.Size); ; {
		n, err := from.Read(buf[kept:])
		seen := buf[:kept+n]
		if bytes.Contains(seen, text) {
			return true, nil
		}
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		kept = copy(buf, seen[max(0, len(seen)-len(text)+1):])
	}
}

// largeFile opens a file as Large; false when it is none, or cannot be opened, for the caller to go on as with any other.
func (r *reader) largeFile(name string, f *os.File, size int64) bool {
	head, large := make([]byte, headSize), &Large{ReaderAt: f, Size: size}
	n, err := f.ReadAt(head, 0)
	large.JSON = isJSON(bytes.TrimPrefix(head[:n], bom))
	if err != nil && !errors.Is(err, io.EOF) || !r.large(size, head[:n]) || !isText(large) {
		return false
	}
	r.files = append(r.files, File{Name: name, Large: large})
	return true
}

// stream reads standard input: into memory as far as Hold goes, and from there on into a temporary file if a part of it can be read. That file has
// no name any more when this returns, so that nothing is left behind, however the process ends.
func (r *reader) stream(from io.Reader) {
	var head bytes.Buffer
	if r.opt.Hold > 0 {
		if _, err := io.Copy(&head, io.LimitReader(from, r.opt.Hold+1)); err != nil {
			r.fail(r.opt.StdinName, "cannot read: %s", reason(err))
			return
		}
		if r.large(int64(head.Len()), head.Bytes()[:min(head.Len(), headSize)]) {
			r.spool(bytes.Clone(head.Bytes()[:min(head.Len(), headSize)]), io.MultiReader(&head, from))
			return
		}
	}
	r.add(r.opt.StdinName, io.MultiReader(&head, from))
}

func (r *reader) spool(head []byte, from io.Reader) {
	f, err := os.CreateTemp("", "podlint-*")
	if err != nil {
		r.fail(r.opt.StdinName, "cannot keep it in a temporary file: %s", reason(err))
		return
	}
	_ = os.Remove(f.Name()) // fails where an open file cannot be removed; the system's own cleaning takes it then
	size, err := io.Copy(f, io.LimitReader(contextReader{r.ctx, from}, largeFactor*r.opt.MaxBytes+1))
	switch {
	case err != nil:
		r.fail(r.opt.StdinName, "cannot keep it in a temporary file: %s", reason(err))
	case size > largeFactor*r.opt.MaxBytes:
		r.fail(r.opt.StdinName, "cannot read: it is larger than %d bytes, the most that is read of one input", largeFactor*r.opt.MaxBytes)
	default:
		large := &Large{ReaderAt: f, Size: size, JSON: isJSON(bytes.TrimPrefix(head, bom))}
		if isText(large) {
			r.files = append(r.files, File{Name: r.opt.StdinName, Large: large})
			return
		}
		r.add(r.opt.StdinName, io.NewSectionReader(f, 0, size))
	}
	_ = f.Close() // what was written is of no use
}

// contextReader stops reading when ctx has ended.
type contextReader struct {
	ctx  context.Context
	from io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.from.Read(p)
}
