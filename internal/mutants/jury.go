package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/explain"
	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/known"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/regotest"
	"github.com/podlint/podlint/internal/rulestest"
)

// errInvalid says that a mutant does not compile or load, so that it is none.
var errInvalid = errors.New("no valid change")

// jury tries mutants of policies and knowledge against the fixtures and Rego tests of the shipped rules.
type jury struct {
	root     fs.FS // of the project
	base     *knowledge.Base
	judge    explain.Judge // with the rules as they are
	queries  map[string]*policy.Query
	fixtures []fixture
	examples []known.File
	known    *known.Teller
}

type fixture struct {
	rule policy.Rule
	kind string
	explain.Case
}

func newJury(ctx context.Context, root fs.FS) (*jury, error) {
	j := &jury{root: root, queries: map[string]*policy.Query{}}
	var err error
	if j.base, err = j.knowledge(root); err != nil {
		return nil, err
	}
	if j.judge, err = j.load(root, nil); err != nil {
		return nil, err
	}
	if j.examples, err = known.Files(root, "internal/known/testdata"); err != nil {
		return nil, err
	}
	j.known = known.New(j.base)
	folder := policies(root)
	for _, rule := range j.judge.Engine.Rules() {
		query, problems := j.judge.Engine.Prepare(ctx, []string{rule.ID})
		if len(problems) > 0 {
			return nil, rulestest.Problems(problems)
		}
		j.queries[rule.ID] = query
		for _, kind := range []string{explain.Bad, explain.Good} {
			cases, err := explain.Cases(folder, path.Dir(rule.File), kind)
			if err != nil {
				return nil, err
			}
			for _, c := range cases {
				j.fixtures = append(j.fixtures, fixture{rule, kind, c})
			}
		}
	}
	return j, nil
}

// policies is the folder of that name below a root.
func policies(root fs.FS) fs.FS {
	sub, err := fs.Sub(root, "policies")
	if err != nil {
		return root // never: the name is valid
	}
	return sub
}

func (j *jury) knowledge(root fs.FS) (*knowledge.Base, error) {
	sub, err := fs.Sub(root, "policies/knowledge")
	if err != nil {
		return nil, err
	}
	return knowledge.Load(sub)
}

// load loads the policies below a root without those that skip leaves out. The types stay unchecked, so that a changed value counts although
// the schema has no such value.
func (j *jury) load(root fs.FS, skip func(string) bool) (explain.Judge, error) {
	engine, problems := policy.Load([]policy.Source{{FS: policies(root), Skip: skip}}, policy.Options{})
	if len(problems) > 0 {
		return explain.Judge{}, rulestest.Problems(problems)
	}
	return explain.Judge{Engine: engine, Pods: pod.Options{Knowledge: j.base}}, nil
}

// believes tells whether the examples of what is known are as they should be. Those that a file of knowledge is about come first.
func (j *jury) believes(t *known.Teller, file string) (bool, error) {
	of := strings.TrimSuffix(path.Base(file), ".yaml")
	slices.SortStableFunc(j.examples, func(a, b known.File) int { return cmp.Compare(a.About(of), b.About(of)) })
	for i := range j.examples {
		if same, err := j.examples[i].Holds(t); err != nil || !same {
			return false, err
		}
	}
	return true, nil
}

// sound fails unless everything passes without a mutant, because else every mutant would seem to be killed.
func (j *jury) sound(ctx context.Context) error {
	for i := range j.fixtures {
		if f := &j.fixtures[i]; !j.holds(ctx, j.judge, j.queries[f.rule.ID], f) {
			return fmt.Errorf("policies/%s fails as it is: mutants show nothing before all tests pass", f.File)
		}
	}
	if same, err := j.believes(j.known, ""); err != nil || !same {
		return errors.Join(errors.New("the examples in internal/known fail as they are: mutants show nothing before all tests pass"), err)
	}
	if failed, err := j.tests(ctx, j.root, nil); err != nil || failed {
		return errors.Join(errors.New("the Rego tests fail as they are: mutants show nothing before all tests pass"), err)
	}
	return nil
}

// holds tells whether a fixture passes.
func (j *jury) holds(ctx context.Context, judge explain.Judge, query *policy.Query, f *fixture) bool {
	var t rulestest.Test
	rulestest.Check(&t, f.kind, f.Data, judge.Run(ctx, query, f.rule, f.File, f.Data))
	return t.Status == rulestest.Pass
}

