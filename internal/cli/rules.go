package cli

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/explain"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/report"
)

func (a *app) rulesCommand() *cobra.Command {
	f := &ruleFlags{}
	out := choice{value: "text", allowed: []string{"text", "json", "markdown"}}
	severity := choice{allowed: []string{"error", "warning", "info"}}
	cmd := &cobra.Command{
		Use:   "rules [RULE|CATEGORY...]",
		Short: "List the rules",
		Long:  "List the rules, or those that are named or belong to a category that is. podlint explain says what each of them means.",
		Example: `  podlint rules logging
  podlint rules --severity error -o markdown`,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := a.configure(f); err != nil {
				return err
			}
			f.only = append(f.only, args...)
			l, err := a.load(f)
			if err != nil {
				return err
			}
			return a.listRules(ofSeverity(l.chosen, severity.value), out.value)
		},
		ValidArgsFunction: f.completeNames,
	}
	f.register(cmd)
	cmd.Flags().VarP(&out, "output", "o", "format")
	cmd.Flags().Var(&severity, "severity", "list only the rules of this severity")
	_ = cmd.RegisterFlagCompletionFunc("output", out.complete) // these fail only for a flag that does not exist
	_ = cmd.RegisterFlagCompletionFunc("severity", severity.complete)
	return cmd
}

func (a *app) listRules(rules []policy.Rule, format string) error {
	switch format {
	case "json":
		return a.printJSON(rules)
	case "markdown":
		_, err := io.WriteString(a.stdout, explain.Index(rules, docsURL+"/"))
		return err
	}
	return ruleTable(a.stdout, rules, terminalWidth(a.stdout))
}

// ofSeverity keeps the rules of a severity, all when it is empty.
func ofSeverity(rules []policy.Rule, severity string) []policy.Rule {
	kept := []policy.Rule{}
	for _, r := range rules {
		if severity == "" || r.Severity == severity {
			kept = append(kept, r)
		}
	}
	return kept
}

// ruleTable writes a row for each rule. On a terminal, whose width is not 0, that is too narrow for all of it, titles are cut; where that would
// leave little of them the columns go without which a rule is understood.
func ruleTable(w io.Writer, rules []policy.Rule, width int) error {
	rows := [][]string{{"RULE", "CATEGORY", "SEVERITY", "CONFIDENCE", "TITLE"}}
	for _, r := range rules {
		rows = append(rows, []string{r.ID, r.Category, r.Severity, r.Confidence, r.Title})
	}
	if width > 0 && width-leftOfTitle(rows) < leastTitle {
		for i, row := range rows {
			rows[i] = []string{row[0], row[2], row[4]}
		}
	}
	room := 0
	if width > 0 {
		room = max(leastTitle, width-leftOfTitle(rows))
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		row[len(row)-1] = report.Cut(row[len(row)-1], room)
		_, _ = fmt.Fprintln(t, strings.Join(row, "\t")) // Flush returns the error
	}
	return t.Flush()
}

// leastTitle is how many columns of a title say what a rule is about.
const leastTitle = 30

// leftOfTitle is how many columns come before the last one.
func leftOfTitle(rows [][]string) int {
	width := 0
	for column := range len(rows[0]) - 1 {
		most := 0
		for _, row := range rows {
			most = max(most, len(row[column]))
		}
		width += most + 2
	}
	return width
}
