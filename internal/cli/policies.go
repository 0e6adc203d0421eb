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

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/shipped"
	"github.com/podlint/podlint/policies"
)

// ruleFlags say which rules there are and which of them run.
type ruleFlags struct {
	dirs      []string
	noDefault bool
	only      []string
	skip      []string
}

func (f *ruleFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringSliceVar(&f.only, "rule", nil, "run only this rule or category (repeatable)")
	flags.StringSliceVar(&f.skip, "skip-rule", nil, "leave out this rule or category (repeatable)")
	f.registerSources(cmd)
	complete := func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		engine, _ := policy.Load(f.sources(), policy.Options{})
		return ruleNames(engine.Rules()), cobra.ShellCompDirectiveNoFileComp
	}
	_ = cmd.RegisterFlagCompletionFunc("rule", complete) // fails only for a flag that does not exist
	_ = cmd.RegisterFlagCompletionFunc("skip-rule", complete)
}

func (f *ruleFlags) registerSources(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&f.dirs, "policy", nil, "folder of further rules (repeatable)")
	cmd.Flags().BoolVar(&f.noDefault, "no-default-rules", false, "leave out the shipped rules")
	_ = cmd.MarkFlagDirname("policy") // fails only for a flag that does not exist
}

// check looks at what can be wrong before any rule is loaded.
func (f *ruleFlags) check() error {
	if f.noDefault && len(f.dirs) == 0 {
		return errors.New("--no-default-rules leaves no rules: name a folder of rules with --policy")
	}
	for _, dir := range f.dirs {
		info, err := os.Stat(dir)
		if err != nil {
			return fmt.Errorf("open policy folder: %w", err)
		}
		if !info.IsDir() {
			return fmt.Errorf("open policy folder: %s is not a folder", dir)
		}
	}
	return nil
}

func (f *ruleFlags) sources() []policy.Source {
	sources := []policy.Source{shipped.Source()}
	if f.noDefault {
		sources[0].FS = libraryOnly{policies.FS}
	}
	for _, dir := range f.dirs {
		sources = append(sources, policy.Source{Name: dir, FS: os.DirFS(dir)})
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

// load reads the rules and leaves those that the flags choose.
func (a *app) load(f *ruleFlags) (*policy.Engine, []policy.Rule, error) {
	var opt policy.Options
	if len(f.dirs) > 0 { // tests check the shipped rules against the schema
		opt.Schema = pod.Schema
	}
	engine, problems := policy.Load(f.sources(), opt)
	if len(problems) > 0 {
		return nil, nil, a.reportProblems(problems)
	}
	rules, err := choose(engine.Rules(), f.only, f.skip)
	return engine, rules, err
}

// compile makes a query of the rules that the flags choose.
func (a *app) compile(ctx context.Context, f *ruleFlags) ([]policy.Rule, *policy.Query, error) {
	engine, rules, err := a.load(f)
	if err != nil {
		return nil, nil, err
	}
	query, problems := engine.Lazy(ctx, ruleIDs(rules))
	if len(problems) > 0 {
		return nil, nil, a.reportProblems(problems)
	}
	return rules, query, nil
}

// reportProblems writes the faults of the policies to standard error.
func (a *app) reportProblems(problems []policy.Problem) error {
	for _, p := range problems {
		a.warn("%s: error: %s", position(p.File, p.Line, p.Column), p.Message)
		if p.Snippet != "" {
			a.warn("    %s", strings.TrimSpace(p.Snippet))
		}
	}
	return errReported
}

// choose keeps the rules that only names, all when it is empty, without those that skip names.
func choose(all []policy.Rule, only, skip []string) ([]policy.Rule, error) {
	names := ruleNames(all)
	for _, name := range slices.Concat(only, skip) {
		if slices.Contains(names, name) {
			continue
		}
		if near := nearest(name, names); near != "" {
			return nil, fmt.Errorf("unknown rule or category %q; did you mean %q?", name, near)
		}
		return nil, fmt.Errorf("unknown rule or category %q; podlint rules lists them", name)
	}
	var chosen []policy.Rule
	for _, r := range all {
		wanted := len(only) == 0 || named(r, only)
		if wanted && !named(r, skip) {
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
func buildOptions(kube string) (pod.Options, error) {
	fsys, err := fs.Sub(policies.FS, "knowledge")
	if err != nil {
		return pod.Options{}, fmt.Errorf("open knowledge: %w", err)
	}
	base, err := knowledge.Load(fsys)
	if err != nil {
		return pod.Options{}, fmt.Errorf("load knowledge: %w", err)
	}
	return pod.Options{Knowledge: base, Kubernetes: kube}, nil
}
