package rulestest

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/podlint/podlint/internal/explain"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
)

// fixture is a manifest beside a rule, with what came of it.
type fixture struct {
	rule   policy.Rule
	kind   string // explain.Bad or explain.Good
	name   string // of the case
	inputs []*pod.Input
	test   Test
}

// fixtures judges the fixtures of all rules. Those that the options do not pick are read all the same, because Rego tests may use them.
func (s *session) fixtures(ctx context.Context) ([]fixture, error) {
	folders := map[string]int{}
	for _, r := range s.rules {
		folders[path.Dir(r.File)]++
	}
	var out []fixture
	for _, r := range s.rules {
		found, err := s.fixturesOf(ctx, r, folders[path.Dir(r.File)])
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return out, ctx.Err()
}

func (s *session) fixturesOf(ctx context.Context, r policy.Rule, sharers int) ([]fixture, error) {
	src, file := s.source(r)
	if src.FS == nil {
		return nil, nil
	}
	query, problems := s.judge.Engine.Prepare(ctx, []string{r.ID})
	if len(problems) > 0 {
		return nil, Problems(problems)
	}
	var out []fixture
	bad := map[string][]byte{}
	for _, kind := range []string{explain.Bad, explain.Good} {
		cases, err := explain.Cases(src.FS, path.Dir(file), kind)
		if err != nil {
			return nil, err
		}
		for _, c := range cases {
			f := fixture{rule: r, kind: kind, name: c.Name}
			f.test = Test{Name: kind + "/" + path.Base(c.File), Kind: "fixture", File: path.Join(src.Name, c.File), Line: 1}
			f.inputs = s.models(ctx, r, f.test.File, c.Data)
			switch {
			case !s.picks(r.ID, f.test.Name):
			case sharers > 1:
				f.test.fail("its folder holds %d rules: give each rule a folder, so that the fixtures can be told apart", sharers)
			default:
				s.try(ctx, query, &f, c.Data)
			}
			if kind == explain.Bad {
				bad[path.Base(c.File)] = c.Data
			}
			out = append(out, f)
		}
	}
	if sharers > 1 {
		return out, nil
	}
	fixed, err := s.fixed(ctx, query, r, out[:len(bad)], bad)
	return append(out, fixed...), err
}

func (t *Test) fail(format string, args ...any) {
	t.Status = Fail
	t.Message = fmt.Sprintf(format, args...)
}

// try judges a fixture and writes its expectations when that is asked for.
func (s *session) try(ctx context.Context, query *policy.Query, f *fixture, data []byte) {
	start := time.Now()
	defer func() { f.test.Took = time.Since(start) }()
	check := func(data []byte) *lint.Result {
		return s.judge.Run(ctx, query, f.rule, f.test.File, data)
	}
	res := check(data)
	Check(&f.test, f.kind, data, res)
	if s.opt.Update == nil || f.kind != explain.Bad || f.test.Status == Pass || len(res.Errors) > 0 || len(res.Violations) == 0 {
		return
	}
	text := withWants(data, res.Violations)
	again := f.test
	again.Message, again.Diff = "", nil
	if Check(&again, f.kind, text, check(text)); again.Status != Pass {
		return // a comment on that line would change what the manifest says
	}
	if err := s.opt.Update(f.test.File, text); err != nil {
		f.test.fail("write expectations: %v", err)
		return
	}
	f.test, f.test.Updated = again, true
}

// Check compares what a rule said about a fixture of a kind (explain.Bad or explain.Good) with what the fixture expects, and fills in
// the outcome of t.
func Check(t *Test, kind string, data []byte, res *lint.Result) {
	t.Status = Pass
	wants, err := explain.Wants(data)
	switch {
	case err != nil:
		t.fail("%v", err)
	case len(res.Errors) > 0:
		e := res.Errors[0]
		t.Line = max(e.Line, 1)
		t.fail("%s", e.Message)
	case res.Summary.Workloads == 0:
		t.fail("the fixture holds no pod, so it shows nothing")
	case kind == explain.Good && len(wants) > 0:
		t.Line = wants[0].Line
		t.fail("a good fixture expects nothing, no doubt either, but has a # want comment")
	default:
		t.Diff = differences(t.File, wants, res.Violations)
		if len(t.Diff) > 0 {
			t.Line = t.Diff[0].Line
			t.fail("%s", count(t.Diff))
		} else if kind == explain.Bad && len(wants) == 0 {
			t.fail("a bad fixture expects something: write # want \"regexp of the message\" at the end of the line, # want-doubt for a doubt")
		}
	}
}

func differences(file string, wants []explain.Want, violations []lint.Violation) []Difference {
	var out []Difference
	for _, v := range violations {
		i := slices.IndexFunc(wants, func(w explain.Want) bool {
			return w.Line == v.Line && w.Doubt == v.Doubt && w.Message.MatchString(v.Message)
		})
		if i < 0 {
			out = append(out, Difference{Kind: Unexpected, File: v.File, Line: v.Line, Text: v.Message, Doubt: v.Doubt})
			continue
		}
		wants = slices.Delete(wants, i, i+1)
	}
	for _, w := range wants {
		out = append(out, Difference{Kind: Missing, File: file, Line: w.Line, Text: w.Message.String(), Doubt: w.Doubt})
	}
	slices.SortStableFunc(out, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), strings.Compare(a.Kind, b.Kind), strings.Compare(a.Text, b.Text))
	})
	return out
}

// count words how many violations are missing and unexpected.
func count(diff []Difference) string {
	missing := 0
	for _, d := range diff {
		if d.Kind == Missing {
			missing++
		}
	}
	var parts []string
	if missing > 0 {
		parts = append(parts, fmt.Sprintf("%d missing", missing))
	}
	if n := len(diff) - missing; n > 0 {
		parts = append(parts, fmt.Sprintf("%d unexpected", n))
	}
	return "violations: " + strings.Join(parts, ", ")
}
