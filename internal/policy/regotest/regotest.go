// Package regotest runs the test_ rules of policies with OPA's own test runner. It stands apart from package policy, which a lint
// run needs, because the runner brings much of OPA that a lint run does not.
package regotest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"

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
	Message  string
	Output   string // of print
	Duration time.Duration
}

// Coverage tells which lines of which file the tests never reached.
type Coverage struct {
	Percent float64
	Missed  map[string][]Lines
}

// Lines is a range of lines, both ends included.
type Lines struct{ First, Last int }

// Test runs the test rules of all sources whose full name (package and rule) matches run; all when run is nil. data is what the
// tests find under data beside the policies, nil for nothing.
func Test(ctx context.Context, sources []policy.Source, run *regexp.Regexp, data map[string]any) ([]Result, *Coverage, error) {
	modules, err := parse(sources)
	if err != nil {
		return nil, nil, err
	}
	if data == nil {
		data = map[string]any{}
	}
	store := inmem.NewFromObject(data)
	txn, err := store.NewTransaction(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("open the store of the tests: %w", err)
	}
	defer store.Abort(ctx, txn)
	covered := cover.New()
	runner := tester.NewRunner().
		SetCompiler(ast.NewCompiler().WithCapabilities(policy.Sandbox()).WithEnablePrintStatements(true)).
		SetStore(store).
		SetModules(modules).
		SetCoverageQueryTracer(covered).
		CapturePrintOutput(true).
		RaiseBuiltinErrors(true).
		SetTimeout(time.Minute)
	if run != nil {
		runner = runner.Filter(run.String())
	}
	found, err := runner.RunTests(ctx, txn)
	if err != nil {
		return nil, nil, fmt.Errorf("run tests: %w", err)
	}
	var out []Result
	for r := range found {
		out = append(out, result(r))
	}
	return out, coverage(covered.Report(modules)), nil
}

func result(r *tester.Result) Result {
	out := Result{Package: r.Package, Name: r.Name, Pass: r.Pass(), Skip: r.Skip, Output: string(r.Output), Duration: r.Duration}
	if r.Location != nil {
		out.File, out.Line = r.Location.File, r.Location.Row
	}
	switch {
	case r.Error != nil:
		out.Message = r.Error.Error()
	case r.Fail && r.FailedAt != nil && r.FailedAt.Location != nil:
		out.Message = fmt.Sprintf("%s:%d: %s", out.File, r.FailedAt.Location.Row, r.FailedAt.Location.Text)
	case r.Fail:
		out.Message = "the test does not hold"
	}
	return out
}

// coverage leaves the test files out: a test that is not run covers nothing of interest.
func coverage(report cover.Report) *Coverage {
	out := &Coverage{Missed: map[string][]Lines{}}
	hit, missed := 0, 0
	for name, file := range report.Files {
		if strings.HasSuffix(name, "_test.rego") {
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

// parse reads every Rego file of the sources, tests included.
func parse(sources []policy.Source) (map[string]*ast.Module, error) {
	out := map[string]*ast.Module{}
	var errs []error
	for _, src := range sources {
		err := fs.WalkDir(src.FS, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".rego") {
				return err
			}
			text, err := fs.ReadFile(src.FS, name)
			if err != nil {
				return err
			}
			file := path.Join(src.Name, name)
			m, err := ast.ParseModule(file, string(text))
			if err != nil {
				errs = append(errs, err)
				return nil
			}
			out[file] = m
			return nil
		})
		if err != nil {
			errs = append(errs, fmt.Errorf("read tests: %w", err))
		}
	}
	return out, errors.Join(errs...)
}
