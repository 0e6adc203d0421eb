package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/spf13/cobra"

	"github.com/podlint/podlint/internal/config"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/render"
	"github.com/podlint/podlint/internal/report"
	"github.com/podlint/podlint/internal/source"
)

// inputFlags say how manifests are read; lint and model share them.
type inputFlags struct {
	rules      ruleFlags
	kube       string
	allowEmpty bool
	workers    int
	excluded   int       // paths that the configuration left out
	progress   *progress // nil: show none
	exclude    []string
	stdinName  string
	verbose    bool
	log        *chatter // nil: say nothing
	keep       bool     // the inputs are wanted after they were read
	render     renderFlags
	remembered *render.Memory // while fixes are tried; else nil
}

func (f *inputFlags) register(cmd *cobra.Command) {
	f.rules.register(cmd)
	f.render.register(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.kube, "kube-version", "", "Kubernetes version of the cluster, such as 1.31")
	flags.BoolVar(&f.allowEmpty, "allow-empty", false, "exit 0 when there is nothing to check")
	flags.StringArrayVar(&f.exclude, "exclude", nil, "files and folders to pass over, as in a .gitignore but without negation (repeatable)")
	flags.StringVar(&f.stdinName, "stdin-filename", "", "name that standard input goes by in the report; implies - when no path is given")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "say on standard error what is read, what is passed over and why, and how long each part takes")
	flags.IntVar(&f.workers, "workers", 0, "goroutines to use (0: one per processor)")
	_ = flags.MarkHidden("workers") // fails only for a flag that does not exist
}

// prepared is everything that must be loaded before pods can be judged.
type prepared struct {
	paths  []string // never empty
	wanted func(path string, folder bool) bool
	set    *manifest.Set
	all    []policy.Rule // those that are known
	rules  []policy.Rule // those that run
	query  *policy.Query
	pods   pod.Options
	effect config.Effect
	at     func(file string) lint.Settings // nil: effect holds for all files
	judged func(done, total int)
	names  []string     // of shipped rules and categories; nil: they are asked for when they are needed
	shared *lint.Shared // nil: one run alone
	spill  bool         // violations need not be held

	pictures bool       // models are wanted
	models   *lint.Pods // those of the last judgement of set; nil unless they are wanted

	compares bool       // the models of a revision are wanted as well
	earlier  *lint.Pods // those; nil unless they are wanted

	said  *lint.Memory     // while fixes are tried; else nil
	files []source.File    // the inputs; nil unless they are kept
	notes []string         // of reading them
	bad   []manifest.Error // those that could not be read
}

// prepare reads the manifests while it loads rules and knowledge. With an error nothing has been judged and the status is
// StatusUsage; inputs that could not be read are in set.Errors.
func (a *app) prepare(ctx context.Context, paths []string, f *inputFlags) (*prepared, error) {
	if err := a.configure(&f.rules); err != nil {
		return nil, err
	}
	kube, err := kubeVersion(f.kube)
	if err != nil {
		return nil, err
	}
	kube = cmp.Or(kube, f.rules.config.KubeVersion)
	if err := f.render.complete(f.rules.config, kube); err != nil {
		return nil, err
	}
	if paths, err = f.paths(paths); err != nil {
		return nil, err
	}
	if f.verbose {
		f.log = &chatter{warn: a.warn}
	}
	wanted, err := f.wanted()
	if err != nil {
		return nil, err
	}
	f.log.start(&f.rules, paths)
	relax()
	p := &prepared{paths: paths, wanted: wanted, judged: f.progress.judged}
	var wg sync.WaitGroup
	wg.Go(func() { p.set = a.read(ctx, p, f) })
	var knowledgeErr error
	wg.Go(func() { p.pods, knowledgeErr = buildOptions(kube, f.rules.config) })
	l, query, err := a.compile(ctx, &f.rules)
	wg.Wait()
	if err != nil {
		return nil, err
	}
	p.all, p.rules, p.query = l.all, l.chosen, query
	p.effect, p.at = f.rules.effect, f.rules.at()
	f.log.prepared(p)
	return p, knowledgeErr
}

// paths are those of the command line, else standard input when it has a name, else the current folder.
func (f *inputFlags) paths(given []string) ([]string, error) {
	switch {
	case slices.Contains(given, ""):
		return nil, errors.New("a path is empty: want a file, a folder, a glob, or - for standard input; a variable of a script that is not set looks like this")
	case len(given) > 0 && f.stdinName != "" && !slices.Contains(given, "-"):
		return nil, fmt.Errorf("--stdin-filename %s names standard input, but - is not among the paths", f.stdinName)
	case len(given) > 0:
		return given, nil
	case f.stdinName != "":
		return []string{"-"}, nil
	}
	return []string{"."}, nil
}

// wanted is what the configuration and --exclude leave.
func (f *inputFlags) wanted() (func(path string, folder bool) bool, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, fmt.Errorf("read --exclude: %w", err)
	}
	left, err := config.Excluding(dir, f.exclude)
	if err != nil {
		return nil, err
	}
	return func(path string, folder bool) bool { return f.rules.config.Wanted(path, folder) && left(path, folder) }, nil
}

