package lsp

import (
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode"

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
	case p.Command == showCommand && s.opt.Show != nil:
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
		all := st.at(name, Range{Position{a.Line, 0}, Position{a.Line + 1, 0}})
		for i := range all {
			if all[i].Rule != a.Rule || all[i].Line != a.Line+1 {
				continue
			}
			edit := st.silence(ctx, &all[i], suppress.Directive{Reason: strings.Join(strings.Fields(a.Reason), " "), Until: a.Until})
			if edit == nil {
				return &rpcError{codeFailed, "there is no place for a comment that suppresses it"}
			}
			s.ask("workspace/applyEdit", map[string]any{"label": "Suppress " + a.Rule, "edit": edit})
			return nil
		}
		return &rpcError{codeFailed, "there is no violation of " + clip(a.Rule) + " on that line"}
	})
}
