package lint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/pod"
)

// certain is a violation whose evidence is as given.
const certain = `violation contains {"msg": "x", "path": ["spec"], "certainty": {"lower": %d, "doubt": %t, "confidence": "strong", "reason": %q}%s} if input.pod`

func TestEvidenceLowersTheSeverity(t *testing.T) {
	for _, tt := range []struct {
		rule, user string
		lower      int
		doubt      bool
		match      string
		want       string // severity, or doubt
	}{
		{rule: "error", want: "error"},
		{rule: "error", lower: 1, want: "warning"},
		{rule: "error", lower: 2, want: "info"},
		{rule: "error", lower: 3, want: "doubt"},
		{rule: "warning", lower: 1, want: "info"},
		{rule: "warning", lower: 7, want: "doubt"},
		{rule: "info", lower: 1, want: "doubt"},
		{rule: "error", doubt: true, want: "doubt"},
		{rule: "error", match: "warning", lower: 1, want: "info"},
		{rule: "error", match: "info", lower: 1, want: "doubt"},
		{rule: "warning", user: "error", lower: 1, want: "warning"},
		{rule: "error", user: "warning", lower: 1, want: "info"},
		{rule: "error", user: "info", lower: 1, want: "doubt"},
		{rule: "warning", user: "error", lower: 2, want: "doubt"},
		{rule: "warning", user: "error", doubt: true, want: "doubt"},
		{rule: "error", match: "info", user: "error", lower: 1, want: "doubt"},
	} {
		t.Run(fmt.Sprintf("%+v", tt), func(t *testing.T) {
			severity := ""
			if tt.match != "" {
				severity = fmt.Sprintf(`, "severity": %q`, tt.match)
			}
			opt := compile(t, tt.rule, fmt.Sprintf(certain, tt.lower, tt.doubt, "rests on a guess", severity))
			if tt.user != "" {
				opt.Severities = map[string]string{"a-rule": tt.user}
			}
			res := run(t, opt, "a.yaml", twoContainers)
			if len(res.Violations) != 1 || len(res.Errors) != 0 {
				t.Fatalf("got %+v and errors %v, want one violation", res.Violations, res.Errors)
			}
			v := res.Violations[0]
			got := v.Severity
			if v.Doubt {
				got = "doubt"
			}
			if got != tt.want || (v.Doubt && v.Severity != "info") {
				t.Errorf("got %s with severity %s, want %s", got, v.Severity, tt.want)
			}
			if v.SeverityReason != "rests on a guess" || v.Confidence != "strong" {
				t.Errorf("got reason %q and confidence %q, want those of the evidence", v.SeverityReason, v.Confidence)
			}
		})
	}
}

// TestCertaintyIsNotInTheFingerprint: better evidence of what is known leaves it known.
func TestCertaintyIsNotInTheFingerprint(t *testing.T) {
	prints := map[string]bool{}
	for _, body := range []string{
		`violation contains {"msg": "x", "path": ["spec"]} if input.pod`,
		fmt.Sprintf(certain, 0, false, "", ""), fmt.Sprintf(certain, 1, false, "rests on a guess", ""), fmt.Sprintf(certain, 0, true, "y", ""),
	} {
		prints[run(t, compile(t, "error", body), "a.yaml", twoContainers).Violations[0].Fingerprint] = true
	}
	if len(prints) != 1 {
		t.Errorf("got %d fingerprints of one violation", len(prints))
	}
}

// TestStrongerEvidenceIsKept: of what is said twice at one place the report that is no doubt stays, however the clauses are ordered.
func TestStrongerEvidenceIsKept(t *testing.T) {
	opt := compile(t, "error", strings.Join([]string{
		fmt.Sprintf(certain, 0, true, "a guess", ""), fmt.Sprintf(certain, 1, false, "another", ""), fmt.Sprintf(certain, 2, false, "a third", ""),
	}, "\n"))
	res := run(t, opt, "a.yaml", twoContainers)
	if len(res.Violations) != 1 || res.Violations[0].Severity != "warning" || res.Violations[0].Doubt {
		t.Errorf("got %+v, want the warning alone", res.Violations)
	}
	if n := sameResult(t, plainList(6), opt, pod.Options{}); n != 6 {
		t.Errorf("got %d violations in a long list, want one for each pod", n)
	}
}

func TestCertaintyIsChecked(t *testing.T) {
	for name, tt := range map[string]struct{ certainty, want string }{
		"no object":      {`"strong"`, `gives a certainty that is string, expected an object as certainty.of of the library gives it`},
		"misspelt key":   {`object.union({"lower": 0, "confidence": "strong", "reason": ""}, {"doubts": false})`, `gives a certainty with key "doubts", expected lower, doubt, confidence, reason, did you mean "doubt"?`},
		"missing key":    {`{"lower": 0, "doubt": false, "confidence": "strong"}`, `gives a certainty without reason, expected lower, doubt, confidence, reason`},
		"raised":         {`{"lower": -1, "doubt": false, "confidence": "strong", "reason": ""}`, `gives a certainty whose lower is -1, expected a number of steps from 0`},
		"no number":      {`{"lower": "1", "doubt": false, "confidence": "strong", "reason": ""}`, `gives a certainty whose lower is "1", expected a number of steps from 0`},
		"no boolean":     {`{"lower": 1, "doubt": "no", "confidence": "strong", "reason": ""}`, `gives a certainty whose doubt is "no", expected true or false`},
		"unknown word":   {`{"lower": 1, "doubt": false, "confidence": "sure", "reason": ""}`, `gives a certainty whose confidence is "sure", expected one of certain, strong, heuristic`},
		"reason no text": {`{"lower": 1, "doubt": false, "confidence": "strong", "reason": null}`, `gives a certainty whose reason is null, expected a text`},
	} {
		t.Run(name, func(t *testing.T) {
			res := run(t, compile(t, "error", `violation contains {"msg": "x", "path": ["spec"], "certainty": `+tt.certainty+`} if input.pod`), "a.yaml", twoContainers)
			if len(res.Errors) != 1 || !strings.HasSuffix(res.Errors[0].Message, tt.want) {
				t.Errorf("got errors %+v, want one that ends in %s", res.Errors, tt.want)
			}
		})
	}
}
