package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/docs"
	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/explain"
	"github.com/podlint/podlint/internal/lsp"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/source"
	"github.com/podlint/podlint/internal/suppress"
)

func (a *app) lspCommand() *cobra.Command {
	flags := newLintFlags()
	f := &flags
	cmd := &cobra.Command{
		Use:   "lsp",
		Short: "Serve an editor over standard input and output (Language Server Protocol)",
		Long: `An editor starts this command and talks to it. It is told what podlint lint says in each folder that the editor has open, as one types,
with fixes, suppressions, explanations and the places that names lead to. docs/editors.md has a few lines for each editor.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.lsp(cmd.Context(), f) },
	}
	f.rules.register(cmd)
	f.render.register(cmd)
	f.gate.suppressFlags.register(cmd)
	f.show.register(cmd)
	cmd.Flags().StringVar(&f.kube, "kube-version", "", "Kubernetes version of the cluster, such as 1.31")
	cmd.Flags().StringArrayVar(&f.exclude, "exclude", nil, "files and folders to pass over, as in a .gitignore but without negation (repeatable)")
	return cmd
}

func (a *app) lsp(ctx context.Context, f *lintFlags) error {
	err := lsp.Serve(ctx, a.stdin, a.commands, lsp.Options{
		Open: func(ctx context.Context, dir string, contents map[string][]byte) (*lsp.Project, []policy.Problem, error) {
			return a.project(ctx, f, dir, contents)
		},
		Now:    func() (time.Time, error) { return today(os.Getenv("SOURCE_DATE_EPOCH")) },
		Schema: docs.Schema, Version: readBuild().Version,
	})
	if errors.Is(err, lsp.ErrExit) { // the protocol wants this status
		a.status = StatusViolations
		return nil
	}
	return err
}

// project is what holds in a folder: what podlint lint would find there.
func (a *app) project(ctx context.Context, given *lintFlags, dir string, contents map[string][]byte) (*lsp.Project, []policy.Problem, error) {
	f := *given
	f.rules.dir, f.rules.contents, f.rules.dirs = filepath.FromSlash(dir), contents, slices.Clone(given.rules.dirs)
	var problems []policy.Problem
	quiet := &app{stdin: a.stdin, stdout: a.stdout, stderr: nothing{}, problems: &problems}
	p, err := quiet.open(ctx, &f)
	if err != nil {
		return nil, problems, err
	}
	return p, problems, nil
}

// nothing takes what nobody reads.
type nothing struct{}

func (nothing) Write(p []byte) (int, error) { return len(p), nil }

func (a *app) open(ctx context.Context, f *lintFlags) (*lsp.Project, error) {
	if err := a.configure(&f.rules); err != nil {
		return nil, err
	}
	conf := f.rules.config
	kube, err := kubeVersion(f.kube)
	if err != nil {
		return nil, err
	}
	if kube == "" {
		kube = conf.KubeVersion
	}
	if err := f.render.complete(conf, kube); err != nil {
		return nil, err
	}
	left, err := config.Excluding(f.rules.dir, f.exclude)
	if err != nil {
		return nil, err
	}
	l, query, err := a.compile(ctx, &f.rules)
	if err != nil {
		return nil, err
	}
	pods, err := buildOptions(kube, conf)
	if err != nil {
		return nil, err
	}
	at := f.rules.at()
	judge := explain.Judge{Engine: l.engine, Pods: pods, Docs: docsURL}
	return &lsp.Project{
		Config: conf, All: l.all, Rules: l.chosen, Query: query, Pods: pods, Hold: holdInput, Docs: docsURL,
		Raw: f.render.raw, Render: f.render.options(filepath.ToSlash(f.rules.dir), 0),
		Wanted:       func(name string, folder bool) bool { return conf.Wanted(name, folder) && left(name, folder) },
		Environments: func(files []source.File) map[string]string { return environments(files, conf) },
		Severities:   f.rules.effect.Severity, Parameters: f.rules.effect.Parameters, At: at, Shown: f.shown(),
		Suppress: suppress.Options{
			Off: f.gate.off, RequireReason: f.gate.requireReason || conf.RequireReason, Rules: l.all, Names: shippedNames(),
			Ran: func(id string) bool {
				return slices.ContainsFunc(l.chosen, func(r policy.Rule) bool { return r.ID == id })
			},
			Severities: f.rules.effect.Severity, At: at,
		},
		Page: func(ctx context.Context, rule policy.Rule) (string, error) {
			fsys, dir := f.rules.folder(rule)
			return judge.Page(ctx, rule, fsys, dir)
		},
		Rests: f.rules.rests(),
	}, nil
}

// rests tells whether the configuration or the rules are others when a file changes.
func (f *ruleFlags) rests() func(name string) bool {
	var folders []string
	for _, dir := range f.dirs {
		if abs, err := filepath.Abs(dir); err == nil {
			folders = append(folders, filepath.ToSlash(abs)+"/")
		}
	}
	file, _ := filepath.Abs(f.config.File) // of none, the working directory, which is no file
	return func(name string) bool {
		base := filepath.Base(name)
		return base == config.Name || base == config.OtherEnd || name == filepath.ToSlash(file) ||
			slices.ContainsFunc(folders, func(dir string) bool { return strings.HasPrefix(name, dir) })
	}
}
