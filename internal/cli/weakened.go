package cli

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"

	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/safefile"
	"github.com/podlint/podlint/internal/source"
)

// configurationAt reads the configuration of the revision, an empty one when it had none. It is nil when no configuration is read, or one
// from outside of the repository, which no change to the repository can have brought.
func configurationAt(ctx context.Context, f *lintFlags) (*config.Config, error) {
	files, err := f.configurations()
	if len(files) == 0 || err != nil {
		return nil, err
	}
	found, err := source.ReadRevision(ctx, f.gate.newFrom, files, source.Options{})
	if err != nil {
		return nil, fmt.Errorf("read the configuration of --new-from %s: %w", f.gate.newFrom, err)
	}
	f.weakenedFrom = &config.Config{}
	if len(found) > 0 { // with faults, what can be read of it counts
		f.weakenedFrom, _ = config.Parse(found[0].Data, found[0].Name)
	}
	return f.weakenedFrom, nil
}

// configurations are the names under which the configuration of this run may lie in the revision, the nearest folder first.
func (f *lintFlags) configurations() ([]string, error) {
	wd, err := os.Getwd()
	switch {
	case err != nil:
		return nil, fmt.Errorf("find configuration: %w", err)
	case f.rules.noConfig:
		return nil, nil
	case cmp.Or(f.rules.configFile, os.Getenv(config.Variable)) == "":
		return config.Candidates(wd), nil
	}
	file := cmp.Or(f.rules.configFile, os.Getenv(config.Variable))
	if _, err := safefile.Of(wd).Resolve(file); err != nil {
		return nil, nil //nolint:nilerr // it lies elsewhere
	}
	return []string{file}, nil
}

// weakened adds what the configuration asks for less in than that of the revision. Only a flag, or the configuration of the revision,
// switches this off.
func (a *app) weakened(res *lint.Result, p *prepared, f *lintFlags, before *config.Config) {
	notice, conf := config.Notice(), f.rules.config
	old, _ := before.Resolve(p.all, shippedNames()) // faults of then are nobody's concern now
	flags, err := choose(p.all, f.rules.only, f.rules.skip, old.Off)
	if err != nil || !slices.Contains(ruleIDs(flags), notice.ID) {
		return
	}
	file := cmp.Or(conf.File, before.File, config.Name)
	at := &manifest.Object{File: file, Kind: "Configuration", Line: 1, Root: &manifest.Node{}}
	var found []lint.Violation
	for _, w := range conf.Weakened(before, p.all, shippedNames()) {
		v := lint.Violation{
			Rule: notice.ID, Category: notice.Category, Severity: cmp.Or(old.Severity[notice.ID], notice.Severity), Confidence: notice.Confidence,
			Message: w.Message, File: file, Line: w.At.Line, Column: w.At.Column, EndLine: w.At.Line, EndColumn: w.At.Column + 1,
			Workload: lint.WorkloadOf(at), Fix: &lint.Fix{Title: notice.Fix, Edits: []lint.Edit{}}, Documentation: notice.Resources[0].Ref,
		}
		v.Fingerprint = lint.Fingerprint(v, at)
		found = append(found, v)
	}
	if data, err := safefile.For(file).Read(file, 1<<20); err == nil && len(found) > 0 {
		res.Sources[file] = data
	}
	res.Add(found)
}

// weakenedStatus is that of the notices by the fail-on of the revision: the one of the work tree may be what they are about.
func (f *lintFlags) weakenedStatus(res *lint.Result) int {
	if f.weakenedFrom == nil || f.failOn.given {
		return StatusOK
	}
	limit := lint.Rank(cmp.Or(f.weakenedFrom.FailOn, defaultFailOn))
	for v := range res.All() {
		if v.Rule == config.WeakenedRule && limit > 0 && lint.Rank(v.Severity) >= limit {
			return StatusViolations
		}
	}
	return StatusOK
}
