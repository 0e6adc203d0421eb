package source

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
)

// Large is the content of an input that is not held in memory. It may be read by several goroutines at once. The file stays open to
// the end of the process.
type Large struct {
	io.ReaderAt

	Size int64
}

// largeFactor times MaxBytes is the largest input that is handed out as Large.
const largeFactor = 64

// large tells whether an input of this size that begins with head is handed out as Large: one that is JSON by its look, since only
// of JSON can a part be read without the rest.
func (r *reader) large(size int64, head []byte) bool {
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	return r.opt.Hold > 0 && size > r.opt.Hold && size <= largeFactor*r.opt.MaxBytes && len(head) > 0 && head[0] == '{'
}

// largeFile opens a file as Large; false when it is none, or cannot be opened, for the caller to go on as with any other.
func (r *reader) largeFile(name string, f *os.File, size int64) bool {
	head := make([]byte, 512)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) || !r.large(size, head[:n]) {
		return false
	}
	r.files = append(r.files, File{Name: name, Large: &Large{ReaderAt: f, Size: size}})
	return true
}

// stream reads standard input: into memory as far as Hold goes, and from there on into a temporary file if it is JSON. That file has
// no name any more when this returns, so that nothing is left behind, however the process ends.
func (r *reader) stream(from io.Reader) {
	var head bytes.Buffer
	if r.opt.Hold > 0 {
		if _, err := io.Copy(&head, io.LimitReader(from, r.opt.Hold+1)); err != nil {
			r.fail(StdinName, "cannot read: %s", reason(err))
			return
		}
		if r.large(int64(head.Len()), head.Bytes()[:min(head.Len(), 512)]) {
			r.spool(io.MultiReader(&head, from))
			return
		}
	}
	r.add(StdinName, io.MultiReader(&head, from))
}

func (r *reader) spool(from io.Reader) {
	f, err := os.CreateTemp("", "podlint-*")
	if err != nil {
		r.fail(StdinName, "cannot keep it in a temporary file: %s", reason(err))
		return
	}
	_ = os.Remove(f.Name()) // fails where an open file cannot be removed; the system's own cleaning takes it then
	size, err := io.Copy(f, io.LimitReader(contextReader{r.ctx, from}, largeFactor*r.opt.MaxBytes+1))
	switch {
	case err != nil:
		r.fail(StdinName, "cannot keep it in a temporary file: %s", reason(err))
	case size > largeFactor*r.opt.MaxBytes:
		r.fail(StdinName, "cannot read: it is larger than %d bytes, the most that is read of one input", largeFactor*r.opt.MaxBytes)
	default:
		r.files = append(r.files, File{Name: StdinName, Large: &Large{ReaderAt: f, Size: size}})
		return
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
