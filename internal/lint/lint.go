// Package lint is the pipeline: objects to models, models to violations, violations to places, sorted.
package lint

import (
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/source"
)

// Options of a run.
type Options struct {
	Rules   []policy.Rule // those of Query, for severities and texts
	Query   *policy.Query
	Builder *pod.Builder
	Workers int // 0: one per processor
	// Judged is told how many of the objects are done; it is called from several goroutines. It may be nil.
	Judged func(done, total int)
	// Spill keeps violations out of memory, in a temporary file, when a long List has more than a few thousand: only Result.All shows
	// them then, and Result.Judged leaves out the items of Lists.
	Spill bool
	// Singly judges each item of a long List by itself, also those that are alike. It changes no result; tests compare.
	Singly bool
	// Memory is what earlier runs said; nil: nothing is remembered. It changes no violation and no error.
	Memory *Memory
	// Severities and Parameters are the user's own settings by rule id; what they leave out is as the rule says.
	Severities map[string]string
	Parameters map[string]map[string]any
	// At says what holds instead for the pods of one file, by the name that the set has for it; nil: the same for all.
	At func(file string) Settings
	// Aside says of a file, or of a folder or values that something was rendered from, in which folder it lies whose files seldom run, and by how
	// many steps that lowers what is found there, see [Asides]; nil: none lies so.
	Aside func(file string, values bool) (folder string, steps int)
	// Shared is what many runs of the same Rules, Parameters and Docs need not make again, see [Share]; nil: it is made for this one.
	Shared *Shared
	// Pods is given every pod that was judged; nil: nobody wants them. Every item of a long List is judged singly then, and nothing is spilled.
	Pods *Pods
	// Docs is the base URL of the rule pages; a shipped rule's page is Docs/CATEGORY/RULE.md.
	Docs string
}

// Settings are the user's for some files. All maps are by rule id.
type Settings struct {
	Off        map[string]bool
	Severities map[string]string
	Parameters map[string]map[string]any
}

// Violation is one violation at its place. It is the "violations" element of the JSON report.
type Violation struct {
	Rule       string `json:"rule"`
	Category   string `json:"category"`
	Severity   string `json:"severity"`
	Confidence string `json:"confidence"` // of the evidence; the rule's own when the rule says nothing of it
	// SeverityReason names the weakest link of the evidence, and a folder whose files seldom run; empty when nothing was taken away from the
	// rule's severity.
	SeverityReason string `json:"severity_reason,omitempty"`
	// Doubt: the evidence does not bear a report. The severity is info then, whatever the user set.
	Doubt         bool          `json:"doubt"`
	Message       string        `json:"message"`
	File          string        `json:"file"`
	Line          int           `json:"line"`
	Column        int           `json:"column"`
	EndLine       int           `json:"end_line"`
	EndColumn     int           `json:"end_column"`
	Path          manifest.Path `json:"path"`
	Object        string        `json:"-"` // in which Path leads, as Kind/namespace/name; empty: the workload's own
	Container     string        `json:"container,omitempty"`
	Workload      Workload      `json:"workload"`
	Related       []Related     `json:"related"`
	Fix           *Fix          `json:"fix,omitempty"`
	Fingerprint   string        `json:"fingerprint"`
	Documentation string        `json:"documentation"`
	Rendered      *Rendered     `json:"rendered,omitempty"` // nil when the manifest was read as it is
}

// Rendered says which builds a violation occurs in.
type Rendered struct {
	// From are the folders that were built, and of a chart the file of values in brackets, sorted.
	From []string `json:"from"`
	// Known is false when the value cannot be followed to its line: the place is then the start of what was built.
	Known bool `json:"known"`
	// Line is the line of the result, nil where it is that of the place.
	Line *Excerpt `json:"line,omitempty"`
	// Written is the message with objects under the names that they were written with.
	Written string `json:"-"`
}

