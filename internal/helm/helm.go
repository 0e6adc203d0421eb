// Package helm renders Helm charts with the helm program and finds, for every value that comes out, the line of the template that made it.
package helm

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/safefile"
	"github.com/podlint/podlint/internal/source"
)

// Options of a rendering. The zero value renders as helm template DIR does.
type Options struct {
	// Program is the helm to run; empty: the one on the PATH.
	Program string
	// Values are files that are merged over the values of each chart, in their order; absolute names.
	Values []string
	// Choices are files of values for some charts, by the folders of the charts: each list is a choice that takes the place of all others. Names
	// are absolute.
	Choices map[string][][]string
	// Deployments are objects that deploy charts, by the folders of the charts. Each is one more choice.
	Deployments map[string][]Deployment
	// Only are the folders of charts that are rendered as they are deployed, and not otherwise.
	Only map[string]bool
	// Set are settings as in image.tag=1.2, which win over all files.
	Set []string
	// Release is the name of the release; empty: release-name, as helm has it.
	Release string
	// Namespace is that of the release; empty: default.
	Namespace string
	// KubeVersion is the version of the cluster that templates are told; empty: helm's own idea, or the newest that the chart allows.
	KubeVersion string
	// APIVersions are APIs that templates are told the cluster has, such as example.com/v1, beside those of Kubernetes and usualAPIs.
	APIVersions []string
	// Cache keeps what helm prints for the next Render; nil: nothing is kept.
	Cache *Cache

	setText   []string
	unchecked bool
}

func (o *Options) release() string   { return cmp.Or(o.Release, stopgap) }
func (o *Options) namespace() string { return cmp.Or(o.Namespace, "default") }

// stopgap is what helm calls a release that nobody names.
const stopgap = "release-name"

// stopgap is the name of the release where the user gave none, and what deploys the chart neither.
func (r *run) stopgap(opt *Options) string {
	if opt.Release != "" || r.by != nil && r.by.Release != "" {
		return ""
	}
	return stopgap
}

// Project is the place of charts.
type Project struct {
	Tree source.Tree
	// Vendored is where charts/ of a chart is read from when Tree has none: many repositories keep it out of git. Nil: nowhere.
	Vendored source.Tree
	// Top is the folder beyond which nothing of the project of a folder lies. Nil: the folder itself.
	Top func(dir string) string
	// Name is a file as the user would type it.
	Name func(abs string) string
}

// Result is what became of charts.
type Result struct {
	// Sets are what was rendered: one for each chart and each choice of values.
	Sets []*manifest.Set
	// Sources are files that violations may lie in, by the names under which they are reported.
	Sources map[string][]byte
	// Templates are those of them that made what is in Sets.
	Templates []manifest.Template
	// Values are the documents of the files of values that were given to them.
	Values []*manifest.Object
	Errors []manifest.Error
	Notes  []string
}

// workers is how many runs of helm go on at a time, and how many charts are held.
func workers() int { return max(runtime.GOMAXPROCS(0), 2) }

// Render renders the charts in folders of the tree, in their order. The work tree is not touched: helm gets a copy of each chart, which is
// gone when Render returns.
func Render(ctx context.Context, project Project, dirs []string, opt Options) *Result {
	return renderWithin(ctx, project, dirs, opt, usualLimits())
}

func renderWithin(ctx context.Context, project Project, dirs []string, opt Options, l limits) *Result {
	r := &renderer{
		project: project, opt: opt, result: newResult(), program: program{taken: newAccount(l)}, slots: make(chan struct{}, workers()),
	}
	charts := r.load(dirs)
	if len(charts) == 0 {
		return r.result
	}
	if err := r.begin(); err != nil {
		r.missing(charts, err)
		return r.result
	}
	defer func() { _ = os.RemoveAll(r.dir) }() // it lies among temporary files
	r.render(ctx, charts)
	return r.result
}

// renderer is the state of one Render.
type renderer struct {
	project Project
	opt     Options
	program program
	dir     string   // temporary
	values  []string // the user's files, as copied
	result  *Result
	slots   chan struct{} // for runs of helm

	userValues []*valueFile
}

// begin finds the program and makes the temporary folder.
func (r *renderer) begin() error {
	var err error
	if r.program.path = r.opt.Program; r.program.path == "" {
		if r.program.path, err = Program(); err != nil {
			return err
		}
	}
	if r.dir, err = os.MkdirTemp("", "podlint-helm-"); err != nil {
		return cause(err)
	}
	r.program.home = filepath.Join(r.dir, "home")
	return os.Mkdir(r.program.home, 0o700)
}

