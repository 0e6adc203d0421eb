package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/bundle"
	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/nearest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/shipped"
	"github.com/podlint/podlint/internal/report"
	"github.com/podlint/podlint/internal/safefile"
	"github.com/podlint/podlint/internal/source"
	"github.com/podlint/podlint/internal/suppress"
	"github.com/podlint/podlint/policies"
)

// ruleFlags say which rules there are and which of them run.
type ruleFlags struct {
	dirs      []string
	noDefault bool
	only      []string
	skip      []string

	pull       bool             // bring what is missing of rules elsewhere
	elsewhere  map[string]fs.FS // rules of references, by the text of the reference
	configFile string
	noConfig   bool
	dir        string            // of the project, absolute; empty: the working directory
	contents   map[string][]byte // of files that an editor shows, by absolute name
	config     *config.Config    // what configure read
	effect     config.Effect     // what load made of its rules
	serving    bool              // inputs come one by one, from many: everything is compiled at once, and no rule is left out for one of them
}

func (f *ruleFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringSliceVar(&f.only, "rule", nil, "run only this rule or category (repeatable)")
	flags.StringSliceVar(&f.skip, "skip-rule", nil, "leave out this rule or category (repeatable)")
	f.registerSources(cmd)
	_ = cmd.RegisterFlagCompletionFunc("rule", f.completeNames) // fails only for a flag that does not exist
	_ = cmd.RegisterFlagCompletionFunc("skip-rule", f.completeNames)
}

// completeNames completes the names of rules and categories.
func (f *ruleFlags) completeNames(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	engine, _ := policy.Load(f.sources(), policy.Options{})
	return ruleNames(engine.Rules()), cobra.ShellCompDirectiveNoFileComp
}

func (f *ruleFlags) registerSources(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.dirs, "policy", nil, "folder of further rules, or oci:// or git:: reference to them (repeatable)")
	cmd.Flags().BoolVar(&f.pull, "pull-policies", false, "fetch rules from elsewhere that are not in the cache")
	cmd.Flags().BoolVar(&f.noDefault, "no-default-rules", false, "leave out the shipped rules")
	f.registerConfig(cmd)
	_ = cmd.MarkFlagDirname("policy") // fails only for a flag that does not exist
}

func (f *ruleFlags) registerConfig(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&f.configFile, "config", "c", "", "configuration file (default: the nearest "+config.Name+" up to the root of the repository)")
	cmd.Flags().BoolVar(&f.noConfig, "no-config", false, "read no configuration file")
	_ = cmd.MarkFlagFilename("config", "yaml", "yml") // fails only for a flag that does not exist
}

// check looks at what can be wrong before any rule is loaded.
func (f *ruleFlags) check() error {
	if f.noDefault && len(f.dirs) == 0 {
		return errors.New("--no-default-rules leaves no rules: name a folder of rules with --policy")
	}
	for _, dir := range f.dirs {
		if bundle.Remote(dir) {
			continue
		}
		info, err := os.Stat(dir)
		if errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("open policy folder %s: %s%s", dir, safefile.Reason(err), source.Near(dir))
		}
		if err != nil {
			return fmt.Errorf("open policy folder %s: %s", dir, safefile.Reason(err))
		}
		if !info.IsDir() {
			return fmt.Errorf("open policy folder %s: want a folder, got a file", dir)
		}
		if _, err := safefile.For(dir).Resolve(dir); err != nil {
			return fmt.Errorf("open policy folder %s: %s", dir, safefile.Reason(err))
		}
		if !holdsRego(policyFS(dir)) {
			return fmt.Errorf("open policy folder: no .rego file below %s; podlint new RULE begins a rule", dir)
		}
	}
	return nil
}

// maxPolicy is the largest file of a policy folder that is read, in bytes.
const maxPolicy = 16 << 20

// policyFS is a folder of rules, which may be a stranger's.
func policyFS(dir string) fs.FS { return safefile.For(dir).FS(dir, maxPolicy) }

// fs is a folder of rules, or a bundle of rules from elsewhere that bringRules found.
func (f *ruleFlags) fs(dir string) fs.FS {
	if there := f.elsewhere[dir]; there != nil {
		return there
	}
	return policyFS(dir)
}

// holdsRego tells whether there is a policy below a folder; when not, its name is likely to be wrong.
func holdsRego(fsys fs.FS) bool {
	found := false
	_ = fs.WalkDir(fsys, ".", func(_ string, d fs.DirEntry, err error) error { // what cannot be read is reported when it is loaded
		if err != nil || (!d.IsDir() && strings.HasSuffix(d.Name(), ".rego")) {
			found = true
			return fs.SkipAll
		}
		return nil
	})
	return found
}

func (f *ruleFlags) sources() []policy.Source {
	sources := []policy.Source{shipped.Source()}
	if f.noDefault {
		sources[0].FS = libraryOnly{policies.FS}
	}
	for _, dir := range f.dirs {
		sources = append(sources, policy.Source{Name: dir, FS: f.fs(dir)})
	}
	return sources
}

// libraryOnly hides the shipped rules but keeps the library, which own rules may import.
type libraryOnly struct{ fs.FS }

// Open opens everything but the rules.
func (l libraryOnly) Open(name string) (fs.File, error) {
	if name == "rules" || strings.HasPrefix(name, "rules/") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return l.FS.Open(name)
}

// ReadDir lists everything but the rules.
func (l libraryOnly) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(l.FS, name)
	if name == "." {
		entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return e.Name() == "rules" })
	}
	return entries, err
}

