package explain_test

import (
	"fmt"
	"os"
	"path"
	"slices"
	"testing"

	"github.com/podlint/podlint/internal/explain"
	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/policy"
)

// TestNoErrorRestsOnAGuess judges every fixture with the knowledge of images that nobody verified, and with none at all: an error that only
// the first of them gives rests on a guess.
func TestNoErrorRestsOnAGuess(t *testing.T) {
	judge, rules := shipped(t)
	full := judge.Pods.Knowledge
	guess, none := judge, judge
	guess.Pods.Knowledge, none.Pods.Knowledge = unverified(full), full.Only(nil)
	for _, rule := range rules {
		t.Run(rule.ID, func(t *testing.T) {
			if at := onGuess(t, guess, none, rule); len(at) > 0 {
				t.Errorf("errors that rest on what nobody verified at %v", at)
			}
		})
	}
}

// onGuess lists the places of the errors in a rule's fixtures that need knowledge of images, although none of it is verified.
func onGuess(t *testing.T, guess, none explain.Judge, rule policy.Rule) []string {
	t.Helper()
	query, problems := guess.Engine.Prepare(t.Context(), []string{rule.ID})
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	var at []string
	for _, kind := range []string{explain.Bad, explain.Good} {
		cases, err := explain.Cases(os.DirFS(policiesDir), path.Dir(rule.File), kind)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range cases {
			certain := errorsOf(t, none, query, rule, c)
			for line := range errorsOf(t, guess, query, rule, c) {
				if !certain[line] {
					at = append(at, fmt.Sprintf("%s:%d", c.File, line))
				}
			}
		}
	}
	return at
}

// errorsOf are the lines of the errors in a fixture.
func errorsOf(t *testing.T, judge explain.Judge, query *policy.Query, rule policy.Rule, c explain.Case) map[int]bool {
	t.Helper()
	lines := map[int]bool{}
	for _, v := range judge.Run(t.Context(), query, rule, c.File, c.Data).Violations {
		if v.Severity == "error" {
			lines[v.Line] = true
		}
	}
	return lines
}

func unverified(base *knowledge.Base) *knowledge.Base {
	images := slices.Clone(base.Images)
	for i := range images {
		images[i].Verified = false
	}
	return base.Only(images)
}
