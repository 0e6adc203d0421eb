// Package rulestest tests rules: it runs their Rego tests and their fixtures, the manifests in bad/ and good/ beside a rule.
// `podlint test` and the tests of the shipped rules come from here.
package rulestest

import (
	"context"
	"errors"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/podlint/podlint/internal/explain"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/regotest"
)

// Options of a run.
type Options struct {
	Sources []policy.Source // the folders under test
	Library policy.Source   // what their rules may import; its own tests are not run
	Schema  []byte          // of the input; nil leaves the types unchecked
	Pods    pod.Options
	// Configured gives the rules settings in place of their defaults; nil leaves them as they are.
	Configured func(rules []policy.Rule) (map[string]map[string]any, []policy.Problem)
	// Export takes data.fixtures as the Rego tests find it, as JSON; nil when nobody wants it.
	Export  func(data []byte) error
	Run     *regexp.Regexp // picks tests by RULE/TEST, as max-containers/bad/pod.yaml; nil means all
	Covered bool           // ask for Report.Coverage
	// Update writes the # want comments of bad fixtures as the rules speak now; nil compares.
	Update func(file string, data []byte) error
}

// Status is the outcome of a test.
type Status string

// The outcomes.
const (
	Pass Status = "pass"
	Fail Status = "fail"
	Skip Status = "skip"
)

// Report is what came of a run.
type Report struct {
	Rules    []Rule             `json:"rules"`
	Summary  Summary            `json:"summary"`
	Coverage *regotest.Coverage `json:"coverage,omitempty"`

	Notes []policy.Problem `json:"-"` // on what the policies may not mean
}

// Summary counts the tests.
type Summary struct {
	Rules      int   `json:"rules"`
	Passed     int   `json:"passed"`
	Failed     int   `json:"failed"`
	Skipped    int   `json:"skipped"`
	DurationMS int64 `json:"duration_ms"`
}

// Rule is the tests of one rule. Tests that belong to no rule, those of a library, stand under the name of their package.
type Rule struct {
	ID    string `json:"id"`
	File  string `json:"file"`
	Tests []Test `json:"tests"`
}

// Test is one test: a test_ rule, or a fixture as bad/pod.yaml.
type Test struct {
	Name    string        `json:"name"`
	Kind    string        `json:"kind"` // rego | fixture | rule
	Status  Status        `json:"status"`
	File    string        `json:"file"`
	Line    int           `json:"line"`
	Message string        `json:"message,omitempty"`
	Diff    []Difference  `json:"diff,omitempty"`
	Output  string        `json:"output,omitempty"` // of print
	Updated bool          `json:"updated,omitempty"`
	Took    time.Duration `json:"-"`
}

// Difference is a violation that was expected and did not come ("missing"), or the other way round ("unexpected").
type Difference struct {
	Kind string `json:"kind"`
	File string `json:"file"`
	Line int    `json:"line"`
	// Text is the message, of a missing violation the regexp of it.
	Text  string `json:"text"`
	Doubt bool   `json:"doubt,omitempty"` // it is, or should be, in doubt
}

// Kinds of differences.
const (
	Missing    = "missing"
	Unexpected = "unexpected"
)

// ErrNothing says that there are no rules, or no tests that the options pick.
var ErrNothing = errors.New("no tests found")

// Problems are faults of the policies, because of which nothing was run.
type Problems []policy.Problem

// Error is the first problem.
func (p Problems) Error() string { return p[0].String() }

// Failed tells whether a test failed.
func (r *Report) Failed() bool { return r.Summary.Failed > 0 }

// session is one run.
type session struct {
	opt    Options
	judge  explain.Judge
	rules  []policy.Rule
	tested []policy.Source // with the library
}