// Excerpt is a line of what a build made; columns count as those of a violation.
type Excerpt struct {
	Text      string `json:"text"`
	Column    int    `json:"column"`
	EndColumn int    `json:"end_column"`
}

// Workload names the object that holds the pod.
type Workload struct {
	APIVersion string `json:"api_version"`
	Kind       string `json:"kind"`
	Namespace  string `json:"namespace"`
	Name       string `json:"name"`
	Document   int    `json:"document"`
	Line       int    `json:"line"`
	File       string `json:"-"` // in which the object stands; a violation's own file may be another one
}

// Related is the other place of a violation.
type Related struct {
	Message   string        `json:"message"`
	File      string        `json:"file"`
	Line      int           `json:"line"`
	Column    int           `json:"column"`
	EndLine   int           `json:"end_line"`
	EndColumn int           `json:"end_column"`
	Path      manifest.Path `json:"path"`
	Rendered  *Excerpt      `json:"rendered,omitempty"` // the line of the result, nil where it is that of the place
}

// Fix is the way out. Edits is empty when a person must decide.
type Fix struct {
	Title string `json:"title"`
	Safe  bool   `json:"safe"`
	Edits []Edit `json:"edits"`
	// Steps are what the rule wants changed, from which the edits are made; nil where a person decides, and for items of Lists that are not held.
	Steps []Step `json:"-"`
}

// Step is a change in an object. Path and From are paths in the object.
type Step struct {
	Change     policy.Change
	Object     *manifest.Object
	Path, From manifest.Path
}

// Edit replaces a region of a file: the bytes from Offset to EndOffset, both counted from 0, the end exclusive.
type Edit struct {
	File      string `json:"file"`
	Offset    int    `json:"offset"`
	EndOffset int    `json:"end_offset"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	Text      string `json:"text"`
}

// Summary counts what was seen.
type Summary struct {
	Files      int    `json:"files"`
	Documents  int    `json:"documents"`
	Workloads  int    `json:"workloads"`
	Containers int    `json:"containers"`
	Errors     int    `json:"errors"`
	Warnings   int    `json:"warnings"`
	Infos      int    `json:"infos"`            // with those in doubt
	Doubts     int    `json:"doubts,omitempty"` // reported ones
	Suppressed int    `json:"suppressed"`
	Known      int    `json:"known,omitempty"` // in the baseline, or at the revision that --new-from names
	Hidden     Hidden `json:"hidden"`
	DurationMS int64  `json:"duration_ms"`
}

// Error is an input that could not be read or judged. Line and Column are 0 when the whole file is meant.
type Error struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

// Rule is what a rule says of itself, for reports.
type Rule = policy.Rule

// Judged is an object whose pods were judged.
type Judged struct {
	File     string
	Workload Workload
}

// Suppressed is a violation that is not reported, and why.
type Suppressed struct {
	Violation

	By Suppression
}

// Kinds of suppressions.
const (
	InSource = "in-source" // a comment or an annotation
	Baseline = "baseline"
	Revision = "revision" // it was there at the revision that --new-from names
)

// Suppression says why a violation is not reported.
type Suppression struct {
	Kind   string `json:"kind"`
	Reason string `json:"reason,omitempty"`
	Until  string `json:"until,omitempty"` // last day
	File   string `json:"file,omitempty"`  // of the comment, the annotation or the baseline
	Line   int    `json:"line,omitempty"`
}

// Result is everything a report needs.
type Result struct {
	Violations []Violation // sorted; empty when they were spilled, see All
	Suppressed []Suppressed
	Errors     []Error
	Notes      []Note   // what was passed over: of the inputs, then of kinds in the order of files
	Judged     []Judged // in the order of the inputs
	Summary    Summary
	Sources    map[string][]byte        // file contents by name, for code frames
	Long       map[string]*source.Large // those that are not held and have lines; Sources know their names
	Rules      []policy.Rule

	// Runaway tells that a rule which was stopped goes on taking memory: nothing but the end of the process ends it.
	Runaway bool

	spilled *spilled
}
