package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/policy"
)

func (a *app) rulesCommand() *cobra.Command {
	f := &ruleFlags{}
	out := choice{value: "text", allowed: []string{"text", "json"}}
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if err := a.configure(f); err != nil {
				return err
			}
			l, err := a.load(f)
			if err != nil {
				return err
			}
			if out.value == "json" {
				return a.printJSON(l.chosen)
			}
			return ruleTable(a.stdout, l.chosen)
		},
	}
	f.register(cmd)
	cmd.Flags().VarP(&out, "output", "o", "format")
	_ = cmd.RegisterFlagCompletionFunc("output", out.complete) // fails only for a flag that does not exist
	return cmd
}

func ruleTable(w io.Writer, rules []policy.Rule) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(t, "RULE\tCATEGORY\tSEVERITY\tCONFIDENCE\tTITLE") // Flush returns the error
	for _, r := range rules {
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", r.ID, r.Category, r.Severity, r.Confidence, r.Title)
	}
	return t.Flush()
}
