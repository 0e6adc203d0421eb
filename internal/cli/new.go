package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/shipped"
	"github.com/podlint/podlint/internal/scaffold"
)

func (a *app) newCommand() *cobra.Command {
	var category, dir, like string
	cmd := &cobra.Command{
		Use:   "new RULE",
		Short: "Begin a rule of your own: Rego, tests and fixtures that pass",
		Long: `Make the folder of a rule: METADATA and a first violation, a Rego test, a manifest that the rule must report and one that it must
leave alone. podlint test passes at once; docs/writing-rules.md leads on from there.`,
		Example: `  podlint new max-containers --category resources
  podlint new no-latest --like sidecar-image-unpinned
  podlint test policies`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("new takes the id of one rule, such as max-containers, got %d arguments", len(args))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.newRule(args[0], category, dir, like) },
	}
	flags := cmd.Flags()
	flags.StringVar(&category, "category", "custom", "category of the rule: one of podlint's or a word of your own")
	flags.StringVar(&like, "like", "", "begin with a copy of this shipped rule, its tests and its fixtures")
	flags.StringVar(&dir, "dir", defaultPolicies, "folder of your policies")
	_ = cmd.RegisterFlagCompletionFunc("category", completeCategories) // fails only for a flag that does not exist
	_ = cmd.RegisterFlagCompletionFunc("like", (&ruleFlags{}).completeNames)
	_ = cmd.MarkFlagDirname("dir")
	return cmd
}

func completeCategories(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	var names []string
	engine, _ := policy.Load([]policy.Source{shipped.Source()}, policy.Options{})
	for _, r := range engine.Rules() {
		names = append(names, r.Category)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// ruleFiles are those of a new rule, or of the copy of one.
func ruleFiles(id, category, like string) ([]scaffold.File, error) {
	if like == "" {
		return scaffold.Rule(id, category)
	}
	engine, _ := policy.Load([]policy.Source{shipped.Source()}, policy.Options{})
	rule, err := find(engine.Rules(), like)
	if err != nil {
		return nil, fmt.Errorf("read --like: %w", err)
	}
	return scaffold.Like(id, category, rule.ID, rule.Category)
}

func (a *app) newRule(id, category, dir, like string) error {
	files, err := ruleFiles(id, category, like)
	if err != nil {
		return err
	}
	if err := free(strings.ReplaceAll(id, "_", "-"), dir); err != nil {
		return err
	}
	folder := filepath.Join(dir, filepath.Dir(filepath.FromSlash(files[0].Name)))
	if _, err := os.Lstat(folder); err == nil {
		return fmt.Errorf("make rule: %s is there already", filepath.ToSlash(folder))
	}
	entry, err := scaffold.EntryPoint()
	if err != nil {
		return err
	}
	if _, err := os.Lstat(filepath.Join(dir, entry.Name)); errors.Is(err, fs.ErrNotExist) {
		files = append(files, entry)
	}
	if err := a.writeRule(dir, files); err != nil {
		return err
	}
	if like != "" {
		a.warn("podlint: %s goes on reporting beside its copy; in .podlint.yaml, rules: {%s: off} switches it off", like, like)
	}
	return nil
}

func (a *app) writeRule(dir string, files []scaffold.File) error {
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := checkTarget(name, anything); err != nil {
			return fmt.Errorf("make rule: %w", err)
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
			return fmt.Errorf("make rule: %w", err)
		}
		if err := os.WriteFile(name, f.Data, 0o600); err != nil {
			return fmt.Errorf("make rule: %w", err)
		}
		_, _ = fmt.Fprintln(a.stdout, filepath.ToSlash(name)) // the files are there, whoever reads this
	}
	a.warn("podlint: now try: podlint test %s", filepath.ToSlash(dir))
	return nil
}

// free demands that no rule has the id yet. Faulty policies in the folder are no hindrance.
func free(id, dir string) error {
	sources := []policy.Source{shipped.Source()}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		sources = append(sources, policy.Source{Name: dir, FS: policyFS(dir)})
	}
	engine, _ := policy.Load(sources, policy.Options{})
	for _, r := range engine.Rules() {
		switch {
		case r.ID == id && !r.Own:
			return fmt.Errorf("make rule: %s is one of podlint's own rules; podlint explain %s prints it", id, id)
		case r.ID == id:
			return fmt.Errorf("make rule: %s is there already, in %s", id, r.File)
		}
	}
	return nil
}
