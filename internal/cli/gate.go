package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/baseline"
	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/report"
	"github.com/podlint/podlint/internal/source"
	"github.com/podlint/podlint/internal/suppress"
)

// suppressFlags say which suppressions of the manifests count.
type suppressFlags struct {
	off           bool
	requireReason bool
}

func (f *suppressFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&f.off, "no-suppressions", false, "report what comments and annotations suppress, too")
	flags.BoolVar(&f.requireReason, "require-reason", false, "ignore suppressions that give no reason, and report them")
}

// gateFlags say which violations are reported.
type gateFlags struct {
	suppressFlags
	given    func(flag string) bool
	show     bool
	baseline string
	newFrom  string
}

func (f *gateFlags) register(cmd *cobra.Command) {
	f.registerKnown(cmd)
	cmd.Flags().StringVar(&f.newFrom, "new-from", "", "report only what is new since this git revision")
}

// registerKnown adds the flags that hang on no revision.
func (f *gateFlags) registerKnown(cmd *cobra.Command) {
	f.suppressFlags.register(cmd)
	flags := cmd.Flags()
	f.given = flags.Changed
	flags.BoolVar(&f.show, "show-suppressed", false, "list what is not reported, and why")
	flags.StringVar(&f.baseline, "baseline", "", "report only what is not in this file, see podlint baseline")
	_ = cmd.MarkFlagFilename("baseline", "json") // fails only for a flag that does not exist
}

// check refuses flags with nothing in them: a variable of a script that is not set must not make a check that looks like another one.
func (f *gateFlags) check() error {
	switch {
	case f.given("new-from") && f.newFrom == "":
		return errors.New("--new-from is empty: want a commit, a branch or a tag")
	case f.given("baseline") && f.baseline == "":
		return errors.New("--baseline is empty: want the file of a baseline")
	}
	return nil
}

// gate judges the pods and leaves what is to be reported.
func (a *app) gate(ctx context.Context, p *prepared, f *lintFlags) (*lint.Result, error) {
	known, err := a.known(ctx, p, f)
	if err != nil {
		return nil, err
	}
	res, err := a.gated(ctx, p, f, &known)
	if err != nil || !f.fix.wanted() {
		return res, err
	}
	return a.fix(ctx, p, f, &known, res)
}

// gated judges the pods of p.set and takes out what need not be reported.
func (a *app) gated(ctx context.Context, p *prepared, f *lintFlags, known *known) (*lint.Result, error) {
	res, err := a.judge(ctx, p, p.set, &f.inputFlags, &f.gate.suppressFlags)
	if err != nil {
		return nil, err
	}
	found := res.Violations // what takes violations out makes a list of its own
	if took := f.rules.config.Summary(p.all, p.effect, f.excluded); took != "" {
		res.Notes = append(res.Notes, lint.Note{Message: f.rules.config.File + ": " + took})
	}
	if known.baseline != nil {
		known.baseline.Apply(res, f.gate.baseline)
		if _, stale := known.baseline.Split(res, p.ran); len(stale) > 0 {
			res.Notes = append(res.Notes, lint.Note{Message: fmt.Sprintf("%s in %s not found any more; podlint baseline prune %s takes them out",
				report.Count(len(stale), "violation"), f.gate.baseline, f.gate.baseline)})
		}
	}
	if known.revision != nil {
		res.Suppress(func(v *lint.Violation) *lint.Suppression {
			if !known.knows(v) {
				return nil
			}
			return &lint.Suppression{Kind: lint.Revision}
		})
		res.Notes = append(res.Notes, known.newlySuppressed(res, f.shown(), f.gate.newFrom)...)
		a.weakened(ctx, res, p, f, known, found)
	}
	return res, nil
}

// known is what need not be reported; nil when nothing of that kind was asked for.
type known struct {
	baseline *baseline.Baseline
	revision map[string]bool // fingerprints, and whether what was there was in doubt
	// suppressed are the fingerprints of what the manifests of the revision suppressed.
	suppressed map[string]bool
	// configuration is that of the revision; nil when the one of this run is none of the work tree's.
	configuration *config.Config
	rules         []rulesAt   // of the tree, where those of the revision are others
	added         []weakening // what the baseline takes in that it did not
}

// knows tells whether a violation was there at the revision, and as sure as it is now.
func (k *known) knows(v *lint.Violation) bool {
	doubt, found := k.revision[v.Fingerprint]
	return found && (!doubt || v.Doubt)
}

