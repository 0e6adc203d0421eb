package regotest_test

import (
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

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

// TestGreedyTest: a test that needs too much memory ends the run, and the run says why.
func TestGreedyTest(t *testing.T) {
	src := policy.Source{FS: fstest.MapFS{"a_test.rego": {Data: []byte(`package a_test

_words := [sprintf("%d %d %d %d %d %d", [i, i, i, i, i, i]) | some i in numbers.range(1, 100000000)]

test_greedy if count(_words) == 1
`)}}}
	report, err := regotest.Run(t.Context(), regotest.Request{Sources: []policy.Source{src}, Limit: 20 * time.Second})
	if err == nil || !strings.Contains(err.Error(), "memory") {
		t.Errorf("got report %+v and error %v, want an error about memory", report, err)
	}
}

// TestFaults: what is wrong with a test file is shown with its place.
func TestFaults(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"syntax", "package a_test\n\ntest_one if {\n", "own/a_test.rego:4:1: parse: unexpected eof token"},
		{"compile", "package a_test\n\ntest_one if x == 1\n", "own/a_test.rego:3:13: var x is unsafe"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			src := policy.Source{Name: "own", FS: fstest.MapFS{"a_test.rego": {Data: []byte(tt.text)}}}
			_, err := regotest.Run(t.Context(), regotest.Request{Sources: []policy.Source{src}})
			faults, ok := errors.AsType[*regotest.Faults](err)
			if !ok || faults.Error() != tt.want {
				t.Errorf("got error %v, want %s", err, tt.want)
			}
		})
	}
}
