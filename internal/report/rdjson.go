package report

import (
	"io"
	"strings"

	"github.com/podlint/podlint/internal/lint"
)

// The part of reviewdog's Diagnostic Format that podlint writes.

type rdResult struct {
	Source      rdSource       `json:"source"`
	Diagnostics []rdDiagnostic `json:"diagnostics"`
}

type rdSource struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

type rdDiagnostic struct {
	Message     string         `json:"message"`
	Location    rdLocation     `json:"location"`
	Severity    string         `json:"severity"`
	Code        rdCode         `json:"code"`
	Suggestions []rdSuggestion `json:"suggestions,omitempty"`
	Related     []rdRelated    `json:"related_locations,omitempty"`
}

type rdCode struct {
	Value string `json:"value"`
	URL   string `json:"url,omitempty"`
}

type rdLocation struct {
	Path  string   `json:"path"`
	Range *rdRange `json:"range,omitempty"`
}

type rdRange struct {
	Start rdPosition  `json:"start"`
	End   *rdPosition `json:"end,omitempty"`
}

type rdPosition struct {
	Line   int `json:"line"`
	Column int `json:"column,omitempty"` // UTF-8 bytes from 1
}

type rdSuggestion struct {
	Range rdRange `json:"range"`
	Text  string  `json:"text"`
}

type rdRelated struct {
	Message  string     `json:"message"`
	Location rdLocation `json:"location"`
}

// RDJSON writes reviewdog's Diagnostic Format as one JSON document. Fixes with edits become suggestions.
func RDJSON(w io.Writer, r *lint.Result, opt Options) error {
	rd := &rdjson{opt: opt, files: lines{sources: r.Sources, long: r.Long}}
	out := rdResult{Source: rdSource{Name: "podlint", URL: homepage}, Diagnostics: []rdDiagnostic{}}
	for i := range r.Errors {
		out.Diagnostics = append(out.Diagnostics, rd.error(&r.Errors[i]))
	}
	for i := range r.Violations {
		out.Diagnostics = append(out.Diagnostics, rd.diagnostic(&r.Violations[i]))
	}
	enc := NewEncoder(w)
	return enc.Encode(out)
}

// rdjson is the state of one report.
type rdjson struct {
	opt   Options
	files lines
}

func (rd *rdjson) error(e *lint.Error) rdDiagnostic {
	d := rdDiagnostic{
		Message: Printable(e.Message), Severity: "ERROR", Code: rdCode{Value: inputError},
		Location: rdLocation{Path: rd.opt.place(e.File)},
	}
	if e.Line > 0 {
		d.Location.Range = &rdRange{Start: rdPosition{Line: e.Line, Column: rd.column(e.File, e.Line, e.Column)}}
	}
	return d
}

func (rd *rdjson) diagnostic(v *lint.Violation) rdDiagnostic {
	d := rdDiagnostic{
		Message: messageOf(v, &rd.opt), Severity: strings.ToUpper(v.Severity), Code: rdCode{Value: v.Rule, URL: v.Documentation},
		Location: rd.location(v.File, regionOf(v)),
	}
	for i := range v.Related {
		rel := &v.Related[i]
		at := newRegion(rel.Line, rel.Column, rel.EndLine, rel.EndColumn)
		d.Related = append(d.Related, rdRelated{Message: Printable(rel.Message), Location: rd.location(rel.File, at)})
	}
	if v.Fix == nil {
		return d
	}
	for _, e := range v.Fix.Edits {
		if e.File == v.File { // reviewdog knows suggestions for the file of the diagnostic only
			at := region{line: e.Line, column: e.Column, endLine: e.EndLine, endColumn: e.EndColumn}
			d.Suggestions = append(d.Suggestions, rdSuggestion{Range: rd.span(e.File, at), Text: e.Text})
		}
	}
	return d
}

func (rd *rdjson) location(file string, at region) rdLocation {
	span := rd.span(file, at)
	return rdLocation{Path: rd.opt.place(file), Range: &span}
}

func (rd *rdjson) span(file string, at region) rdRange {
	return rdRange{
		Start: rdPosition{Line: at.line, Column: rd.column(file, at.line, at.column)},
		End:   &rdPosition{Line: at.endLine, Column: rd.column(file, at.endLine, at.endColumn)},
	}
}

// column turns a column in code points into one in bytes. In a file that is not known every character counts as one byte.
func (rd *rdjson) column(file string, line, column int) int {
	text, ok := rd.files.line(file, line)
	if !ok {
		return column
	}
	at, missing := text.find(column - 1)
	return at.bytes + 1 + missing
}
