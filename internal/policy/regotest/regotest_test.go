package regotest_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/regotest"
)

// TestShipped makes every test rule of the shipped policies a Go subtest.
func TestShipped(t *testing.T) {
	results, coverage, err := regotest.Test(t.Context(), []policy.Source{{FS: os.DirFS("../../../policies")}}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(results) == 0 {
		t.Fatal("no tests found")
	}
	for _, r := range results {
		t.Run(strings.TrimPrefix(r.Package, "data.podlint.")+"."+r.Name, func(t *testing.T) {
			if !r.Pass {
				t.Errorf("policies/%s:%d: %s\n%s", r.File, r.Line, r.Message, r.Output)
			}
		})
	}
	for file, lines := range coverage.Missed {
		t.Logf("policies/%s: lines not reached: %v", file, lines)
	}
}

func TestOutcomes(t *testing.T) {
	src := policy.Source{Name: "own", FS: fstest.MapFS{"a_test.rego": {Data: []byte(`package a_test

test_passes if data.words == ["x"]

test_fails if {
	print("seen")
	1 == 2
}

test_breaks if to_number("x") == 1

todo_test_later if false
`)}}}
	results, _, err := regotest.Test(t.Context(), []policy.Source{src}, nil, map[string]any{"words": []any{"x"}})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]regotest.Result{}
	for _, r := range results {
		got[r.Name] = r
	}
	if r := got["test_passes"]; !r.Pass {
		t.Errorf("test_passes: %+v", r)
	}
	if r := got["test_fails"]; r.Pass || r.Output != "seen\n" || r.File != "own/a_test.rego" || r.Line != 5 {
		t.Errorf("test_fails: %+v", r)
	}
	if r := got["test_breaks"]; r.Pass || !strings.Contains(r.Message, "to_number") {
		t.Errorf("test_breaks: %+v", r)
	}
	if r := got["todo_test_later"]; !r.Skip {
		t.Errorf("todo_test_later: %+v", r)
	}
}

func TestFilter(t *testing.T) {
	src := policy.Source{FS: fstest.MapFS{"a_test.rego": {Data: []byte("package a_test\n\ntest_one if true\n\ntest_two if true\n")}}}
	results, _, err := regotest.Test(t.Context(), []policy.Source{src}, regexp.MustCompile("one$"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(results) != 1 || results[0].Name != "test_one" {
		t.Errorf("got %+v, want test_one alone", results)
	}
}

func TestForbiddenCall(t *testing.T) {
	src := policy.Source{FS: fstest.MapFS{"a_test.rego": {Data: []byte("package a_test\n\ntest_one if http.send({})\n")}}}
	if _, _, err := regotest.Test(t.Context(), []policy.Source{src}, nil, nil); err == nil || !strings.Contains(err.Error(), "http.send") {
		t.Errorf("got error %v, want one about http.send", err)
	}
}
