package lsp

import (
	"slices"

	"github.com/podlint/podlint/internal/lint"
)

// told are the diagnostics of a file and what they were made of: where that is the same after an edit they are not made again.
type told struct {
	project     *Project
	violations  []*lint.Violation
	layouts     []*layout // of all places that are named, in their order
	uris        []string
	diagnostics []Diagnostic
}

// tellings are the diagnostics of violations, by file.
func (st *state) tellings() map[string]*told {
	out := map[string]*told{}
	for i := range st.result.Violations {
		v := &st.result.Violations[i]
		if !st.project.Shown.Shows(v) {
			continue
		}
		t := out[v.File]
		if t == nil {
			t = &told{project: st.project}
			out[v.File] = t
		}
		t.violations = append(t.violations, v)
	}
	for name, t := range out {
		st.rest(t)
		if was := st.workspace.told[name]; was.same(t) {
			t.diagnostics = was.diagnostics
			continue
		}
		t.diagnostics = make([]Diagnostic, 0, len(t.violations))
		for _, v := range t.violations {
			t.diagnostics = append(t.diagnostics, st.diagnostic(v))
		}
	}
	return out
}

// rest notes the files that the places of violations lie in, as the client has them.
func (st *state) rest(t *told) {
	add := func(name string) {
		t.layouts = append(t.layouts, st.layout(name))
		t.uris = append(t.uris, st.uri(name))
	}
	add(t.violations[0].File)
	for _, v := range t.violations {
		for i := range v.Related {
			add(v.Related[i].File)
		}
	}
}

// same tells whether the diagnostics of two are.
func (t *told) same(other *told) bool {
	return t != nil && t.project == other.project && slices.EqualFunc(t.violations, other.violations, sameWords) &&
		slices.Equal(t.layouts, other.layouts) && slices.Equal(t.uris, other.uris)
}

// sameWords tells whether all that a diagnostic says of two violations is the same.
func sameWords(a, b *lint.Violation) bool {
	words := a.Rule == b.Rule && a.Message == b.Message && a.Severity == b.Severity && a.SeverityReason == b.SeverityReason && a.Doubt == b.Doubt &&
		a.Fingerprint == b.Fingerprint && a.Documentation == b.Documentation
	return words && samePlace(a, b) && sameFix(a.Fix, b.Fix) && sameBuilds(a.Rendered, b.Rendered) && slices.EqualFunc(a.Related, b.Related, sameRelated)
}

func samePlace(a, b *lint.Violation) bool {
	return a.File == b.File && a.Line == b.Line && a.Column == b.Column && a.EndLine == b.EndLine && a.EndColumn == b.EndColumn
}

func sameFix(a, b *lint.Fix) bool {
	return a == b || a != nil && b != nil && a.Title == b.Title
}

func sameBuilds(a, b *lint.Rendered) bool {
	return a == b || a != nil && b != nil && slices.Equal(a.From, b.From)
}

func sameRelated(a, b lint.Related) bool {
	return a.Message == b.Message && a.File == b.File && a.Line == b.Line && a.Column == b.Column && a.EndLine == b.EndLine && a.EndColumn == b.EndColumn
}
