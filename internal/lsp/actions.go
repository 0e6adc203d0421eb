package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/fix"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/suppress"
)

// Kinds of code actions.
const (
	kindQuickFix = "quickfix"
	kindFixAll   = "source.fixAll"
	kindOwnAll   = "source.fixAll.podlint"
)

// suppressCommand writes a suppression with the reason that the client asked for: [{"uri", "line", "rule", "reason", "until"}]. Without a rule it is
// for all that is reported on the line.
const suppressCommand = "podlint.suppress"

// placeholder is what stands for a reason that is not known yet.
const placeholder = "TODO: say why"

// mostActions bounds the violations of which fixes are tried for one request: each is judged.
const mostActions = 12

// codeActions lists what mends or suppresses the violations in a range, and those that the client says it is about. Each is tried: what does not help, or brings something else, is not offered.
func (s *server) codeActions(ctx context.Context, raw json.RawMessage) (any, error) {
	p, err := params[actionParams](raw)
	if err != nil {
		return nil, err
	}
	out := []codeAction{}
	err = s.within(ctx, p.TextDocument.URI, func(st *state, name string) error {
		defer st.restore(ctx)
		if wants(p.Context.Only, kindQuickFix) {
			out = append(out, st.quickFixes(ctx, name, p.Range, p.Context.Diagnostics)...)
		}
		if len(p.Context.Only) > 0 && wants(p.Context.Only, kindOwnAll) {
			out = append(out, st.fixAll(ctx, name)...)
		}
		return ctx.Err()
	})
	return out, err
}

// wants tells whether a client that asks for some kinds wants one: a kind stands for those below it.
func wants(only []string, kind string) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o string) bool { return o == "" || o == kind || strings.HasPrefix(kind, o+".") })
}

// within answers from the state of the workspace that a document belongs to; of a document of none there is nothing to say.
func (s *server) within(ctx context.Context, uri string, use func(st *state, name string) error) error {
	name, ok := pathOf(uri)
	if !ok {
		return nil
	}
	w := s.owner(name)
	if w == nil {
		return nil
	}
	return w.do(ctx, func(st *state) error { return use(st, name) })
}

func (st *state) quickFixes(ctx context.Context, name string, r Range, about []named) []codeAction {
	var out []codeAction
	all := st.meant(name, r, about)
	for i := range all[:min(len(all), mostActions)] {
		v := &all[i]
		d := []Diagnostic{st.diagnostic(v)}
		if v.Fix != nil && len(v.Fix.Steps)+len(v.Fix.Edits) > 0 {
			if edit := st.mend(ctx, func(other *lint.Violation) bool { return same(v, other) }, true); edit != nil {
				title := v.Fix.Title
				if !v.Fix.Safe || v.Doubt {
					title += " (look at it: it may change what the pod does)"
				}
				out = append(out, codeAction{Title: title, Kind: kindQuickFix, Diagnostics: d, IsPreferred: v.Fix.Safe && !v.Doubt, Edit: edit})
			}
		}
		if suppress.IsNotice(v.Rule) {
			continue
		}
		if edit := st.silence(ctx, func(other *lint.Violation) bool { return same(v, other) }, suppress.Directive{Reason: placeholder}); edit != nil {
			out = append(out, codeAction{Title: "Suppress " + v.Rule + " here", Kind: kindQuickFix, Diagnostics: d, Edit: edit})
		}
		if edit := st.silenceFile(ctx, v); edit != nil {
			out = append(out, codeAction{Title: "Suppress " + v.Rule + " in this file", Kind: kindQuickFix, Diagnostics: d, Edit: edit})
		}
	}
	return out
}

// same tells whether two violations are one.
func same(a, b *lint.Violation) bool {
	return a.Fingerprint == b.Fingerprint && a.File == b.File && a.Rule == b.Rule
}

// fixAll makes all safe fixes of a file.
func (st *state) fixAll(ctx context.Context, name string) []codeAction {
	edit := st.mend(ctx, func(v *lint.Violation) bool {
		return v.File == name && (st.project.Shown.Shows(v) || suppress.IsUnused(v.Rule))
	}, false)
	if edit == nil {
		return nil
	}
	return []codeAction{{Title: "Make all safe fixes of podlint", Kind: kindOwnAll, Edit: edit}}
}