// missing reports once that no chart can be rendered.
func (r *renderer) missing(charts []*chart, err error) {
	first, more := charts[0], ""
	if len(charts) > 1 {
		more = fmt.Sprintf(" (and %d more)", len(charts)-1)
	}
	r.fail(first.start(fmt.Sprintf("cannot render the chart%s: %v; install helm, lint its output: helm template %s | podlint lint -, or read raw: --no-render",
		more, err, first.shown)))
}

func (r *renderer) fail(e manifest.Error) { r.result.Errors = append(r.result.Errors, e) }

func (r *renderer) note(format string, args ...any) {
	r.result.Notes = append(r.result.Notes, fmt.Sprintf(format, args...))
}

func newResult() *Result { return &Result{Sources: map[string][]byte{}} }

// render renders the charts, a few at a time, so that only these are held. What becomes of them is told in their order.
func (r *renderer) render(ctx context.Context, charts []*chart) {
	if !r.copyValues() {
		return
	}
	results := make([]*Result, len(charts))
	var group sync.WaitGroup
	held := make(chan struct{}, workers())
	for i, c := range charts {
		held <- struct{}{}
		group.Go(func() {
			defer func() { <-held }()
			one := *r
			one.result, one.program.taken = newResult(), r.program.taken.chart()
			one.chart(ctx, c, filepath.Join(r.dir, strconv.Itoa(i)))
			results[i] = one.result
		})
	}
	group.Wait()
	for _, one := range results {
		r.result.add(one)
	}
}

// chart renders one of the charts in a temporary folder.
func (r *renderer) chart(ctx context.Context, c *chart, dir string) {
	defer func() { _ = os.RemoveAll(dir) }() // it lies among temporary files
	if ctx.Err() != nil || !r.prepare(c, dir) {
		return
	}
	r.run(ctx, c)
	if ctx.Err() == nil {
		r.finish(ctx, c)
	}
}

// add adds what became of another chart.
func (r *Result) add(one *Result) {
	r.Sets = append(r.Sets, one.Sets...)
	maps.Copy(r.Sources, one.Sources)
	r.Templates = append(r.Templates, one.Templates...)
	r.Values = append(r.Values, one.Values...)
	r.Notes = append(r.Notes, one.Notes...)
	for _, e := range one.Errors {
		if !slices.Contains(r.Errors, e) {
			r.Errors = append(r.Errors, e)
		}
	}
}

// run runs helm for every choice of values.
func (r *renderer) run(ctx context.Context, c *chart) {
	r.runAll(ctx, c)
	if said := c.refusal(); said != "" && r.opt.KubeVersion == "" && r.findVersion(ctx, c) {
		r.note("%s: rendered for Kubernetes %s, the newest that its kubeVersion %s allows; --kube-version names another", c.shown, c.kube, said)
		r.runAll(ctx, c)
	}
}

func (r *renderer) runAll(ctx context.Context, c *chart) {
	var jobs []func()
	for _, run := range c.runs {
		jobs = append(jobs, func() { run.plain.text, run.plain.err = r.template(ctx, c, c.copies.plain, run) })
		if c.full.letters != 0 {
			jobs = append(jobs, func() { run.full.text, run.full.err = r.template(ctx, c, c.copies.full, run) })
		}
	}
	r.inParallel(jobs)
}

// template runs helm template on a copy of a chart.
func (r *renderer) template(ctx context.Context, c *chart, dir string, run *run) (string, error) {
	opt := r.opt
	opt.KubeVersion, opt.unchecked = cmp.Or(opt.KubeVersion, c.kube), c.unchecked
	if by := run.by; by != nil {
		opt.KubeVersion = cmp.Or(by.KubeVersion, opt.KubeVersion)
		opt.APIVersions = slices.Concat(opt.APIVersions, by.APIVersions)
		opt.setText = by.SetText
		opt.Release, opt.Namespace = cmp.Or(by.Release, opt.Release), cmp.Or(by.Namespace, opt.Namespace)
		opt.Set = slices.Concat(by.Set, opt.Set)
	}
	return r.printed(c, dir, &opt, run.files, func() (string, error) { return r.program.template(ctx, dir, &opt, run.files) })
}

// inParallel does jobs side by side, as many as all charts together may.
func (r *renderer) inParallel(jobs []func()) {
	var group sync.WaitGroup
	for _, job := range jobs {
		r.slots <- struct{}{}
		group.Go(func() {
			defer func() { <-r.slots }()
			job()
		})
	}
	group.Wait()
}

// maxValues is the largest file of values that is read, in bytes.
const maxValues = 16 << 20

