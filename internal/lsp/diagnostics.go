package lsp

import (
	"reflect"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/suppress"
)

const diagnosticSource = "podlint"

// publication is what the client was told last about a file.
type publication struct {
	uri         string
	version     *int
	diagnostics []Diagnostic
}

// same tells whether two say the same; the list itself is mostly the one that was made the last time.
func (p *publication) same(other *publication) bool {
	if p.uri != other.uri || (p.version == nil) != (other.version == nil) || p.version != nil && *p.version != *other.version {
		return false
	}
	a, b := p.diagnostics, other.diagnostics
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || reflect.DeepEqual(a, b))
}

// publish tells the client what is new: about each file that something is said of, and each about which something was said.
func (w *workspace) publish() {
	now := map[string][]Diagnostic{}
	if w.state != nil {
		w.told = w.state.tellings()
		for name, t := range w.told {
			now[name] = slices.Clip(t.diagnostics)
		}
		w.state.unread(now)
	}
	for name, list := range w.faults() {
		now[name] = append(list, now[name]...)
	}
	buffers := w.server.buffers(w)
	if w.state != nil {
		buffers = w.state.buffers
	}
	for name := range buffers {
		if now[name] == nil {
			now[name] = []Diagnostic{}
		}
	}
	for name := range w.published {
		if now[name] == nil {
			now[name] = []Diagnostic{}
		}
	}
	for name, list := range now {
		if w.server.owner(name) == w || !w.holds(name) {
			w.tell(name, list, buffers[name])
		}
	}
}

// tell publishes the diagnostics of one file unless the client knows them.
func (w *workspace) tell(name string, list []Diagnostic, d *document) {
	p := publication{uri: uriOf(name), diagnostics: list}
	if d != nil {
		p.uri, p.version = d.uri, &d.version
	}
	was, known := w.published[name]
	nothing := d == nil && len(list) == 0
	if known && was.same(&p) || !known && nothing {
		return
	}
	if known && was.uri != p.uri { // the client writes it otherwise since it is open
		w.server.takeBack(&was)
	}
	w.published[name] = p
	if nothing {
		delete(w.published, name)
	}
	w.server.notify("textDocument/publishDiagnostics", publishParams{URI: p.uri, Version: p.version, Diagnostics: list})
}

// takeBack tells the client that nothing is wrong any more.
func (s *server) takeBack(p *publication) {
	if len(p.diagnostics) > 0 {
		s.notify("textDocument/publishDiagnostics", publishParams{URI: p.uri, Diagnostics: []Diagnostic{}})
	}
}

// withdraw takes back what was said, when the folder is closed and the server is not.
func (w *workspace) withdraw() {
	if w.server.ctx.Err() != nil {
		return
	}
	for _, p := range w.published {
		w.server.takeBack(&p)
	}
}

// faults are what is wrong with the configuration and the rules, by file.
func (w *workspace) faults() map[string][]Diagnostic {
	out := map[string][]Diagnostic{}
	for i := range w.problems {
		p := &w.problems[i]
		if p.File == "" {
			continue
		}
		name := absolute(p.File)
		at := Position{max(p.Line-1, 0), max(p.Column-1, 0)}
		out[name] = append(out[name], Diagnostic{
			Range: Range{at, Position{at.Line, at.Character + 1}}, Severity: severityError, Source: diagnosticSource, Message: p.Message,
		})
	}
	return out
}

// unread adds what could not be read or judged, by file.
func (st *state) unread(to map[string][]Diagnostic) {
	for _, e := range st.result.Errors {
		if e.File == "" {
			continue
		}
		line, column := max(e.Line, 1), max(e.Column, 1)
		to[e.File] = append(to[e.File], Diagnostic{
			Range: st.layout(e.File).span(line, column, line, column+1), Severity: severityError, Source: diagnosticSource, Message: e.Message,
		})
	}
}

func (st *state) diagnostic(v *lint.Violation) Diagnostic {
	d := Diagnostic{
		Range: st.layout(v.File).span(v.Line, v.Column, v.EndLine, v.EndColumn), Severity: severityOf(v), Code: v.Rule, Source: diagnosticSource,
		Message: v.Message, Data: &diagnosticData{v.Fingerprint},
	}
	if strings.HasPrefix(v.Documentation, "https://") || strings.HasPrefix(v.Documentation, "http://") {
		d.CodeDescription = &codeDescription{v.Documentation}
	}
	if v.SeverityReason != "" {
		d.Message += " (" + v.SeverityReason + ")"
	}
	if v.Rendered != nil {
		d.Message += "; in what is built of " + strings.Join(v.Rendered.From, ", ")
	}
	if v.Fix != nil && v.Fix.Title != "" {
		d.Message += "\nhelp: " + v.Fix.Title
	}
	if suppress.IsUnused(v.Rule) {
		d.Tags = []int{tagUnnecessary}
	}
	if st.workspace.server.client.Capabilities.TextDocument.PublishDiagnostics.RelatedInformation {
		for i := range v.Related {
			d.RelatedInformation = append(d.RelatedInformation, st.related(&v.Related[i]))
		}
	}
	return d
}

func (st *state) related(r *lint.Related) related {
	return related{Location: st.location(r.File, r.Line, r.Column, r.EndLine, r.EndColumn), Message: r.Message}
}

// location is a place as the client names it.
func (st *state) location(file string, line, column, endLine, endColumn int) Location {
	return Location{URI: st.uri(file), Range: st.layout(file).span(line, column, endLine, endColumn)}
}

func (st *state) uri(file string) string {
	if d := st.buffers[file]; d != nil {
		return d.uri
	}
	return uriOf(file)
}

// severityOf is a violation's severity; one that is in doubt is a hint.
func severityOf(v *lint.Violation) int {
	switch {
	case v.Doubt:
		return severityHint
	case v.Severity == "error":
		return severityError
	case v.Severity == "warning":
		return severityWarning
	}
	return severityInformation
}

// at are the violations of a file that meet a range: those that are reported, and the suppressions that have nothing to do.
func (st *state) at(name string, r Range) []lint.Violation { return st.meant(name, r, nil) }

// meant are the violations of a file that meet a range, and those of diagnostics that were published: some clients give all of a line.
func (st *state) meant(name string, r Range, about []named) []lint.Violation {
	var out []lint.Violation
	for v := range st.result.All() {
		if v.File != name || !st.project.Shown.Shows(v) && !suppress.IsUnused(v.Rule) {
			continue
		}
		isNamed := slices.ContainsFunc(about, func(n named) bool { return n.is(v.Fingerprint) })
		if isNamed || meets(r, st.layout(name).span(v.Line, v.Column, v.EndLine, v.EndColumn)) {
			out = append(out, *v)
		}
	}
	return slices.Clip(out)
}