// tests tells whether a Rego test below a root fails; skip leaves files out.
func (j *jury) tests(ctx context.Context, root fs.FS, skip func(string) bool) (bool, error) {
	report, err := regotest.Run(ctx, regotest.Request{Sources: []policy.Source{{FS: policies(root), Skip: skip}}})
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(report.Results, func(r regotest.Result) bool { return !r.Pass && !r.Skip }), nil
}

// try tells whether a test fails because of a mutant.
func (j *jury) try(ctx context.Context, m *mutant) (killed bool, err error) {
	text, err := m.apply()
	if err != nil {
		return false, err
	}
	root := overlay{FS: j.root, name: m.file, text: text}
	switch m.room {
	case "rules":
		return j.tryRule(ctx, root)
	case "library":
		return j.tryLibrary(ctx, root)
	}
	return j.tryKnowledge(ctx, root, m)
}

// tryRule asks what stands beside the rule: nothing else refers to it.
func (j *jury) tryRule(ctx context.Context, root overlay) (bool, error) {
	file := strings.TrimPrefix(root.name, "policies/")
	others := func(name string) bool { return !strings.HasPrefix(name, "lib/") && path.Dir(name) != path.Dir(file) }
	judge, err := j.load(root, others)
	if err != nil {
		return false, errInvalid
	}
	killed, err := j.judged(ctx, judge, func(f *fixture) bool { return f.rule.File == file })
	if killed || err != nil {
		return killed, err
	}
	return j.failing(ctx, root, func(name string) bool {
		return others(name) || path.Dir(name) != path.Dir(file) && strings.HasSuffix(name, "_test.rego")
	})
}

// tryLibrary asks the library's own tests, then all rules, those that name the package first.
func (j *jury) tryLibrary(ctx context.Context, root overlay) (bool, error) {
	judge, err := j.load(root, nil)
	if err != nil {
		return false, errInvalid
	}
	if killed, err := j.failing(ctx, root, func(name string) bool { return !strings.HasPrefix(name, "lib/") }); killed || err != nil {
		return killed, err
	}
	name := "data.podlint.lib." + path.Base(path.Dir(root.name))
	imports := func(f *fixture) bool {
		text, err := fs.ReadFile(j.root, "policies/"+f.rule.File)
		return err == nil && strings.Contains(string(text), name)
	}
	if killed, err := j.judged(ctx, judge, imports); killed || err != nil {
		return killed, err
	}
	if killed, err := j.judged(ctx, judge, func(f *fixture) bool { return !imports(f) }); killed || err != nil {
		return killed, err
	}
	return j.failing(ctx, root, nil)
}

// failing is tests for a mutant.
func (j *jury) failing(ctx context.Context, root fs.FS, skip func(string) bool) (bool, error) {
	failed, err := j.tests(ctx, root, skip)
	if _, faulty := errors.AsType[*regotest.Faults](err); faulty {
		return false, errInvalid
	}
	return failed, err
}

// judged tells whether one of the fixtures that it picks fails with other rules.
func (j *jury) judged(ctx context.Context, judge explain.Judge, picks func(*fixture) bool) (bool, error) {
	queries := map[string]*policy.Query{}
	for i := range j.fixtures {
		f := &j.fixtures[i]
		if !picks(f) {
			continue
		}
		if queries[f.rule.ID] == nil {
			query, problems := judge.Engine.Prepare(ctx, []string{f.rule.ID})
			if len(problems) > 0 {
				return false, errInvalid
			}
			queries[f.rule.ID] = query
		}
		if !j.holds(ctx, judge, queries[f.rule.ID], f) {
			return true, nil
		}
	}
	return false, ctx.Err()
}

// tryKnowledge asks the examples of what is known, and judges all fixtures, with other knowledge.
func (j *jury) tryKnowledge(ctx context.Context, root overlay, m *mutant) (bool, error) {
	base, err := j.knowledge(root)
	if err != nil {
		return false, errInvalid
	}
	if same, err := j.believes(j.known.With(base), m.file); err != nil || !same {
		return !same, err
	}
	judge := j.judge
	judge.Pods.Knowledge = base
	for i := range j.fixtures {
		if f := &j.fixtures[i]; !j.holds(ctx, judge, j.queries[f.rule.ID], f) {
			return true, nil
		}
	}
	return tryPackages(ctx, m, "./internal/knowledge", "-skip", "TestShippedIsFresh|TestLoadTakesShipped")
}
