// Package regotest runs the test_ rules of policies with OPA's own test runner. It stands apart from package policy, which a lint
// run needs, because the runner brings much of OPA that a lint run does not.
package regotest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"

	"github.com/podlint/podlint/internal/policy"
)

// Result is the outcome of one test rule.
type Result struct {
	Package  string // as data.podlint.rules.coupling.unmounted_volume_test
	Name     string
	File     string
	Line     int
	Pass     bool
	Skip     bool // a todo_test_ rule
	Idle     bool // the test looks at no rule, or at a set in a way that always holds: it can not fail
	Message  string
	FailedAt int    // the line of the expression that does not hold; 0 when it is not known
	Output   string // of print
	Duration time.Duration
}

// Coverage tells which lines of which file the tests never reached.
type Coverage struct {
	Percent float64            `json:"percent"`
	Missed  map[string][]Lines `json:"missed"`
}

// Lines is a range of lines, both ends included.
type Lines struct {
	First int `json:"first"`
	Last  int `json:"last"`
}

// Request says what to run.
type Request struct {
	Sources []policy.Source
	// Run picks the tests whose full name (package and rule) matches; nil means all.
	Run *regexp.Regexp
	// Data is what the tests find under data beside the policies.
	Data map[string]any
	// Inputs are judged by rules beside the tests, for the coverage alone.
	Inputs []Input
	// Limit bounds one test; zero means a minute.
	Limit time.Duration
	// Covered asks for Report.Coverage of the files for which it returns true. It costs three times the time. Files of tests never count.
	Covered func(file string) bool
}

// Input is a document for the rule whose violations lie at Ref.
type Input struct {
	Ref   string // as data.podlint.rules.coupling.unmounted_volume.violation
	Value any
}

// Report is what came of a request.
type Report struct {
	Results  []Result // by file and line
	Coverage *Coverage
}

// Test runs the test rules of all sources whose full name (package and rule) matches run; all when run is nil. data is what the
// tests find under data beside the policies, nil for nothing.
func Test(ctx context.Context, sources []policy.Source, run *regexp.Regexp, data map[string]any) ([]Result, *Coverage, error) {
	report, err := Run(ctx, Request{Sources: sources, Run: run, Data: data, Covered: every})
	if err != nil {
		return nil, nil, err
	}
	return report.Results, report.Coverage, nil
}

func every(string) bool { return true }

// Run runs the tests. A fault of the policies or of the tests themselves is an error of type [*Faults].
func Run(ctx context.Context, req Request) (*Report, error) {
	modules, texts, err := parse(req.Sources)
	if err != nil {
		return nil, faults(err, texts)
	}
	store := inmem.NewFromObject(orEmpty(req.Data))
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		return nil, fmt.Errorf("open the store of the tests: %w", err)
	}
	defer store.Abort(ctx, txn)
	compiler := ast.NewCompiler().WithCapabilities(policy.Sandbox()).WithEnablePrintStatements(true)
	covered, limit := cover.New(), cmp.Or(req.Limit, time.Minute)
	runner := req.runner(compiler, covered).SetStore(store).SetModules(modules)
	out := &Report{}
	err = policy.GuardAll(ctx, allTests, func(ctx context.Context) error {
		found, err := runner.RunTests(ctx, txn)
		if err != nil {
			return faults(err, texts)
		}
		for r := range found {
			out.Results = append(out.Results, result(r, limit))
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, stopped(err, out.Results)
	}
	markIdle(compiler, out.Results)
	for i := range out.Results {
		if out.Results[i].Message == noReason {
			why(ctx, compiler, store, txn, &out.Results[i], limit)
		}
	}
	sortResults(out.Results)
	if req.Covered == nil {
		return out, nil
	}
	for _, in := range req.Inputs {
		if err := judge(ctx, compiler, store, txn, covered, in, limit); err != nil {
			return nil, err
		}
	}
	out.Coverage = coverage(covered.Report(modules), req.Covered)
	return out, nil
}

// allTests bounds a whole run.
const allTests = 10 * time.Minute

func (req Request) runner(compiler *ast.Compiler, covered *cover.Cover) *tester.Runner {
	runner := tester.NewRunner().
		SetCompiler(compiler).
		CapturePrintOutput(true).
		RaiseBuiltinErrors(true).
		SetTimeout(cmp.Or(req.Limit, time.Minute))
	if req.Covered != nil {
		runner = runner.SetCoverageQueryTracer(covered)
	}
	if req.Run != nil {
		runner = runner.Filter(req.Run.String())
	}
	return runner
}

// judge asks a rule about an input, so that the lines it reaches count as covered. What it finds, and where it fails, is judged
// elsewhere.
func judge(ctx context.Context, c *ast.Compiler, store storage.Store, txn storage.Transaction, covered *cover.Cover, in Input, limit time.Duration) error {
	value, err := ast.InterfaceToValue(in.Value)
	if err != nil {
		return fmt.Errorf("convert fixture: %w", err)
	}
	body, err := ast.ParseBody(in.Ref)
	if err != nil {
		return fmt.Errorf("refer to rule: %w", err)
	}
	return policy.Guard(ctx, limit, func(ctx context.Context) error {
		cancel := topdown.NewCancel()
		stop := context.AfterFunc(ctx, cancel.Cancel)
		defer stop()
		_, err := topdown.NewQuery(body).WithCompiler(c).WithStore(store).WithTransaction(txn).WithInput(ast.NewTerm(value)).
			WithCancel(cancel).WithQueryTracer(covered).Run(ctx)
		if _, failed := errors.AsType[*topdown.Error](err); failed {
			return nil
		}
		return err
	})
}

// stopped names the test at which a run was stopped: the one that was cancelled.
func stopped(err error, results []Result) error {
	for _, r := range results {
		if strings.HasPrefix(r.Message, "stopped") {
			return fmt.Errorf("%s:%d: test %s: %w", r.File, r.Line, r.Name, err)
		}
	}
	return err
}

func sortResults(rs []Result) {
	slices.SortFunc(rs, func(a, b Result) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), strings.Compare(a.Name, b.Name))
	})
}

