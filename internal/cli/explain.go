package cli

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/explain"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/policies"
)

func (a *app) explainCommand() *cobra.Command {
	f := &ruleFlags{}
	cmd := &cobra.Command{
		Use:   "explain RULE",
		Short: "Explain a rule: what it finds, why that hurts, how to fix it",
		Args:  oneRule,
		RunE:  func(cmd *cobra.Command, args []string) error { return a.explain(cmd.Context(), args[0], f) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			engine, _ := policy.Load(f.sources(), policy.Options{})
			return ruleIDs(engine.Rules()), cobra.ShellCompDirectiveNoFileComp
		},
	}
	f.registerSources(cmd)
	return cmd
}

func oneRule(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("explain takes the id of one rule, got %d arguments; podlint rules lists them", len(args))
	}
	return nil
}

func (a *app) explain(ctx context.Context, id string, f *ruleFlags) error {
	if err := a.configure(f); err != nil {
		return err
	}
	l, err := a.load(f)
	if err != nil {
		return err
	}
	rule, err := find(l.all, id)
	if err != nil {
		return err
	}
	pods, err := buildOptions("", f.config)
	if err != nil {
		return err
	}
	fsys, dir := f.folder(rule)
	page, err := explain.Judge{Engine: l.engine, Pods: pods, Docs: docsURL}.Page(ctx, rule, fsys, dir)
	if err != nil {
		return err
	}
	_, err = io.WriteString(a.stdout, page)
	return err
}

func find(rules []policy.Rule, id string) (policy.Rule, error) {
	for _, r := range rules {
		if r.ID == id {
			return r, nil
		}
	}
	if near := nearest(id, ruleIDs(rules)); near != "" {
		return policy.Rule{}, fmt.Errorf("unknown rule %q; did you mean %q?", id, near)
	}
	return policy.Rule{}, fmt.Errorf("unknown rule %q; podlint rules lists them", id)
}

func ruleIDs(rules []policy.Rule) []string {
	ids := make([]string, 0, len(rules))
	for _, r := range rules {
		ids = append(ids, r.ID)
	}
	return ids
}

// folder finds the folder of the rule's examples: below a --policy folder, else among the shipped rules.
func (f *ruleFlags) folder(rule policy.Rule) (fs.FS, string) {
	for _, dir := range f.dirs {
		if rest, ok := strings.CutPrefix(rule.File, path.Clean(dir)+"/"); ok {
			return policyFS(dir), path.Dir(rest)
		}
	}
	return policies.Fixtures, path.Dir(rule.File)
}