func (a *app) read(ctx context.Context, p *prepared, f *inputFlags) *manifest.Set {
	passed := 0
	var notes []string
	wanted := func(path string, folder bool) bool {
		if !f.rules.config.Wanted(path, folder) {
			f.excluded++
		}
		return p.wanted(path, folder)
	}
	files, failed := source.Read(ctx, p.paths, source.Options{
		Stdin: a.stdin, StdinName: f.stdinName, Hold: holdInput, Wanted: wanted, Skipped: f.log.skipped(),
		Passed: func(string) { passed++ }, Reading: f.reading, Note: func(text string) { notes = append(notes, text) },
	})
	tighten(files)
	if passed > 0 {
		notes = append(notes, fmt.Sprintf("%s that the command line names left out, as %s says",
			report.Count(passed, "path"), cmp.Or(f.rules.config.File, "--exclude")))
	}
	p.notes = notes
	for _, e := range failed {
		p.bad = append(p.bad, manifest.Error(e))
	}
	if f.keep {
		p.files = files
	}
	return p.parse(ctx, f, files, nil)
}

// parse reads the inputs, some files with other contents: of what is named here, and of what else is built from the work tree.
func (p *prepared) parse(ctx context.Context, f *inputFlags, files []source.File, changed map[string][]byte) *manifest.Set {
	set := f.parse(ctx, files, p.paths, changed)
	set.Notes = append(set.Notes, p.notes...)
	set.Errors = append(set.Errors, p.bad...)
	set.Environments = environments(files, f.rules.config)
	return set
}

// environments are the roots that the files lie below, nil when the configuration names none.
func environments(files []source.File, c *config.Config) map[string]string {
	if len(c.Roots) == 0 {
		return nil
	}
	out := map[string]string{}
	for i := range files {
		if abs, err := filepath.Abs(filepath.FromSlash(files[i].Name)); err == nil {
			out[files[i].Name] = c.Environment(filepath.ToSlash(abs))
		}
	}
	return out
}

// reading is told of every file.
func (f *inputFlags) reading(name string) {
	f.progress.reading(name)
	f.log.reading(name)
}

// parse reads files of the work tree, kustomizations built and charts rendered unless the user wants them as they are.
func (f *inputFlags) parse(ctx context.Context, files []source.File, paths []string, changed map[string][]byte) *manifest.Set {
	dir, err := os.Getwd()
	if err != nil || f.render.raw {
		return f.remembered.Plain(files, f.workers)
	}
	dir = filepath.ToSlash(dir)
	tree := source.Tree(source.NewDisk(dir, paths))
	if len(changed) > 0 {
		tree = overlay(tree, changed)
	}
	opt := f.render.options(dir, f.workers)
	opt.Memory = f.remembered
	return render.Read(ctx, files, tree, opt)
}

// parseRevision is parse for the files of a revision.
func (f *inputFlags) parseRevision(ctx context.Context, files []source.File, revision string) (*manifest.Set, error) {
	if f.render.raw {
		set := manifest.Read(files, f.workers)
		set.Environments = environments(files, f.rules.config)
		return set, nil
	}
	tree, err := source.OpenRevision(ctx, revision)
	if err != nil {
		return nil, err
	}
	opt := f.render.options(tree.Dir(), f.workers)
	opt.Vendored = source.Disk{Dir: tree.Dir()}
	set := render.Read(ctx, files, tree, opt)
	set.Environments = environments(files, f.rules.config)
	return set, nil
}

func (p *prepared) options(set *manifest.Set, workers int) lint.Options {
	var pods *lint.Pods
	switch {
	case p.pictures && set == p.set:
		pods = &lint.Pods{}
		p.models = pods
	case p.compares:
		pods = &lint.Pods{}
		p.earlier = pods
	}
	return lint.Options{
		Pods:  pods,
		Rules: p.rules, Query: p.query, Builder: pod.NewBuilder(set, p.pods), Workers: workers, Docs: docsURL,
		Judged: p.judged, Spill: p.spill, Memory: p.said, Severities: p.effect.Severity, Parameters: p.effect.Parameters, At: p.at, Aside: lint.Asides(p.pods.Knowledge, p.paths), Shared: p.shared,
	}
}

// kubeVersion accepts 1.31, v1.31 and v1.31.2 and returns 1.31.
func kubeVersion(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	v, ok := config.Version(s)
	if !ok {
		return "", fmt.Errorf("read --kube-version %q: want a version such as 1.31", s)
	}
	return v, nil
}

// tell writes what went wrong with inputs, and what was left out, to standard error.
func (a *app) tell(errs []lint.Error, notes []lint.Note) {
	for _, e := range report.ErrorsOnce(errs) {
		a.warn("%s: error: %s", position(e.File, e.Line, e.Column), report.Printable(e.Message))
	}
	for _, n := range notes {
		at := ""
		if n.File != "" {
			at = position(n.File, n.Line, 0) + ": "
		}
		a.warn("%snote: %s", at, report.Printable(n.Message))
	}
}

// hint writes what would serve the user better.
func (a *app) hint(hints []string) {
	for _, h := range hints {
		a.warn("note: %s", report.Printable(h))
	}
}

// position renders file:line:column without the parts that are unknown.
func position(file string, line, column int) string {
	s := report.Printable(file)
	if line > 0 {
		s += fmt.Sprintf(":%d", line)
		if column > 0 {
			s += fmt.Sprintf(":%d", column)
		}
	}
	return s
}

// inputStatus judges the inputs: StatusInput when one could not be read or none holds a pod. It says so when nothing else has.
func (a *app) inputStatus(set *manifest.Set, pods, failed int, allowEmpty bool) int {
	switch {
	case failed > 0:
		return StatusInput
	case pods > 0 || allowEmpty:
		return StatusOK
	case set.Files == 0:
		a.warn("podlint: nothing to check: no manifest found (--allow-empty accepts that)")
	default:
		a.warn("podlint: nothing to check: no pod in %s (--allow-empty accepts that)", report.Count(set.Files, "file"))
	}
	return StatusInput
}
