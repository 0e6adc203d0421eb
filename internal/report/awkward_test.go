package report

import (
	"strings"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/picture"
	"github.com/podlint/podlint/internal/policy"
)

// awkwardFile has blanks, a character that URLs cut off at, one that workflow commands do, and one that is not ASCII.
const awkwardFile = "überlay, 100%/pod #1 [x].yaml"

// awkward is a result with everything that a format may stumble over: such a file name, Windows line endings, a byte order mark,
// characters before a place that take several bytes, control characters, marks that turn the direction of text, Markdown, HTML,
// workflow commands, two equal violations, inputs that could not be read, fixes with edits in two files, and a rule with long texts.
func awkward() *lint.Result {
	app := lint.Workload{APIVersion: "apps/v1", Kind: "Deployment", Namespace: "shop", Name: "web", Line: 1}
	job := lint.Workload{APIVersion: "batch/v1", Kind: "Job", Name: "clean", Document: 1, Line: 9}
	link := lint.Violation{
		Rule: "app-logs-to-file", Category: "logging", Severity: "warning", Confidence: "strong",
		Message: "\"näive\" writes ](1) <b>*_|`x`@all\x1b[2J\u202e\x00\r\n::error::no & 100% #3",
		File:    awkwardFile, Line: 3, Column: 17, EndLine: 3, EndColumn: 20,
		Path: manifest.Path{"spec"}, Container: "näive", Workload: app, Fingerprint: strings.Repeat("a1", 32),
		Documentation: "https://docs.example/logging/app-logs-to-file.md",
		Related: []lint.Related{
			{Message: "read [0] here", File: awkwardFile, Line: 2, Column: 1, EndLine: 2, EndColumn: 1, Path: manifest.Path{}},
			{Message: "and here", File: "svc.yaml", Line: 1, Column: 1, EndLine: 2, EndColumn: 3, Path: manifest.Path{}},
		},
		Fix: &lint.Fix{Title: "Use `a|b` instead.", Safe: true, Edits: []lint.Edit{
			{File: awkwardFile, Line: 3, Column: 17, EndLine: 3, EndColumn: 20, Text: "ö"},
			{File: "svc.yaml", Line: 1, Column: 1, EndLine: 1, EndColumn: 1, Text: "# new\n"},
		}},
	}
	by := lint.Suppression{Kind: lint.InSource, Reason: "INFRA-12 # <moved>\x07", Until: "2027-03-01", File: awkwardFile, Line: 2}
	silent := link
	silent.Related, silent.Fix, silent.Rule, silent.Workload = nil, nil, "advice", job
	known := silent
	known.Fingerprint = strings.Repeat("c3", 32)
	again := link
	again.Related, again.Fix = nil, nil
	again.Rendered = &lint.Rendered{From: []string{"ein [x](1)|`*<b>", "ovérlays, 100%\x1b\n::error::"}}
	link.Rendered = &lint.Rendered{From: []string{"/b", "a/1", "a/2", "a/3", "a/4", "a/5", "a/6"}, Known: true}
	return &lint.Result{
		Sources: map[string][]byte{
			awkwardFile: []byte("\uFEFFkind: Pod\r\n \r\nx: [\"äöü😀\", 日本語, ende]\r\n"),
			"svc.yaml":  []byte("kind: Service\nspec:\n"),
		},
		Rules: awkwardRules(),
		Violations: []lint.Violation{
			{
				Rule: "writable-token", Category: "security", Severity: "error", Confidence: "certain",
				Message: "token can be written", File: "/elsewhere/a b.yaml", Line: 0, Column: 0,
				Path: manifest.Path{}, Workload: job, Fingerprint: strings.Repeat("b2", 32),
			},
			{
				Rule: "unlisted", Category: "own", Severity: "info", Confidence: "heuristic", Message: "from the pipe",
				File: "<stdin>", Line: 1, Column: 1, EndLine: 4, EndColumn: 2,
				Path: manifest.Path{}, Workload: job, Fingerprint: strings.Repeat("b2", 32), Doubt: true, SeverityReason: "\"a|b\" is not\x1b known",
			},
			link, again,
		},
		Suppressed: []lint.Suppressed{
			{Violation: silent, By: by},
			{Violation: known, By: lint.Suppression{Kind: lint.Baseline, File: "baseline.json"}},
		},
		Errors: []lint.Error{
			{File: "broken.yaml", Line: 4, Column: 2, Message: "want a \"key:\" here\x07"},
			{File: "secret.yaml", Message: "cannot read secret.yaml: permission denied"},
		},
		Judged: []lint.Judged{
			{File: awkwardFile, Workload: app},
			{File: awkwardFile, Workload: job},
			{File: "svc.yaml", Workload: lint.Workload{Kind: "Pod", Namespace: "a#b", Name: "quiet", Line: 7}},
		},
		Summary: lint.Summary{
			Files: 3, Documents: 4, Workloads: 3, Containers: 4, Errors: 1, Warnings: 2, Infos: 1, Doubts: 1, Suppressed: 1, Known: 1, DurationMS: 12,
			Hidden: lint.Hidden{Warnings: 1, Infos: 7, Doubts: 3, Severity: "info", Confidence: "strong"},
		},
	}
}

func awkwardRules() []lint.Rule {
	return []lint.Rule{
		{
			ID: "app-logs-to-file", Category: "logging", Title: "Logs in a file", Severity: "warning", Confidence: "strong",
			Description: "## What\nThe app writes\nlogs to a file.\n\n## Why it hurts\nNobody reads them.", Fix: "Use `stdout`.",
			Resources: []policy.Resource{{Ref: "https://kubernetes.io/docs/"}, {Ref: "https://example.org/", Description: "A story"}},
		},
		{
			ID: "writable-token", Category: "security", Title: strings.Repeat("Länge ", 300), Severity: "error", Confidence: "certain",
			Description: strings.Repeat("wörter ", 400),
		},
		{ID: "advice", Category: "lifecycle", Title: "Advice", Severity: "info", Confidence: "heuristic", Description: "## Only a heading"},
	}
}

// nothing is the result of a run that found no input.
func nothing() *lint.Result { return &lint.Result{} }

func awkwardOptions() Options {
	return Options{
		Version: "v1.2.3", Status: 3, Root: "/work/a b", Category: "nightly/", IncludeSuppressed: true,
		Place: func(file string) string {
			if strings.HasPrefix(file, "/") || file == "<stdin>" {
				return file
			}
			return "deploy/" + file
		},
		Pictures: []*picture.Drawing{awkwardPod()},
	}
}

// awkwardPod is the pod of one of the violations, by names that are more than that.
func awkwardPod() *picture.Drawing {
	return &picture.Drawing{
		Kind: "Deployment", Namespace: "shop", Name: "web", File: awkwardFile, Line: 1, Traits: []string{"</svg><b>\x1b"},
		Nodes: []picture.Node{
			{Kind: picture.Container, Name: "näive\"><script>", Class: "regular", Part: picture.App, Image: "a|b`c", Pins: []picture.Pin{
				{Severity: "warning", Rule: "app-logs-to-file", Message: "</title>", Place: awkwardFile + ":3", Fingerprint: strings.Repeat("a1", 32)},
			}},
			{Kind: picture.Volume, Name: "]) --> x", Notes: []string{"@all #1"}},
		},
		Ties: []picture.Tie{{From: 0, To: 1, Deed: picture.Writes, Label: "writes \u202eb"}},
	}
}
