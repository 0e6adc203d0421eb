package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/explain"
	"github.com/podlint/podlint/internal/policy"
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
	return ruleTable(a.stdout, rules)
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

func ruleTable(w io.Writer, rules []policy.Rule) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "RULE\tCATEGORY\tSEVERITY\tCONFIDENCE\tTITLE") // Flush returns the error
	for _, r := range rules {
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", r.ID, r.Category, r.Severity, r.Confidence, r.Title)
	}
	return t.Flush()
}
