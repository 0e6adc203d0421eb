package cli

import (
	"cmp"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/lint"
)

// Defaults of what is reported, when neither a flag nor the configuration says.
const (
	defaultMinSeverity   = "warning"
	defaultMinConfidence = "heuristic"
)

// shownFlags say what is reported of what was found.
type shownFlags struct {
	severity   choice
	confidence choice
	doubts     bool
	given      func(flag string) bool
}

func newShownFlags() shownFlags {
	return shownFlags{
		severity:   choice{value: defaultMinSeverity, allowed: []string{"error", "warning", "info"}},
		confidence: choice{value: defaultMinConfidence, allowed: []string{"certain", "strong", "heuristic"}},
	}
}

func (f *shownFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	f.given = flags.Changed
	flags.Var(&f.severity, "min-severity", "lowest severity that is reported; the summary counts what is left out")
	flags.Var(&f.confidence, "min-confidence", "lowest confidence that is reported")
	flags.BoolVar(&f.doubts, "doubts", false, "report what is in doubt, too: it fails no run")
	_ = cmd.RegisterFlagCompletionFunc("min-severity", f.severity.complete) // these fail only for a flag that does not exist
	_ = cmd.RegisterFlagCompletionFunc("min-confidence", f.confidence.complete)
}

// shown is what is reported: the flags win over the configuration. Who fails on infos, names a rule, or sets one to info wants to see
// infos, unless --min-severity says otherwise.
func (f *lintFlags) shown() lint.Shown {
	conf, flags := f.rules.config, &f.show
	out := lint.Shown{
		Severity: flags.severity.value, Confidence: flags.confidence.value, Doubts: flags.doubts,
		Whole: map[string]bool{config.WeakenedRule: true}, // what it is about may be the very thing that would hide it
	}
	if !flags.given("doubts") {
		out.Doubts = conf.Doubts
	}
	if !flags.confidence.given {
		out.Confidence = cmp.Or(conf.MinConfidence, defaultMinConfidence)
	}
	if flags.severity.given {
		return out
	}
	out.Severity = cmp.Or(conf.MinSeverity, defaultMinSeverity)
	if f.failOn.given && f.failOn.value == "info" || conf.MinSeverity == "" && f.threshold() == "info" {
		out.Severity = "info"
	}
	for _, name := range f.rules.only {
		out.Whole[name] = true
	}
	if out.WholeAt = f.rules.wholeAt(); out.WholeAt != nil {
		return out
	}
	for id, severity := range f.rules.effect.Severity {
		if severity == "info" {
			out.Whole[id] = true
		}
	}
	return out
}