// loaded are the rules of a run.
type loaded struct {
	engine *policy.Engine
	all    []policy.Rule
	chosen []policy.Rule // what flags and configuration leave
}

// load reads the rules and chooses those that run. configure comes before.
func (a *app) load(f *ruleFlags) (*loaded, error) {
	var opt policy.Options
	if len(f.dirs) > 0 { // tests check the shipped rules against the schema
		opt.Schema = pod.Schema
	}
	if f.serving {
		opt.Retry, opt.Memory, opt.Compile = true, servingMemory, servingCompile
	}
	engine, problems := policy.Load(f.sources(), opt)
	if len(problems) > 0 {
		return nil, a.reportProblems(problems)
	}
	l := &loaded{engine: engine, all: append(engine.Rules(), notices()...)}
	f.effect, problems = f.config.Resolve(l.all, shippedNames())
	if len(problems) > 0 {
		return nil, a.reportProblems(problems)
	}
	if none := engine.Without(); len(none) > 0 {
		return nil, fmt.Errorf("load policies: no rule below %s: a rule is a package podlint.rules.<category>.<rule_name> with METADATA; podlint new RULE begins one", none[0])
	}
	a.reportNotes(engine.Notes())
	var err error
	l.chosen, err = choose(l.all, f.only, f.skip, f.effect.Nowhere())
	if err == nil && len(l.judging()) == 0 {
		err = errors.New("no rule is left to run")
	}
	return l, err
}

// judging are the ids of the chosen rules that judge pods; a notice is about the use of podlint.
func (l *loaded) judging() []string {
	ids := ruleIDs(l.chosen)
	return slices.DeleteFunc(ids, func(id string) bool {
		return slices.ContainsFunc(notices(), func(n policy.Rule) bool { return n.ID == id })
	})
}

// notices are what podlint says about suppressions and the configuration, in the shape of rules.
func notices() []policy.Rule { return append(suppress.Notices(), config.Notice()) }

// shippedNames are the names that a configuration may hold even when the shipped rules are left out.
func shippedNames() []string {
	rules := notices()
	for _, e := range shipped.Source().Index {
		rules = append(rules, e.Rule)
	}
	return ruleNames(rules)
}

// compile makes a query of the rules that are chosen.
func (a *app) compile(ctx context.Context, f *ruleFlags) (*loaded, *policy.Query, error) {
	l, err := a.load(f)
	if err != nil {
		return nil, nil, err
	}
	compile := l.engine.Lazy
	if f.serving {
		compile = l.engine.Prepare
	}
	query, problems := compile(ctx, l.judging())
	if len(problems) > 0 {
		return nil, nil, a.reportProblems(problems)
	}
	return l, query, nil
}

// reportNotes writes what policies may not mean to standard error.
func (a *app) reportNotes(notes []policy.Problem) {
	for _, p := range notes {
		a.warn("%s: note: %s", position(p.File, p.Line, p.Column), report.Printable(p.Message))
	}
}

// reportProblems writes the faults of the policies to standard error.
func (a *app) reportProblems(problems []policy.Problem) error {
	if a.problems != nil {
		*a.problems = append(*a.problems, problems...)
		return errReported
	}
	for _, p := range problems {
		at := "podlint"
		if p.File != "" {
			at = position(p.File, p.Line, p.Column)
		}
		a.warn("%s: error: %s", at, report.Printable(p.Message))
		for _, line := range p.Frame() {
			a.warn("%s", report.Printable(line))
		}
	}
	return errReported
}

// choose keeps the rules that only names, all when it is empty, without those that skip names. A rule that is off stays out unless
// only names the rule itself.
func choose(all []policy.Rule, only, skip []string, off map[string]bool) ([]policy.Rule, error) {
	names := ruleNames(all)
	for _, name := range slices.Concat(only, skip) {
		if slices.Contains(names, name) {
			continue
		}
		if near := nearest.Of(name, names); near != "" {
			return nil, fmt.Errorf("unknown rule or category %q; did you mean %q?", name, near)
		}
		return nil, fmt.Errorf("unknown rule or category %q; podlint rules lists them", name)
	}
	var chosen []policy.Rule
	for _, r := range all {
		wanted := len(only) == 0 || named(r, only)
		on := !off[r.ID] || slices.Contains(only, r.ID)
		if wanted && on && !named(r, skip) {
			chosen = append(chosen, r)
		}
	}
	if len(chosen) == 0 {
		return nil, errors.New("no rule is left to run")
	}
	return chosen, nil
}

func named(r policy.Rule, names []string) bool {
	return slices.Contains(names, r.ID) || slices.Contains(names, r.Category)
}

// ruleNames lists categories and rules, without repetitions.
func ruleNames(rules []policy.Rule) []string {
	var names []string
	for _, r := range rules {
		names = append(names, r.Category, r.ID)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// buildOptions loads what the pod models need. kube is the target version, empty for none.
func buildOptions(kube string, conf *config.Config) (pod.Options, error) {
	base, err := knowledge.Shipped()
	if err != nil {
		return pod.Options{}, err
	}
	if len(conf.Images) > 0 {
		base = base.With(conf.Images)
	}
	if len(conf.Roles) > 0 {
		base = base.WithRoles(conf.Roles)
	}
	if len(conf.Mirrors) > 0 {
		base = base.WithMirrors(conf.Mirrors)
	}
	if len(conf.Kinds) > 0 {
		base = base.WithKinds(conf.Kinds)
	}
	return pod.Options{Knowledge: base, Kubernetes: kube}, nil
}
