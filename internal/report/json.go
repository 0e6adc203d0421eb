package report

import (
	"encoding/json"
	"io"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
)

// Version is that of the JSON report's shape. A new field does not change it; a removed or renamed one does.
const Version = "1"

// document is the JSON report; report.schema.json describes it.
type document struct {
	Version    string           `json:"version"`
	Violations []lint.Violation `json:"violations"`
	Suppressed []suppressed     `json:"suppressed,omitempty"` // only when it was asked for
	Errors     []lint.Error     `json:"errors"`
	Summary    lint.Summary     `json:"summary"`
}

// suppressed is a violation that is not reported.
type suppressed struct {
	Violation lint.Violation   `json:"violation"`
	By        lint.Suppression `json:"suppression"`
}

// JSON writes one JSON document on one line. Lists are never null.
func JSON(w io.Writer, r *lint.Result, opt Options) error {
	doc := document{Version: Version, Violations: make([]lint.Violation, 0, len(r.Violations)), Errors: r.Errors, Summary: r.Summary}
	for _, v := range r.Violations {
		doc.Violations = append(doc.Violations, withLists(v))
	}
	if opt.Suppressed {
		for _, s := range r.Suppressed {
			doc.Suppressed = append(doc.Suppressed, suppressed{Violation: withLists(s.Violation), By: s.By})
		}
	}
	if doc.Errors == nil {
		doc.Errors = []lint.Error{}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(doc)
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
