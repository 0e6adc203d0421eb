package lint

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"

	"github.com/podlint/podlint/internal/manifest"
)

// encoder writes violations for a decoder of the same process; it is no format that anybody else sees.
type encoder struct{ out []byte }

// encode returns what is good until the next call.
func (e *encoder) encode(v *spilledViolation) []byte {
	e.out = e.out[:0]
	e.number(v.from)
	e.texts(v.Rule, v.Category, v.Severity, v.Confidence, v.SeverityReason, v.Message, v.Container, v.Fingerprint, v.Documentation, v.File, v.Object)
	e.flag(v.Doubt)
	e.numbers(v.Line, v.Column, v.EndLine, v.EndColumn)
	e.path(v.Path)
	w := &v.Workload
	e.texts(w.APIVersion, w.Kind, w.Namespace, w.Name, w.File)
	e.numbers(w.Document, w.Line, len(v.Related))
	for i := range v.Related {
		r := &v.Related[i]
		e.texts(r.Message, r.File)
		e.numbers(r.Line, r.Column, r.EndLine, r.EndColumn)
		e.path(r.Path)
		e.excerpt(r.Rendered)
	}
	e.fix(v.Fix)
	e.rendered(v.Rendered)
	return e.out
}

func (e *encoder) number(n int)        { e.out = binary.AppendVarint(e.out, int64(n)) }
func (e *encoder) numbers(list ...int) { each1(list, e.number) }
func (e *encoder) texts(list ...string) {
	each1(list, func(s string) {
		e.number(len(s))
		e.out = append(e.out, s...)
	})
}

func each1[T any](list []T, use func(T)) {
	for _, v := range list {
		use(v)
	}
}

func (e *encoder) flag(b bool) {
	n := 0
	if b {
		n = 1
	}
	e.number(n)
}

// path writes strings as their length and text, and indices as what no length can be.
func (e *encoder) path(path manifest.Path) {
	e.number(len(path))
	for _, elem := range path {
		switch v := elem.(type) {
		case string:
			e.texts(v)
		case int:
			e.number(-1 - v)
		}
	}
}

func (e *encoder) fix(f *Fix) {
	if e.flag(f != nil); f == nil {
		return
	}
	e.texts(f.Title)
	e.flag(f.Safe)
	e.number(len(f.Edits))
	for i := range f.Edits {
		edit := &f.Edits[i]
		e.texts(edit.File, edit.Text)
		e.numbers(edit.Offset, edit.EndOffset, edit.Line, edit.Column, edit.EndLine, edit.EndColumn)
	}
}

func (e *encoder) rendered(r *Rendered) {
	if e.flag(r != nil); r == nil {
		return
	}
	e.flag(r.Known)
	e.number(len(r.From))
	e.texts(r.From...)
	e.texts(r.Written)
	e.excerpt(r.Line)
}

func (e *encoder) excerpt(x *Excerpt) {
	if e.flag(x != nil); x != nil {
		e.texts(x.Text)
		e.numbers(x.Column, x.EndColumn)
	}
}

// decoder reads what an encoder wrote.
type decoder struct {
	in  *bufio.Reader
	err error
}

// decodeBuffer is small, because a long report has many sections.
const decodeBuffer = 16 << 10

func newDecoder(from io.Reader) *decoder {
	return &decoder{in: bufio.NewReaderSize(from, decodeBuffer)}
}

// decode returns the next violation, nil at the end.
func (d *decoder) decode() (*spilledViolation, error) {
	if _, err := d.in.Peek(1); errors.Is(err, io.EOF) {
		return nil, nil //nolint:nilnil // there is none, and that is no fault
	}
	v := &spilledViolation{from: d.number()}
	d.texts(&v.Rule, &v.Category, &v.Severity, &v.Confidence, &v.SeverityReason, &v.Message, &v.Container, &v.Fingerprint, &v.Documentation, &v.File, &v.Object)
	v.Doubt = d.number() == 1
	d.numbers(&v.Line, &v.Column, &v.EndLine, &v.EndColumn)
	v.Path = d.path()
	w := &v.Workload
	d.texts(&w.APIVersion, &w.Kind, &w.Namespace, &w.Name, &w.File)
	related := 0
	d.numbers(&w.Document, &w.Line, &related)
	for range related {
		var r Related
		d.texts(&r.Message, &r.File)
		d.numbers(&r.Line, &r.Column, &r.EndLine, &r.EndColumn)
		r.Path, r.Rendered = d.path(), d.excerpt()
		v.Related = append(v.Related, r)
	}
	v.Fix, v.Rendered = d.fix(), d.rendered()
	if d.err != nil {
		return nil, d.err
	}
	return v, nil
}

func (d *decoder) number() int {
	if d.err != nil {
		return 0
	}
	n, err := binary.ReadVarint(d.in)
	d.err = err
	return int(n)
}

func (d *decoder) numbers(list ...*int) { each1(list, func(n *int) { *n = d.number() }) }

func (d *decoder) texts(list ...*string) {
	each1(list, func(s *string) { *s = d.text(d.number()) })
}

func (d *decoder) text(size int) string {
	if d.err != nil || size == 0 {
		return ""
	}
	b := make([]byte, size)
	_, d.err = io.ReadFull(d.in, b)
	return string(b)
}

func (d *decoder) path() manifest.Path {
	n := d.number()
	if d.err != nil || n == 0 {
		return nil
	}
	path := make(manifest.Path, n)
	for i := range path {
		if size := d.number(); size < 0 {
			path[i] = -1 - size
		} else {
			path[i] = d.text(size)
		}
	}
	return path
}

func (d *decoder) fix() *Fix {
	if d.number() == 0 {
		return nil
	}
	f := &Fix{}
	d.texts(&f.Title)
	f.Safe = d.number() == 1
	for range d.number() {
		var e Edit
		d.texts(&e.File, &e.Text)
		d.numbers(&e.Offset, &e.EndOffset, &e.Line, &e.Column, &e.EndLine, &e.EndColumn)
		f.Edits = append(f.Edits, e)
	}
	return f
}

func (d *decoder) rendered() *Rendered {
	if d.number() == 0 {
		return nil
	}
	r := &Rendered{Known: d.number() == 1}
	for range d.number() {
		r.From = append(r.From, d.text(d.number()))
	}
	d.texts(&r.Written)
	r.Line = d.excerpt()
	return r
}

func (d *decoder) excerpt() *Excerpt {
	if d.number() == 0 {
		return nil
	}
	x := &Excerpt{}
	d.texts(&x.Text)
	d.numbers(&x.Column, &x.EndColumn)
	return x
}