// Run runs everything. An error is one of [Problems], [ErrNothing], or what kept the tests from being run.
func Run(ctx context.Context, opt Options) (*Report, error) {
	start := time.Now()
	s, err := newSession(opt)
	if err != nil {
		return nil, err
	}
	found, err := s.fixtures(ctx)
	if err != nil {
		return nil, err
	}
	rego, err := s.rego(ctx, found)
	if err != nil {
		return nil, err
	}
	report := &Report{Coverage: rego.Coverage, Notes: s.judge.Engine.Notes()}
	report.Rules = s.group(found, rego.Results)
	report.count()
	report.Summary.DurationMS = time.Since(start).Milliseconds()
	if report.Summary.Passed+report.Summary.Failed+report.Summary.Skipped == 0 {
		return nil, ErrNothing
	}
	return report, nil
}

func newSession(opt Options) (*session, error) {
	s := &session{opt: opt, tested: opt.sources()}
	engine, problems := policy.Load(s.tested, policy.Options{Schema: opt.Schema})
	if len(problems) == 0 {
		_, problems = engine.Prepare(context.Background(), nil)
	}
	if len(problems) > 0 {
		return nil, Problems(problems)
	}
	s.rules = engine.Rules()
	s.judge = explain.Judge{Engine: engine, Pods: opt.Pods}
	if opt.Configured == nil {
		return s, nil
	}
	if s.judge.Parameters, problems = opt.Configured(s.rules); len(problems) > 0 {
		return nil, Problems(problems)
	}
	return s, nil
}

// source finds the folder that a rule came from, and the rule's file in it.
func (s *session) source(r policy.Rule) (policy.Source, string) {
	for _, src := range s.opt.Sources {
		if rest, ok := strings.CutPrefix(r.File, path.Clean(src.Name)+"/"); ok && src.Name != "" {
			return src, rest
		}
	}
	for _, src := range s.opt.Sources {
		if src.Name == "" || path.Clean(src.Name) == "." {
			return src, r.File
		}
	}
	return policy.Source{}, r.File
}

// group sorts the tests by rule, and says of a rule without any that it has none.
func (s *session) group(fixtures []fixture, results []regotest.Result) []Rule {
	var out []Rule
	byID := map[string]int{}
	add := func(id, file string) int {
		if i, known := byID[id]; known {
			return i
		}
		byID[id] = len(out)
		out = append(out, Rule{ID: id, File: file})
		return len(out) - 1
	}
	for _, r := range s.rules {
		add(r.ID, r.File)
	}
	for _, r := range results {
		id, file := s.owner(r)
		i := add(id, file)
		out[i].Tests = append(out[i].Tests, regoTest(r))
	}
	tested := map[string]bool{}
	for i := range fixtures {
		id := fixtures[i].rule.ID
		tested[id] = true
		if fixtures[i].test.Status != "" { // else it was not picked
			out[byID[id]].Tests = append(out[byID[id]].Tests, fixtures[i].test)
		}
	}
	for i := range out {
		if len(out[i].Tests) == 0 && !tested[out[i].ID] && s.picks(out[i].ID, "test") {
			out[i].Tests = []Test{{
				Name: "tests", Kind: "rule", Status: Fail, File: out[i].File, Line: 1,
				Message: "the rule has no tests: want test_ rules in a _test.rego file, or manifests in bad/ and good/ beside the rule",
			}}
		}
	}
	return slices.DeleteFunc(out, func(r Rule) bool { return len(r.Tests) == 0 })
}

// picks tells whether the options ask for a test.
func (s *session) picks(rule, test string) bool {
	return s.opt.Run == nil || s.opt.Run.MatchString(rule+"/"+test)
}

func (r *Report) count() {
	for _, rule := range r.Rules {
		r.Summary.Rules++
		for _, t := range rule.Tests {
			switch t.Status {
			case Pass:
				r.Summary.Passed++
			case Fail:
				r.Summary.Failed++
			case Skip:
				r.Summary.Skipped++
			}
		}
	}
}

// models builds the inputs that rules get of a fixture; judging the fixture reports what is wrong with it.
func (s *session) models(ctx context.Context, rule policy.Rule, name string, data []byte) []*pod.Input {
	set, opt, err := s.judge.Prepare(rule, name, data)
	if err != nil {
		return nil
	}
	opt.Rules = s.rules
	inputs, _, _ := lint.Models(ctx, set, opt)
	return inputs
}
