package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/report"
)

func (a *app) modelCommand() *cobra.Command {
	f := &inputFlags{}
	cmd := &cobra.Command{
		Use:   "model [PATH...]",
		Short: "Print what the rules see of each pod",
		Long: `Print a JSON array with the input of the rules for every pod, in the order of files and documents.
Rules can be tried on it with other tools, element by element.`,
		Example: `  podlint model deploy/app.yaml | jq '.[0].pod.edges'
  podlint model deploy/app.yaml | conftest test --parser json -p policies -n podlint -`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.model(cmd.Context(), args, f) },
	}
	f.register(cmd)
	return cmd
}

func (a *app) model(ctx context.Context, paths []string, f *inputFlags) error {
	p, err := a.prepare(ctx, paths, f)
	if err != nil {
		return err
	}
	inputs, errs, notes := lint.Models(ctx, p.set, p.options(p.set, f.workers))
	a.tell(errs, notes)
	a.status = a.inputStatus(p.set, len(inputs), len(errs), f.allowEmpty)
	return a.printJSON(inputs)
}

func (a *app) printJSON(v any) error {
	enc := report.NewEncoder(a.stdout)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
