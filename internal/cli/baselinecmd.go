package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/baseline"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/report"
)

func (a *app) baselineCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "baseline",
		Short: "Keep a list of known violations, so that only new ones are reported",
		Long: `A baseline lists the violations that were there when a team began. podlint lint --baseline FILE reports what is not in it.
Entries hold no line numbers: they survive moved lines, reordered containers and renamed files.`,
		Example: `  podlint baseline write podlint-baseline.json deploy/
  podlint lint --baseline podlint-baseline.json deploy/
  podlint baseline prune podlint-baseline.json deploy/`,
		Args: noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		a.baselineWriter("write", "Write the violations of the manifests to FILE", a.baselineWrite),
		a.baselineWriter("prune", "Take out of FILE what is not found any more; nothing is added", a.baselinePrune),
		a.baselineShow())
	return cmd
}

type baselineFlags struct {
	inputFlags
	suppressFlags
}

// baselineWriter is a command that lints and then writes FILE.
func (a *app) baselineWriter(use, short string, act func(p *prepared, res *lint.Result, file string) error) *cobra.Command {
	f := &baselineFlags{}
	cmd := &cobra.Command{
		Use:   use + " FILE [PATH...]",
		Short: short,
		Args:  needFile,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkBaseline(args[0]); err != nil {
				return err
			}
			p, res, err := a.lintForBaseline(cmd.Context(), args[1:], f)
			if err != nil || a.status != StatusOK && res.Summary.Workloads == 0 {
				return err
			}
			return act(p, res, args[0])
		},
	}
	f.inputFlags.register(cmd)
	f.suppressFlags.register(cmd)
	return cmd
}

// checkBaseline refuses what is no baseline before anything is judged: people forget FILE, and give a manifest in its place.
func checkBaseline(file string) error {
	if err := checkTarget(file, aBaseline); err != nil {
		return fmt.Errorf("write baseline: %w; FILE comes first, as in podlint-baseline.json", err)
	}
	return nil
}

func needFile(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return errors.New("name the file of the baseline, as in podlint-baseline.json")
	}
	return nil
}

func (a *app) lintForBaseline(ctx context.Context, paths []string, f *baselineFlags) (*prepared, *lint.Result, error) {
	p, err := a.prepare(ctx, paths, &f.inputFlags)
	if err != nil {
		return nil, nil, err
	}
	res, err := a.judge(ctx, p, p.set, &f.inputFlags, &f.suppressFlags)
	if err != nil {
		return nil, nil, err
	}
	a.tell(res.Errors, res.Notes)
	a.status = a.inputStatus(p.set, res.Summary.Workloads, len(res.Errors), f.allowEmpty)
	return p, res, nil
}

func (a *app) baselineWrite(_ *prepared, res *lint.Result, file string) error {
	b, err := baseline.Of(res.Violations, file)
	if err != nil {
		return err
	}
	if err := writeFile(file, aBaseline, b.Write); err != nil {
		return fmt.Errorf("write baseline: %w", err)
	}
	a.warn("wrote %s with %s", report.Printable(file), report.Count(len(b.Entries), "violation"))
	return nil
}

func (a *app) baselinePrune(p *prepared, res *lint.Result, file string) error {
	b, err := baseline.Read(file)
	if err != nil {
		return err
	}
	_, stale := b.Split(res, p.ran)
	if len(stale) > 0 {
		b.Prune(stale)
		if err := writeFile(file, aBaseline, b.Write); err != nil {
			return fmt.Errorf("write baseline: %w", err)
		}
	}
	a.warn("took %s out of %s, %d left", report.Count(len(stale), "violation"), report.Printable(file), len(b.Entries))
	return nil
}

func (a *app) baselineShow() *cobra.Command {
	return &cobra.Command{
		Use:   "show FILE",
		Short: "List what is in FILE",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return fmt.Errorf("show takes one file, got %d arguments", len(args))
			}
			return needFile(cmd, args)
		},
		RunE: func(_ *cobra.Command, args []string) error {
			b, err := baseline.Read(args[0])
			if err != nil {
				return err
			}
			return showBaseline(a.stdout, b)
		},
	}
}

func showBaseline(w io.Writer, b *baseline.Baseline) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, e := range b.Entries {
		_, _ = fmt.Fprintf(t, "%s\t%s\t%s\n", report.Printable(e.File), report.Printable(e.Rule), report.Printable(e.Message)) // Flush returns the error
	}
	_, _ = fmt.Fprintf(t, "%s\n", report.Count(len(b.Entries), "known violation"))
	return t.Flush()
}
