package lint

import (
	"cmp"

	"github.com/podlint/podlint/internal/policy"
)

// weight is what the evidence of a match bears.
type weight struct {
	severity, confidence string
	reason               string // the weakest link, empty when nothing was taken away
	doubt                bool
}

// weigh takes from the rule's severity what the evidence of a match takes away: below info it is a doubt. A severity that the user set
// goes down as the rule's own does, and lifts no doubt.
func (r *run) weigh(rule policy.Rule, m policy.Match, file string) weight {
	out := weight{severity: lower(r.severity(rule, file), rule.Severity, m.Severity), confidence: rule.Confidence}
	c := m.Certainty
	if c == nil {
		return out
	}
	own := lower(rule.Severity, rule.Severity, m.Severity)
	out.confidence, out.reason = cmp.Or(c.Confidence, out.confidence), c.Reason
	out.doubt = c.Doubt || c.Lower >= min(Rank(own), Rank(out.severity))
	if out.doubt {
		out.severity = severities[len(severities)-1]
		return out
	}
	out.severity = severities[len(severities)-Rank(out.severity)+c.Lower]
	return out
}

// severities from the gravest.
var severities = []string{"error", "warning", "info"}

// Rank orders severities: 3 for an error, 2 for a warning, 1 for an info, 0 for anything else.
func Rank(severity string) int {
	switch severity {
	case "error":
		return 3
	case "warning":
		return 2
	case "info":
		return 1
	}
	return 0
}

// severity is what the user set for the rule, else the rule's own.
func (r *run) severity(rule policy.Rule, file string) string {
	if s := r.at(file); s != nil {
		return cmp.Or(s.Severities[rule.ID], rule.Severity)
	}
	return cmp.Or(r.opt.Severities[rule.ID], rule.Severity)
}

// lower returns the severity of one match. A match may lower its rule's severity, never raise it; what lowers the rule's own
// severity lowers one that the user set, too.
func lower(severity, own, match string) string {
	n := Rank(match)
	if n > 0 && n < Rank(own) && n < Rank(severity) {
		return match
	}
	return severity
}
