package lint

import (
	"slices"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/policy"
)

// violation fills what a rule leaves to the host: severity, place, texts, link and fingerprint.
func (r *run) violation(w *work, rule policy.Rule, m policy.Match) Violation {
	at := w.locate(m.Path)
	bears := r.place(w.obj, r.weigh(rule, m, w.obj.File))
	v := Violation{
		Rule: rule.ID, Category: rule.Category, Severity: w.severity(bears.severity, m), Confidence: bears.confidence,
		SeverityReason: bears.reason, Doubt: bears.doubt, Message: m.Message, Container: m.Container,
		File: at.file, Line: at.span.Line, Column: at.span.Column, EndLine: at.span.EndLine, EndColumn: at.span.EndColumn,
		Path: at.path, Workload: WorkloadOf(w.obj), Fix: r.fix(w, rule, m), Documentation: r.links[rule.ID],
	}
	for _, rel := range m.Related {
		v.Related = append(v.Related, w.related(rel))
	}
	v.Related = append(v.Related, at.settings()...)
	if at.object != w.obj {
		v.Object = at.object.Kind + "/" + at.object.Namespace + "/" + at.object.Name
	}
	v.Fingerprint = fingerprintOf(v, w.obj, at.object)
	v.readable()
	if w.obj.Render != nil {
		from := append([]string{w.obj.Render.From}, w.obj.Render.Also...)
		slices.Sort(from)
		v.Rendered = &Rendered{From: slices.Compact(from), Known: at.known, Line: at.line, Written: withWritten(withWritten(v.Message, w.obj), at.object)}
	}
	return v
}

func (w *work) related(rel policy.Related) Related {
	at := w.locate(rel.Path)
	return Related{
		Message: rel.Message, File: at.file, Path: at.path,
		Line: at.span.Line, Column: at.span.Column, EndLine: at.span.EndLine, EndColumn: at.span.EndColumn, Rendered: at.line,
	}
}

// fingerprintOf names the objects of a build as they were written: several overlays of one base give one violation, by whatever prefix.
func fingerprintOf(v Violation, obj, at *manifest.Object) string {
	if obj.Render == nil {
		return Fingerprint(v, at)
	}
	v.Message = withWritten(withWritten(v.Message, obj), at)
	obj, at = asWritten(obj), asWritten(at)
	v.Workload.Kind, v.Workload.Namespace, v.Workload.Name = obj.Kind, obj.Namespace, obj.Name
	return Fingerprint(v, at)
}

// withWritten is a message that names an object as it was written.
func withWritten(message string, o *manifest.Object) string {
	if o.Name == "" || o.Render == nil || o.Render.Written == nil {
		return message
	}
	return strings.ReplaceAll(message, strconv.Quote(o.Name), strconv.Quote(o.Render.Written.Name))
}

// asWritten is a rendered object under the name that its source gives it.
func asWritten(o *manifest.Object) *manifest.Object {
	if o.Render == nil || o.Render.Written == nil {
		return o
	}
	named := *o
	named.Kind, named.Namespace, named.Name = o.Render.Written.Kind, o.Render.Written.Namespace, o.Render.Written.Name
	return &named
}

// WorkloadOf names an object.
func WorkloadOf(obj *manifest.Object) Workload {
	return Workload{
		APIVersion: obj.APIVersion, Kind: obj.Kind, Namespace: obj.Namespace, Name: obj.Name,
		Document: obj.Document, Line: obj.Line, File: obj.File,
	}
}

// fix returns the way out, nil when neither the match nor the rule names one.
func (r *run) fix(w *work, rule policy.Rule, m policy.Match) *Fix {
	if m.Fix == nil {
		return r.fixes[rule.ID]
	}
	out := newFix(m.Fix.Title)
	if out == nil {
		return nil
	}
	out.Safe = m.Fix.Safe
	if w.item == nil { // an item of a long List is not held
		out.Steps = w.steps(m.Fix.Changes)
	}
	return out
}

// steps finds the objects that the changes are made in; nil when one of them is not in the set, or when something would move between two.
func (w *work) steps(changes []policy.Change) []Step {
	out := make([]Step, 0, len(changes))
	for i := range changes {
		path := normalise(changes[i].Path)
		s := Step{Change: changes[i]}
		s.Object, s.Path = w.enter(path)
		if len(s.Path) == 0 {
			return nil
		}
		if len(changes[i].From) > 0 {
			var from *manifest.Object
			from, s.From = w.enter(normalise(changes[i].From))
			if from != s.Object || len(s.From) == 0 {
				return nil
			}
		}
		out = append(out, s)
	}
	return out
}

// newFix has no edits.
func newFix(text string) *Fix {
	if text = firstParagraph(text); text == "" {
		return nil
	}
	return &Fix{Title: text, Edits: []Edit{}}
}

// firstParagraph returns the first paragraph of a Markdown text on one line.
func firstParagraph(text string) string {
	text, _, _ = strings.Cut(strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")), "\n\n")
	return strings.Join(strings.Fields(text), " ")
}

// documentation links to the page of a shipped rule, and to the first source that a user's own rule names.
func (opt *Options) documentation(rule policy.Rule) string {
	if rule.Own && len(rule.Resources) > 0 {
		return rule.Resources[0].Ref
	}
	if opt.Docs == "" {
		return ""
	}
	return opt.Docs + "/" + rule.Category + "/" + rule.ID + ".md"
}

// readable writes what is not known of a text, which the model marks with a replacement character, as people do. The fingerprint goes by
// the text as the rule gave it.
func (v *Violation) readable() {
	const mark, shown = "\uFFFD", "…"
	v.Message = strings.ReplaceAll(v.Message, mark, shown)
	v.SeverityReason = strings.ReplaceAll(v.SeverityReason, mark, shown)
	for i := range v.Related {
		v.Related[i].Message = strings.ReplaceAll(v.Related[i].Message, mark, shown)
	}
}