func orEmpty(data map[string]any) map[string]any {
	if data == nil {
		return map[string]any{}
	}
	return data
}

// List names the tests of all sources by file and line, without running them.
func List(sources []policy.Source) ([]Result, error) {
	modules, texts, err := parse(sources)
	if err != nil {
		return nil, faults(err, texts)
	}
	var out []Result
	for file, m := range modules {
		for _, r := range m.Rules {
			name, _ := r.Head.Ref()[0].Value.(ast.Var)
			if strings.HasPrefix(string(name), tester.TestPrefix) || strings.HasPrefix(string(name), tester.SkipTestPrefix) {
				out = append(out, Result{Package: m.Package.Path.String(), Name: string(name), File: file, Line: r.Loc().Row})
			}
		}
	}
	sortResults(out)
	return out, nil
}

// noReason is all that the runner says of a test that failed.
const noReason = "the test does not hold"

func result(r *tester.Result, limit time.Duration) Result {
	out := Result{Package: r.Package, Name: r.Name, Pass: r.Pass(), Skip: r.Skip, Output: string(r.Output), Duration: r.Duration}
	if r.Location != nil {
		out.File, out.Line = r.Location.File, r.Location.Row
	}
	switch {
	case topdown.IsCancel(r.Error):
		out.Message = fmt.Sprintf("stopped, still running after %v", limit)
	case r.Error != nil:
		out.Message = r.Error.Error()
	case r.Fail:
		out.Message = noReason
	}
	return out
}

// coverage leaves the test files out: a test that is not run covers nothing of interest.
func coverage(report cover.Report, counts func(string) bool) *Coverage {
	out := &Coverage{Missed: map[string][]Lines{}}
	hit, missed := 0, 0
	for name, file := range report.Files {
		if strings.HasSuffix(name, "_test.rego") || !counts(name) {
			continue
		}
		for _, r := range file.Covered {
			hit += r.End.Row - r.Start.Row + 1
		}
		for _, r := range file.NotCovered {
			missed += r.End.Row - r.Start.Row + 1
			out.Missed[name] = append(out.Missed[name], Lines{First: r.Start.Row, Last: r.End.Row})
		}
	}
	if hit+missed > 0 {
		out.Percent = 100 * float64(hit) / float64(hit+missed)
	}
	return out
}

// parse reads every Rego file of the sources, tests included, and returns the texts by file, too.
func parse(sources []policy.Source) (map[string]*ast.Module, map[string]string, error) {
	out, texts := map[string]*ast.Module{}, map[string]string{}
	var errs ast.Errors
	for _, src := range sources {
		names, err := regoFiles(src)
		if err != nil {
			return nil, nil, fmt.Errorf("read tests: %w", err)
		}
		for _, name := range names {
			text, err := fs.ReadFile(src.FS, name)
			if err != nil {
				return nil, nil, fmt.Errorf("read tests: %w", err)
			}
			file := path.Join(src.Name, name)
			texts[file] = string(text)
			m, err := ast.ParseModule(file, string(text))
			if found, ok := errors.AsType[ast.Errors](err); ok {
				errs = append(errs, found...)
			} else if err != nil {
				return nil, nil, fmt.Errorf("read tests: %w", err)
			}
			if m != nil {
				out[file] = m
			}
		}
	}
	if len(errs) > 0 {
		return nil, texts, errs
	}
	return out, texts, nil
}

// regoFiles lists the Rego files of a source. Hidden folders stay out.
func regoFiles(src policy.Source) ([]string, error) {
	var out []string
	err := fs.WalkDir(src.FS, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && strings.HasPrefix(d.Name(), "."):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".rego") || (src.Skip != nil && src.Skip(name)):
			return nil
		}
		out = append(out, name)
		return nil
	})
	return out, err
}

// Faults are what is wrong with policies or tests.
type Faults struct{ Problems []policy.Problem }

// Error lists the problems, one on each line.
func (f *Faults) Error() string {
	lines := make([]string, 0, len(f.Problems))
	for _, p := range f.Problems {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

// faults gives errors of OPA that have a place the form of problems; any other error stays as it is.
func faults(err error, texts map[string]string) error {
	if _, ok := errors.AsType[ast.Errors](err); !ok {
		return err
	}
	return &Faults{Problems: policy.Problems(err, texts)}
}
