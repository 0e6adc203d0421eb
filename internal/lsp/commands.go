package lsp

import (
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/suppress"
)

// suppressArguments say what is suppressed, why and until when.
type suppressArguments struct {
	URI    string `json:"uri"`
	Line   int    `json:"line"` // from 0
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
	Until  string `json:"until"`
}

// execute runs a command.
func (s *server) execute(ctx context.Context, raw json.RawMessage) (any, error) {
	p, err := params[commandParams](raw)
	if err != nil {
		return nil, err
	}
	switch {
	case len(p.Arguments) != 1:
		return nil, &rpcError{codeInvalidParams, clip(p.Command) + " takes one argument"}
	case p.Command == suppressCommand:
		a, err := params[suppressArguments](p.Arguments[0])
		if err != nil {
			return nil, err
		}
		return nil, s.suppress(ctx, a)
	case p.Command == showCommand:
		a, err := params[showArguments](p.Arguments[0])
		if err != nil {
			return nil, err
		}
		return s.show(ctx, a)
	}
	return nil, &rpcError{codeInvalidParams, "unknown command " + clip(p.Command)}
}

// check refuses what would be no suppression.
func (a *suppressArguments) check() error {
	_, err := time.Parse(time.DateOnly, a.Until)
	switch {
	case a.Until != "" && err != nil:
		return &rpcError{codeInvalidParams, "until: want a day such as 2027-03-01"}
	case strings.ContainsFunc(a.Reason, func(r rune) bool { return !unicode.IsPrint(r) }):
		return &rpcError{codeInvalidParams, "reason: want one line of text"}
	}
	return nil
}

// suppress asks the client to write a suppression.
func (s *server) suppress(ctx context.Context, a suppressArguments) error {
	if err := a.check(); err != nil {
		return err
	}
	return s.within(ctx, a.URI, func(st *state, name string) error {
		defer st.restore(ctx)
		edit := st.silence(ctx, func(v *lint.Violation) bool {
			return v.File == name && v.Line == a.Line+1 && (a.Rule == "" || v.Rule == a.Rule) && st.project.Shown.Shows(v) && !suppress.IsNotice(v.Rule)
		}, suppress.Directive{Reason: strings.Join(strings.Fields(a.Reason), " "), Until: a.Until})
		if edit == nil {
			return &rpcError{codeFailed, "there is nothing on that line that a comment would suppress"}
		}
		s.ask("workspace/applyEdit", map[string]any{"label": "Suppress " + a.Rule, "edit": edit})
		return nil
	})
}
