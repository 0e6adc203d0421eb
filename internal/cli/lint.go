package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/fix"
	"github.com/podlint/podlint/internal/helm"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/report"
)

type lintFlags struct {
	inputFlags
	gate       gateFlags
	show       shownFlags
	fix        fixFlags
	outputs    []string
	category   string
	failOn     choice
	color      choice
	statistics bool
	quiet      bool
	most       int // violations of one rule; see perRule
	account    bool
	inSARIF    bool // suppressed violations

	weakenedFrom *config.Config // of the revision; nil: none was compared
}

func newLintFlags() lintFlags {
	return lintFlags{
		show:   newShownFlags(),
		failOn: choice{value: defaultFailOn, allowed: []string{"error", "warning", "info", "never"}},
		color:  choice{value: "auto", allowed: []string{"auto", "always", "never"}},
	}
}

func (a *app) lintCommand() *cobra.Command {
	flags := newLintFlags()
	f := &flags
	cmd := &cobra.Command{
		Use:   "lint [PATH...]",
		Short: "Check manifests",
		Long: `Check every pod in files, folders (recursive), globs and standard input (-); the current folder when none is given.

Exit status: 0 nothing at or above --fail-on; 1 violations; 2 wrong usage, policy or output file; 3 an input could not be read,
or there was nothing to check. 3 wins over 1, because a check that did not see everything is not complete.`,
		Example: `  podlint lint deploy/ 'charts/*/rendered.yaml'
  podlint lint overlays/prod       # kustomizations are built
  podlint lint -o json=report.json -o text --fail-on error .`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.lint(cmd.Context(), args, f) },
	}
	f.register(cmd)
	f.gate.register(cmd)
	f.show.register(cmd)
	f.fix.register(cmd)
	f.registerReport(cmd)
	cmd.Flags().BoolVar(&f.account, "explain", false, "with --rule RULE: print for each pod which conditions of the rule held or failed, instead of the report")
	return cmd
}

// registerReport adds the flags that say what is written, where, and what fails.
func (f *lintFlags) registerReport(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringArrayVarP(&f.outputs, "output", "o", []string{"text"}, "FORMAT[=FILE], repeatable: "+strings.Join(report.Names(), ", "))
	flags.StringVar(&f.category, "sarif-category", "", "name of this run in SARIF, when several runs check one commit")
	flags.BoolVar(&f.inSARIF, "sarif-include-suppressed", false, "list suppressed violations in SARIF, marked as such")
	flags.Var(&f.failOn, "fail-on", "lowest severity that makes the exit status 1")
	flags.Var(&f.color, "color", "when to use colours")
	flags.BoolVar(&f.statistics, "statistics", false, "count violations by rule and folder in place of listing them (text)")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "print violations and errors only: no summary, no notes")
	flags.IntVar(&f.most, "max-per-rule", -1, "violations of one rule to list, the others are counted; 0 lists all (text, concise; default: 20 on a terminal, else all)")
	_ = cmd.RegisterFlagCompletionFunc("fail-on", f.failOn.complete) // these fail only for a flag that does not exist
	_ = cmd.RegisterFlagCompletionFunc("color", f.color.complete)
	_ = cmd.RegisterFlagCompletionFunc("output", completeFormats)
}

func completeFormats(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return report.Names(), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}

// terminalPerRule is how many violations of one rule a terminal shows when nothing else is said: more push the others out of sight.
const terminalPerRule = 20

// perRule is how many violations of one rule are listed, 0 for all.
func (f *lintFlags) perRule(terminal bool) int {
	switch {
	case f.most >= 0:
		return f.most
	case terminal:
		return terminalPerRule
	}
	return 0
}

// check looks at flags that can be wrong by themselves.
func (f *lintFlags) check() error {
	if f.statistics && !slices.ContainsFunc(f.outputs, func(o string) bool { return o == "text" || strings.HasPrefix(o, "text=") }) {
		return errors.New("--statistics is about the format text: add -o text, or -o text=FILE")
	}
	if f.gate.show && !slices.ContainsFunc(f.outputs, func(o string) bool { name, _, _ := strings.Cut(o, "="); return report.ListsSuppressed(name) }) {
		return errors.New("--show-suppressed is about the formats text, concise, json and html: add one of them; SARIF has --sarif-include-suppressed")
	}
	return errors.Join(f.gate.check(), f.fix.check())
}

func (a *app) lint(ctx context.Context, paths []string, f *lintFlags) error {
	outs, err := parseOutputs(f.outputs)
	if err != nil {
		return err
	}
	if err := f.check(); err != nil {
		return err
	}
	if wantsProgress(f.quiet, os.Getenv, isTerminal(a.stderr)) {
		f.progress = startProgress(a.stderr, terminalWidth(a.stderr), progressAfter, progressEvery)
		defer f.progress.end()
	}
	f.keep = f.fix.wanted() || f.gate.newFrom != ""
	if f.gate.newFrom != "" {
		f.render.helm.Cache = &helm.Cache{}
	}
	p, err := a.prepare(ctx, paths, &f.inputFlags)
	if err != nil {
		return err
	}
	p.spill = !f.fix.wanted() && f.gate.baseline == "" && f.gate.newFrom == "" && !slices.ContainsFunc(outs, func(o output) bool { return !o.stream })
	p.pictures = slices.ContainsFunc(outs, func(o output) bool { return o.draws })
	if f.account {
		f.progress.end()
		return a.account(ctx, p, f)
	}
	res, err := a.gate(ctx, p, f)
	if err != nil {
		return err
	}
	res.Hide(f.shown())
	f.log.done("judging")
	f.progress.end() // before anything else is written
	if f.quiet {
		a.tell(res.Errors, nil)
	} else {
		a.tell(res.Errors, res.Notes)
		a.hint(hints(f.outputs, os.Getenv))
	}
	a.status = max(violationStatus(res, f.threshold()), f.weakenedStatus(res), a.inputStatus(p.set, res.Summary.Workloads, len(res.Errors), f.allowEmpty))
	defer f.log.done("reporting")
	return a.report(outs, p, res, f)
}

// report writes the reports, and a diff in the place of the one on standard output.
func (a *app) report(outs []output, p *prepared, res *lint.Result, f *lintFlags) error {
	if slices.ContainsFunc(outs, func(o output) bool { return o.edits }) {
		fix.Fill(res)
	}
	if f.fix.diff {
		outs = slices.DeleteFunc(outs, func(o output) bool { return o.file == "" })
		if _, err := io.WriteString(a.stdout, f.fix.changes); err != nil {
			return err
		}
	}
	opt := a.reportOptions(f)
	opt.Pictures = reported(p.models, res)
	return a.write(outs, res, opt)
}

// threshold is the severity that fails: the flag's, else that of the configuration, else the default.
func (f *lintFlags) threshold() string {
	if f.failOn.given {
		return f.failOn.value
	}
	return f.rules.failOn()
}

// violationStatus is StatusViolations when one is at least as grave as failOn. A doubt is not.
func violationStatus(res *lint.Result, failOn string) int {
	limit := lint.Rank(failOn)
	if limit == 0 { // never
		return StatusOK
	}
	for v := range res.All() {
		if lint.Rank(v.Severity) >= limit && !v.Doubt {
			return StatusViolations
		}
	}
	return StatusOK
}
