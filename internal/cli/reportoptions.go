package cli

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/podlint/podlint/internal/report"
	"github.com/podlint/podlint/internal/source"
)

// reportOptions collects what reports say besides the result. a.status is final by then.
func (a *app) reportOptions(f *lintFlags) report.Options {
	opt := report.Options{
		Color: useColor(f.color.value, os.Getenv, isTerminal(a.stdout)), Quiet: f.quiet, Suppressed: f.gate.show, Statistics: f.statistics,
		Version: readBuild().Version, Status: a.status, Category: f.category, IncludeSuppressed: f.inSARIF,
		MaxPerRule:  f.perRule(isTerminal(a.stdout)),
		StepSummary: os.Getenv("GITHUB_STEP_SUMMARY"),
		Warn:        func(line string) { a.warn("podlint: %s", line) },
	}
	dir, err := os.Getwd()
	if err != nil {
		return opt // names stay as they were typed
	}
	at := newPlacer(dir)
	opt.Root, opt.Place = filepath.ToSlash(at.root), at.place
	return opt
}

// hints are notes about formats that would serve the user better where podlint runs.
func hints(outputs []string, getenv func(string) string) []string {
	if getenv("GITHUB_ACTIONS") != "true" {
		return nil
	}
	for _, o := range outputs {
		if name, _, _ := strings.Cut(o, "="); name == "github" || name == "sarif" {
			return nil
		}
	}
	return []string{"in GitHub Actions -o github shows violations at their lines in the pull request"}
}

// placer names files as the host of the repository does.
type placer struct {
	dir, root string            // the working directory and the root of the repository, links resolved
	known     map[string]string // place by name
}

// newPlacer takes the nearest folder from dir upwards that holds .git for the root, and dir itself when there is none.
func newPlacer(dir string) *placer {
	dir = resolve(dir)
	p := &placer{dir: dir, root: dir, known: map[string]string{}}
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			p.root = at
			return p
		}
		if at == filepath.Dir(at) {
			return p
		}
	}
}

// resolve follows links; a path that does not exist stays as it is.
func resolve(path string) string {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		return target
	}
	return path
}

// place returns the path of a file from the root, with links resolved as far as the target lies below the root: a host shows what is
// in the repository. A file elsewhere keeps its absolute path.
func (p *placer) place(name string) string {
	if name == "" || name == source.StdinName {
		return name
	}
	if at, ok := p.known[name]; ok {
		return at
	}
	at := p.find(filepath.FromSlash(name))
	p.known[name] = at
	return at
}

func (p *placer) find(name string) string {
	if !filepath.IsAbs(name) {
		name = filepath.Join(p.dir, name)
	}
	for _, path := range []string{resolve(name), name} {
		if rel, err := filepath.Rel(p.root, path); err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return filepath.ToSlash(rel)
		}
	}
	return filepath.ToSlash(name)
}