// options are those of fixes that are made in what the editor shows.
func (st *state) options(wanted func(*lint.Violation) bool, unsafe bool) fix.Options {
	last := st
	return fix.Options{
		Unsafe: unsafe, Wanted: wanted,
		Left: func(file string) string {
			if !st.workspace.holds(file) {
				return "it lies outside of the folder"
			}
			return ""
		},
		Rendered: func() []*manifest.Object { return last.set.Charted() },
		Judge: func(ctx context.Context, changed map[string][]byte) (*lint.Result, error) {
			next, err := st.again(ctx, changed)
			if err != nil {
				return nil, err
			}
			last = next
			return next.result, nil
		},
	}
}

// mend is the edit that makes fixes; nil when none can be made.
func (st *state) mend(ctx context.Context, wanted func(*lint.Violation) bool, unsafe bool) *workspaceEdit {
	out, err := fix.Run(ctx, st.result, st.options(wanted, unsafe))
	if err != nil || len(out.Fixed) == 0 {
		return nil
	}
	return st.edit(out.Changed)
}

// silence is the edit that suppresses violations; nil when nothing does.
func (st *state) silence(ctx context.Context, wanted func(*lint.Violation) bool, d suppress.Directive) *workspaceEdit {
	out, err := fix.Suppress(ctx, st.result, fix.Silence{
		Comment: func(rules []string) string {
			d.Rules = rules
			return d.Comment()
		},
		Annotation: d.Annotation,
	}, st.options(wanted, true))
	if err != nil || len(out.Fixed) == 0 {
		return nil
	}
	return st.edit(out.Changed)
}

// silenceFile is the edit that suppresses a rule in the whole file of a violation, by a comment in its head.
func (st *state) silenceFile(ctx context.Context, v *lint.Violation) *workspaceEdit {
	data := st.result.Sources[v.File]
	if data == nil || !st.workspace.holds(v.File) {
		return nil
	}
	mark, rest := []byte(nil), data
	if body, marked := bytes.CutPrefix(data, []byte("\uFEFF")); marked {
		mark, rest = data[:len(data)-len(body)], body
	}
	d := suppress.Directive{File: true, Rules: []string{v.Rule}, Reason: placeholder}
	line := "# " + d.Comment() + "\n"
	if bytes.Contains(data, []byte("\r\n")) {
		line = strings.TrimSuffix(line, "\n") + "\r\n"
	}
	changed := map[string][]byte{v.File: slices.Concat(mark, []byte(line), rest)}
	after, err := st.again(ctx, changed)
	if err != nil || len(after.result.Errors) > len(st.result.Errors) || st.count(v) == 0 || after.count(v) > 0 {
		return nil
	}
	return st.edit(changed)
}

// count is how many violations of the rule there are in the file of one.
func (st *state) count(v *lint.Violation) (n int) {
	for other := range st.result.All() {
		if other.Rule == v.Rule && other.File == v.File {
			n++
		}
	}
	return n
}

// restore judges what the editor shows again, after something else was judged: what is remembered is about that.
func (st *state) restore(ctx context.Context) {
	w := st.workspace
	if !st.tried {
		return
	}
	if next, err := w.judge(ctx, st.buffers, nil); err == nil {
		w.state = next
		return
	}
	w.changed(false, false)
}

// edit turns new contents into edits of what the editor shows, or of what is on the disk.
func (st *state) edit(changed map[string][]byte) *workspaceEdit {
	out := &workspaceEdit{}
	versions := st.workspace.server.client.Capabilities.Workspace.WorkspaceEdit.DocumentChanges
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		edits := editsFor(st.layout(name).data, changed[name])
		if len(edits) == 0 {
			continue
		}
		uri := st.uri(name)
		if !versions {
			if out.Changes == nil {
				out.Changes = map[string][]textEdit{}
			}
			out.Changes[uri] = edits
			continue
		}
		id := versionedID{URI: uri}
		if d := st.buffers[name]; d != nil {
			id.Version = &d.version
		}
		out.DocumentChanges = append(out.DocumentChanges, documentEdit{TextDocument: id, Edits: edits})
	}
	if len(out.Changes)+len(out.DocumentChanges) == 0 {
		return nil
	}
	return out
}
