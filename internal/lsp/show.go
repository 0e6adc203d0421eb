package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/picture"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/relate"
	"github.com/podlint/podlint/internal/show"
)

// showCommand answers with the picture of a pod: [{"uri", "line", "format"}], format is text or mermaid.
const showCommand = "podlint.show"

type showArguments struct {
	URI    string `json:"uri"`
	Line   int    `json:"line"` // from 0, of the object
	Format string `json:"format"`
}

func (s *server) show(ctx context.Context, a showArguments) (any, error) {
	var out strings.Builder
	err := s.within(ctx, a.URI, func(st *state, name string) error {
		all := st.drawings(name, a.Line+1)
		switch {
		case len(all) == 0:
			return &rpcError{codeFailed, "there is no pod on that line"}
		case a.Format == "mermaid":
			return picture.Markdown(&out, all)
		case a.Format == "" || a.Format == "text":
			return picture.Text(&out, all, false)
		}
		return &rpcError{codeInvalidParams, "format: want text or mermaid"}
	})
	return out.String(), err
}

// drawings are the pictures of the pods on a line, with what is reported of them.
func (st *state) drawings(name string, line int) []*picture.Drawing {
	var shown []lint.Violation
	for v := range st.result.All() {
		if st.project.Shown.Shows(v) {
			shown = append(shown, *v)
		}
	}
	var out []*picture.Drawing
	for _, m := range st.podsAt(name, line) {
		out = append(out, show.Pod(m, shown, nil))
	}
	return out
}

// codeLenses offer the picture of each pod above its object.
func (s *server) codeLenses(ctx context.Context, raw json.RawMessage) (any, error) {
	p, err := params[documentParams](raw)
	if err != nil {
		return nil, err
	}
	out := []codeLens{}
	err = s.within(ctx, p.TextDocument.URI, func(st *state, name string) error {
		seen := map[int]bool{}
		for _, j := range st.result.Judged {
			if line := j.Workload.Line; j.File == name && !seen[line] {
				seen[line] = true
				out = append(out, codeLens{
					Range: Range{Position{line - 1, 0}, Position{line - 1, 0}},
					Command: &command{
						Title: fmt.Sprintf("show the pod of %s %s", j.Workload.Kind, j.Workload.Name), Command: showCommand,
						Arguments: []any{map[string]any{"uri": p.TextDocument.URI, "line": line - 1, "format": "text"}},
					},
				})
			}
		}
		return nil
	})
	return out, err
}

// podsAt are the models of the pods whose object stands around a line of a file; what builds make of it comes last.
func (st *state) podsAt(name string, line int) []lint.Modelled {
	var out []lint.Modelled
	for _, at := range st.objects() {
		if at.object.File != name || !st.around(at.object, line) {
			continue
		}
		for _, in := range at.builder.Build(at.object) {
			relate.Attach(in)
			m := lint.Modelled{Workload: lint.WorkloadOf(at.object), Input: in}
			if at.object.Render != nil {
				m.From = at.object.Render.From
			}
			out = append(out, m)
		}
	}
	return out
}

// placed is an object with the builder of its set.
type placed struct {
	object  *manifest.Object
	builder *pod.Builder
	set     *manifest.Set
}

// objects are all that are judged.
func (st *state) objects() []placed {
	if st.placed != nil {
		return st.placed
	}
	var out []placed
	for _, o := range st.set.Objects {
		out = append(out, placed{o, st.builder, st.set})
	}
	for _, part := range st.set.Renders {
		builder := st.builder.For(part)
		for _, o := range part.Objects {
			out = append(out, placed{o, builder, part})
		}
	}
	st.placed = out
	return out
}

// around tells whether an object stands around a line: of one that was built its first line is known, and it reaches to the next.
func (st *state) around(o *manifest.Object, line int) bool {
	if o.Root == nil {
		return false
	}
	if o.Render == nil {
		return o.Root.Span.Line <= line && (line < o.Root.Span.EndLine || line == o.Root.Span.EndLine && o.Root.Span.EndColumn > 1 || line == o.Line)
	}
	for _, other := range st.objects() {
		if next := other.object.Line; other.object.File == o.File && next > o.Line && next <= line {
			return false
		}
	}
	return o.Line <= line
}
