package report

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
)

// Version is that of the JSON report's shape. A new field does not change it; a removed or renamed one does.
const Version = "1"

// suppressed is a violation that is not reported.
type suppressed struct {
	Violation lint.Violation   `json:"violation"`
	By        lint.Suppression `json:"suppression"`
}

// JSON writes one JSON document on one line; report.schema.json describes it. Lists are never null. One violation at a time is
// encoded, so that a long report takes no memory of its own.
func JSON(w io.Writer, r *lint.Result, opt Options) error {
	out := &stream{w: bufio.NewWriter(w)}
	out.enc = NewEncoder(&out.part)
	out.text(`{"version":`)
	out.value(Version)
	out.text(`,"violations":[`)
	n := 0
	for v := range r.All() {
		out.item(n, withLists(*v))
		n++
	}
	if opt.Suppressed && len(r.Suppressed) > 0 {
		out.text(`],"suppressed":[`)
		for i, s := range r.Suppressed {
			out.item(i, suppressed{Violation: withLists(s.Violation), By: s.By})
		}
	}
	out.text(`],"errors":[`)
	for i, e := range r.Errors {
		out.item(i, e)
	}
	out.text(`],"notes":[`)
	for i, n := range r.Notes {
		out.item(i, n)
	}
	out.text(`],"summary":`)
	out.value(r.Summary)
	out.text("}\n")
	return errors.Join(out.err, r.Broken(), out.w.Flush())
}

// stream writes parts of a JSON document. The buffer keeps the errors of writing, err is that of encoding.
type stream struct {
	w    *bufio.Writer
	part bytes.Buffer // what enc writes to
	enc  *json.Encoder
	err  error
}

func (s *stream) text(part string) { _, _ = s.w.WriteString(part) }

func (s *stream) item(index int, v any) {
	if index > 0 {
		s.text(",")
	}
	s.value(v)
}

func (s *stream) value(v any) {
	s.part.Reset()
	s.err = cmp.Or(s.err, s.enc.Encode(v))
	_, _ = s.w.Write(bytes.TrimSuffix(s.part.Bytes(), []byte("\n")))
}

// withLists replaces every nil list of v by an empty one.
func withLists(v lint.Violation) lint.Violation {
	if v.Path == nil {
		v.Path = manifest.Path{}
	}
	if v.Fix != nil && v.Fix.Edits == nil {
		fix := *v.Fix
		fix.Edits = []lint.Edit{}
		v.Fix = &fix
	}
	related := make([]lint.Related, 0, len(v.Related))
	for _, rel := range v.Related {
		if rel.Path == nil {
			rel.Path = manifest.Path{}
		}
		related = append(related, rel)
	}
	v.Related = related
	return v
}
