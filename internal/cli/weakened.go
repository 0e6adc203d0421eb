package cli

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
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
		abs, err := filepath.Abs(filepath.FromSlash(found[0].Name))
		if err != nil {
			return nil, fmt.Errorf("read the configuration of --new-from %s: %w", f.gate.newFrom, err)
		}
		f.weakenedFrom.Dir = filepath.Dir(abs)
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

// weakening is one thing that the change takes from what podlint finds, or may take.
type weakening struct {
	config.Weakening
	file string
	mild bool // nothing is found less by it now
}

// weakened adds what the change asks for less in than the revision did: in the configuration, the baseline, and the rules of the tree. Only a
// flag, or the configuration of the revision, switches this off.
func (a *app) weakened(ctx context.Context, res *lint.Result, p *prepared, f *lintFlags, k *known, before []lint.Violation) {
	notice, base := config.Notice(), cmp.Or(k.configuration, &config.Config{})
	old, _ := base.Resolve(p.all, shippedNames()) // faults of then are nobody's concern now
	flags, err := choose(p.all, f.rules.only, f.rules.skip, old.Off)
	if err != nil || !slices.Contains(ruleIDs(flags), notice.ID) {
		return
	}
	found := k.added
	if k.configuration != nil {
		found = append(f.asksLess(p, base), found...)
	}
	found = append(found, a.otherwise(ctx, p, f, k, before)...)
	for _, w := range found {
		a.tellWeakened(res, w, notice.Severity, old.Severity[notice.ID])
	}
}

// asksLess is what the configuration plainly asks for less in.
func (f *lintFlags) asksLess(p *prepared, base *config.Config) []weakening {
	var out []weakening
	for _, w := range f.rules.config.Weakened(base, p.all, shippedNames()) {
		out = append(out, weakening{Weakening: w, file: f.configurationFile(base)})
	}
	return out
}

// configurationFile is what the notices about the configuration point at: also when there is none any more, or none yet.
func (f *lintFlags) configurationFile(base *config.Config) string {
	return cmp.Or(f.rules.config.File, base.File, config.Name)
}

func (a *app) tellWeakened(res *lint.Result, w weakening, usual, asked string) {
	notice := config.Notice()
	at := &manifest.Object{File: w.file, Kind: "Configuration", Line: 1, Root: &manifest.Node{}}
	v := lint.Violation{
		Rule: notice.ID, Category: notice.Category, Severity: cmp.Or(asked, usual), Confidence: notice.Confidence,
		Message: w.Message, File: w.file, Line: w.At.Line, Column: w.At.Column, EndLine: w.At.Line, EndColumn: w.At.Column + 1,
		Workload: lint.WorkloadOf(at), Fix: &lint.Fix{Title: notice.Fix, Edits: []lint.Edit{}}, Documentation: notice.Resources[0].Ref,
	}
	if w.mild {
		v.Severity = "info"
	}
	v.Fingerprint = lint.Fingerprint(v, at)
	if data, err := safefile.For(w.file).Read(w.file, 1<<20); err == nil {
		res.Sources[w.file] = data
	}
	res.Add([]lint.Violation{v})
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
