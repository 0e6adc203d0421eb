package cli

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/policy"
)

// TestRuleTableFits: a terminal of 80 columns shows each rule on one line; where nobody looks nothing is left out.
func TestRuleTableFits(t *testing.T) {
	rules := []policy.Rule{
		{ID: "resource-field-ref-other-container", Category: "resources", Severity: "warning", Confidence: "heuristic", Title: "Variable filled from another container's resources"},
		{ID: "short", Category: "coupling", Severity: "error", Confidence: "certain", Title: "Short"},
	}
	for width, want := range map[int]string{0: rules[0].Title, 160: rules[0].Title, 80: "Variable filled from another…"} {
		var b strings.Builder
		if err := ruleTable(&b, rules, width); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(b.String()) {
			if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); width > 0 && n > width {
				t.Errorf("width %d: got %d columns: %s", width, n, line)
			}
		}
		if !strings.Contains(b.String(), want) {
			t.Errorf("width %d: want %q in\n%s", width, want, &b)
		}
	}
}

// TestNarrow: prose is broken, code and tables are not, and items of lists keep their indent.
func TestNarrow(t *testing.T) {
	const page = "one two three four\n\n- one two three\n\n```yaml\na: one two three four\n```\n| one | two | three |\n"
	const want = "one two three\nfour\n\n- one two\n  three\n\n```yaml\na: one two three four\n```\n| one | two | three |\n"
	if got := narrow(page, 13); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := narrow(page, 0); got != page {
		t.Errorf("got\n%s\nwant it as it was", got)
	}
	if got := joined("a\nb\n\n  c\nd"); got != "a b\n\n  c\nd" {
		t.Errorf("got %q", got)
	}
}
