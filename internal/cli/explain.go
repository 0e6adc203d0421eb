package cli

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/bundle"
	"github.com/podlint/podlint/internal/explain"
	"github.com/podlint/podlint/internal/nearest"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/policies"
)

func (a *app) explainCommand() *cobra.Command {
	f := &ruleFlags{}
	cmd := &cobra.Command{
		Use:               "explain RULE|CATEGORY",
		Short:             "Explain a rule, or the rules of a category: what it finds, why that hurts, how to fix it",
		Args:              oneRule,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.explain(cmd.Context(), args[0], f) },
		ValidArgsFunction: f.completeNames,
	}
	f.registerSources(cmd)
	return cmd
}

func oneRule(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("explain takes the id of one rule or the name of a category, got %d arguments; podlint rules lists them", len(args))
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
	if in := inCategory(l.all, id); len(in) > 0 {
		_, err := io.WriteString(a.stdout, narrow(explain.Category(id, in), terminalWidth(a.stdout)))
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
	_, err = io.WriteString(a.stdout, narrow(page, terminalWidth(a.stdout)))
	return err
}

func find(rules []policy.Rule, id string) (policy.Rule, error) {
	for _, r := range rules {
		if r.ID == id {
			return r, nil
		}
	}
	if near := nearest.Of(id, ruleNames(rules)); near != "" {
		return policy.Rule{}, fmt.Errorf("unknown rule or category %q; did you mean %q?", id, near)
	}
	return policy.Rule{}, fmt.Errorf("unknown rule or category %q; podlint rules lists them", id)
}

// inCategory are the rules of a category, none when there is no such category.
func inCategory(rules []policy.Rule, name string) []policy.Rule {
	var in []policy.Rule
	for _, r := range rules {
		if r.Category == name {
			in = append(in, r)
		}
	}
	return in
}

func ruleIDs(rules []policy.Rule) []string {
	ids := make([]string, 0, len(rules))
	for _, r := range rules {
		ids = append(ids, r.ID)
	}
	return ids
}

// clean is the name under which a folder's files are known.
func clean(dir string) string {
	if bundle.Remote(dir) {
		return dir
	}
	return path.Clean(dir)
}

// folder finds the folder of the rule's examples: below a --policy folder, else among the shipped rules.
func (f *ruleFlags) folder(rule policy.Rule) (fs.FS, string) {
	for _, dir := range f.dirs {
		if rest, ok := strings.CutPrefix(rule.File, clean(dir)+"/"); ok {
			return f.fs(dir), path.Dir(rest)
		}
	}
	return policies.Fixtures, path.Dir(rule.File)
}
