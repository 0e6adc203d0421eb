package lint_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/lint"
)

// TestJoin: results of parts make one in its order, counted, with the sources that are of use and without what a fix would change.
func TestJoin(t *testing.T) {
	part := func(file, severity string, hidden lint.Hidden) *lint.Result {
		return &lint.Result{
			Violations: []lint.Violation{{
				Rule: "r", Severity: severity, File: file, Line: 1, Message: "m", Fingerprint: "f" + file, Related: []lint.Related{{File: file + "-other"}},
				Fix: &lint.Fix{Title: "t", Safe: true, Steps: []lint.Step{{}}},
			}},
			Suppressed: []lint.Suppressed{{By: lint.Suppression{Kind: lint.InSource}}},
			Errors:     []lint.Error{{File: file, Message: "e"}},
			Sources:    map[string][]byte{file: []byte("a"), file + "-other": []byte("b"), file + "-unused": []byte("c")},
			Summary:    lint.Summary{Files: 3, Documents: 3, Workloads: 1, Containers: 2, Hidden: hidden},
		}
	}
	all := &lint.Result{}
	all.Join(part("b", "warning", lint.Hidden{Infos: 2, Severity: "info", Confidence: "strong"}))
	all.Join(part("a", "error", lint.Hidden{Warnings: 1, Doubts: 1, Severity: "warning", Confidence: "heuristic"}))
	all.Joined()
	want := lint.Summary{
		Files: 6, Documents: 6, Workloads: 2, Containers: 4, Errors: 1, Warnings: 1, Suppressed: 2,
		Hidden: lint.Hidden{Warnings: 1, Infos: 2, Doubts: 1, Severity: "info", Confidence: "heuristic"},
	}
	if diff := cmp.Diff(want, all.Summary); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
	if len(all.Violations) != 2 || all.Violations[0].File != "a" || all.Violations[1].Fix.Steps != nil || all.Violations[1].Fix.Title != "t" {
		t.Errorf("got %+v", all.Violations)
	}
	if len(all.Sources) != 4 || all.Sources["a-unused"] != nil || len(all.Errors) != 2 || all.Errors[0].File != "a" {
		t.Errorf("got sources %v, errors %v", all.Sources, all.Errors)
	}
}