// copyValues copies the user's files of values, which may be those of a revision. false: one cannot be read.
func (r *renderer) copyValues() bool {
	for i, file := range r.opt.Values {
		data, err := r.project.Tree.ReadFile(file)
		if err != nil { // in a revision, one that lies elsewhere or is new
			data, err = safefile.For(file).Read(file, maxValues)
		}
		if err != nil {
			err = errors.New(safefile.Reason(err))
		} else {
			err = writeFile(r.dir, fmt.Sprintf("values-%d.yaml", i), data)
		}
		if err != nil {
			r.fail(manifest.Error{File: r.project.Name(file), Message: "cannot read the values: " + err.Error()})
			return false
		}
		r.values = append(r.values, filepath.Join(r.dir, fmt.Sprintf("values-%d.yaml", i)))
		r.result.Sources[r.project.Name(file)] = data
		read := newValueFile(r.project.Name(file), data)
		if len(read.errors) > 0 {
			r.fail(read.errors[0])
			return false
		}
		r.userValues = append(r.userValues, read)
	}
	return true
}

// finish makes sets of what helm printed for a chart.
func (r *renderer) finish(ctx context.Context, c *chart) {
	rendered, empty := 0, true
	var failed []*run
	for _, run := range c.runs {
		if run.plain.err != nil {
			failed = append(failed, run)
			continue
		}
		rendered++
		set := r.read(ctx, c, run)
		empty = empty && len(set.Objects) == 0
		r.result.Sets = append(r.result.Sets, set)
	}
	for _, run := range failed {
		r.tell(c, run, rendered > 0)
	}
	if rendered > 0 {
		r.show(c)
	}
	if rendered > 0 && empty {
		r.tellEmpty(c)
	}
}

// tellEmpty says that a chart which could make objects makes none, and which files beside its values could be other ones: a chart that is off by
// default is not checked otherwise, and nobody would know.
func (r *renderer) tellEmpty(c *chart) {
	makes := slices.ContainsFunc(sortedNames(c.templates), func(name string) bool {
		return !strings.HasPrefix(path.Base(name), "_") && !isNotes(name) && len(bytes.TrimSpace(c.templates[name].data)) > 0
	})
	if !makes {
		return
	}
	var others []string
	for _, name := range sortedNames(c.files) {
		ext := path.Ext(name)
		if path.Dir(name) == "." && (ext == ".yaml" || ext == ".yml") && name != "Chart.yaml" && name != "values.yaml" && !isBeside(name) {
			others = append(others, name)
		}
	}
	with := "other values can be named with render.helm.charts or --helm-values"
	if len(others) > 0 {
		with = strings.Join(others[:min(3, len(others))], ", ") + " beside them can be named with render.helm.charts or --helm-values"
	}
	r.note("%s: nothing is rendered with its values, so nothing of it is checked; %s", c.shown, with)
}

// tell says why a run failed: in a note when nobody asked for it; others tells that other runs did not fail.
func (r *renderer) tell(c *chart, run *run, others bool) {
	why := r.located(c, run)
	said := strings.TrimPrefix(why[0].Message, cannot)
	switch {
	case run.tried && run.by != nil:
		r.note("%s: not rendered: %s", run.from, said)
		return
	case run.tried && others:
		r.note("%s: not rendered with %s: %s", c.shown, run.values(), said)
		return
	case run.tried && len(run.over) > 0: // what keeps the chart from being rendered at all is said of its own values
		return
	}
	for _, e := range why {
		if !slices.Contains(r.result.Errors, e) { // what is the matter with each choice of values is said once
			r.fail(e)
		}
	}
}

// show hands out the files that violations may lie in.
func (r *renderer) show(c *chart) {
	for _, name := range sortedNames(c.templates) {
		t := c.templates[name]
		r.result.Sources[t.shown] = t.data
		r.result.Templates = append(r.result.Templates, manifest.Template{Name: t.shown, Printed: t.printed})
	}
	for name, f := range c.valueFiles {
		if f.object != nil {
			r.result.Sources[f.object.File] = c.files[name]
		}
	}
	for _, name := range sortedNames(c.valueFiles) {
		if f := c.valueFiles[name]; path.Base(name) == "values.yaml" {
			r.addValues(f)
		}
	}
	for _, run := range c.runs {
		for _, f := range run.over {
			r.addValues(f)
		}
	}
	for _, f := range r.userValues {
		r.addValues(f)
	}
}

// addValues hands out a file of values; those in an object of a manifest are there already.
func (r *renderer) addValues(f *valueFile) {
	if f.object != nil && len(f.prefix) == 0 && !slices.Contains(r.result.Values, f.object) {
		r.result.Values = append(r.result.Values, f.object)
	}
}

// join is the absolute name of a file of the copy.
func (c *chart) join(name string) string {
	for folder := path.Dir(name); folder != "."; folder = path.Dir(folder) {
		if dir, ok := c.local[folder]; ok {
			return path.Join(dir, strings.TrimPrefix(name, folder+"/"))
		}
	}
	return path.Join(c.dir, name)
}