// newlySuppressed says what the manifests suppress that they did not, or that was not there, at the revision.
func (k *known) newlySuppressed(res *lint.Result, shown lint.Shown, revision string) []lint.Note {
	n := 0
	var first *lint.Suppressed
	for i := range res.Suppressed {
		s := &res.Suppressed[i]
		if s.By.Kind == lint.InSource && !k.suppressed[s.Fingerprint] && shown.Shows(&s.Violation) {
			n++
			first = cmp.Or(first, s)
		}
	}
	if n == 0 {
		return nil
	}
	return []lint.Note{{File: first.By.File, Line: first.By.Line, Message: fmt.Sprintf(
		"%s suppressed by what %s does not say, %s among them; --no-suppressions reports what comments and annotations suppress",
		report.Count(n, "violation"), revision, first.Rule)}}
}

func (a *app) known(ctx context.Context, p *prepared, f *lintFlags) (known, error) {
	var k known
	var err error
	if f.gate.baseline != "" {
		if k.baseline, err = baseline.Read(f.gate.baseline); err != nil {
			return k, err
		}
	}
	if f.gate.newFrom != "" {
		if err = a.judgeRevision(ctx, p, f, &k); err != nil {
			return k, err
		}
		err = a.comparable(ctx, f, &k)
	}
	return k, err
}

// comparable reads what else of the revision counts beside its manifests.
func (a *app) comparable(ctx context.Context, f *lintFlags, k *known) (err error) {
	if k.configuration, err = configurationAt(ctx, f); err != nil {
		return err
	}
	if k.rules, err = rulesAtRevision(ctx, f); err != nil {
		return err
	}
	k.added, err = baselineAdds(ctx, f, k)
	return err
}

// judgeRevision finds out what was there at the revision. Places that cannot be read there are nobody's concern now.
func (a *app) judgeRevision(ctx context.Context, p *prepared, f *lintFlags, k *known) error {
	files, err := source.ReadRevision(ctx, f.gate.newFrom, f.revisionPaths(p.paths), source.Options{Wanted: p.wanted})
	if err != nil {
		return fmt.Errorf("read --new-from %s: %w", f.gate.newFrom, err)
	}
	set, err := f.parseRevision(ctx, files, f.gate.newFrom)
	if err != nil {
		return fmt.Errorf("read --new-from %s: %w", f.gate.newFrom, err)
	}
	res, err := a.judge(ctx, p, set, &f.inputFlags, &f.gate.suppressFlags)
	if err != nil {
		return err
	}
	k.revision, k.suppressed = make(map[string]bool, len(res.Violations)), map[string]bool{}
	for i := range res.Violations {
		k.revision[res.Violations[i].Fingerprint] = res.Violations[i].Doubt
	}
	for i := range res.Suppressed {
		k.suppressed[res.Suppressed[i].Fingerprint] = true
	}
	return nil
}

// judge runs the rules on a set and takes out what its manifests suppress.
func (a *app) judge(ctx context.Context, p *prepared, set *manifest.Set, f *inputFlags, s *suppressFlags) (*lint.Result, error) {
	now, err := today(os.Getenv("SOURCE_DATE_EPOCH"))
	if err != nil {
		return nil, err
	}
	res := lint.Run(ctx, set, p.options(set, f.workers))
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	names := p.names
	if names == nil {
		names = shippedNames()
	}
	suppress.Apply(res, set, suppress.Options{
		Off: s.off, RequireReason: s.requireReason || f.rules.config.RequireReason, Now: now,
		Rules: p.all, Names: names, Ran: p.ran, Severities: p.effect.Severity, At: p.at,
	})
	return res, nil
}

// ran tells whether a rule is one of those that run.
func (p *prepared) ran(id string) bool {
	return slices.ContainsFunc(p.rules, func(r policy.Rule) bool { return r.ID == id })
}

// today is the time that ends of suppressions are compared with: now, or the one that a reproducible build sets in seconds.
func today(epoch string) (time.Time, error) {
	if epoch == "" {
		return time.Now(), nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return time.Time{}, errors.New("read SOURCE_DATE_EPOCH: want seconds since 1970")
	}
	return time.Unix(seconds, 0), nil
}

// revisionPaths are the paths as they are at a revision: standard input that has the name of a file is a newer version of it.
func (f *inputFlags) revisionPaths(paths []string) []string {
	if f.stdinName == "" {
		return paths
	}
	paths = slices.Clone(paths)
	for i := range paths {
		if paths[i] == "-" {
			paths[i] = f.stdinName
		}
	}
	return paths
}
