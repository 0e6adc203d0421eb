package suppress

import (
	"slices"

	"github.com/podlint/podlint/internal/policy"
)

// What podlint says about suppressions themselves. They are statements about the use of podlint, not about pods, so they are no rules
// in Rego; they have an id, a severity and a page like rules, and are switched in the same ways.
const (
	unknownRule   = "suppression-unknown-rule"
	invalid       = "suppression-invalid"
	expired       = "suppression-expired"
	unused        = "suppression-unused"
	misplaced     = "suppression-misplaced"
	withoutReason = "suppression-without-reason"
)

// Page is where the notices are explained, below the documentation.
const Page = "https://github.com/podlint/podlint/blob/main/docs/suppression.md"

// Notices lists what is reported about suppressions, in the shape of rules.
func Notices() []policy.Rule {
	return []policy.Rule{
		notice(expired, "warning", "Suppression has expired",
			"The day after `until=` has come. The suppression has no effect any more, so what it hid is reported again.",
			"Repair what was suppressed, or give the suppression a new end."),
		notice(invalid, "warning", "Suppression cannot be read",
			"The comment or annotation speaks to podlint, but not in words that it knows. It has no effect.",
			"Write `# podlint:ignore RULE until=2027-03-01 -- reason`."),
		notice(misplaced, "warning", "Suppression stands where it has no effect",
			"An annotation is read on an object and on its pod template; `podlint:ignore-file` in the head of a document; "+
				"`podlint:ignore` at the end of a line or directly above one.",
			"Move the suppression to the place that it is about."),
		notice(unknownRule, "warning", "Suppression names no rule",
			"There is no rule and no category of that name, so nothing is suppressed.",
			"Use the name that podlint prints in brackets behind a violation."),
		notice(unused, "info", "Suppression is not needed",
			"Nothing that it could suppress was found in this run. What it was written for has been repaired, or it stands in the wrong "+
				"place. It is only reported for rules that ran.",
			"Remove the suppression."),
		notice(withoutReason, "warning", "Suppression gives no reason",
			"With `--require-reason`, or `require-reason` in the configuration, a suppression without a reason has no effect.",
			"Write the reason after `--`, or in the value of the annotation."),
	}
}

func notice(id, severity, title, description, fix string) policy.Rule {
	return policy.Rule{
		ID: id, Category: "manifest", Title: title, Description: description, Severity: severity, Confidence: "certain", Fix: fix,
		Resources: []policy.Resource{{Ref: Page + "#" + id, Description: "Suppressions"}},
	}
}

// IsUnused tells the notice on a suppression that has nothing to suppress.
func IsUnused(rule string) bool { return rule == unused }

// IsNotice tells a notice about suppressions by its id.
func IsNotice(rule string) bool {
	return slices.ContainsFunc(Notices(), func(n policy.Rule) bool { return n.ID == rule })
}
