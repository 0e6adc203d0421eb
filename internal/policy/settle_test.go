package policy_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/policy"
)

// TestSettleChangesNothing: what is let go of after compiling changes no answer of any shipped rule, nor which of them look at what.
func TestSettleChangesNothing(t *testing.T) {
	q := shippedQuery(t, policy.Options{Ungated: true})
	m := newMaker(t, 7)
	var inputs []any
	for range 40 {
		inputs = append(inputs, m.input())
	}
	before, readers := answers(t, q, inputs), q.Readers(false, "pod", "runs")
	q.Settle()
	if after := answers(t, q, inputs); !reflect.DeepEqual(after, before) {
		t.Error("other answers")
	}
	if got := q.Readers(false, "pod", "runs"); len(got) == 0 || !slices.Equal(got, readers) {
		t.Errorf("got %v, want %v", got, readers)
	}
}

// answer is what a query says of an input.
type answer struct {
	matches []policy.Match
	err     string
}

func answers(t *testing.T, q *policy.Query, inputs []any) []answer {
	t.Helper()
	out := make([]answer, len(inputs))
	found := 0
	for i, in := range inputs {
		var err error
		if out[i].matches, err = q.Eval(t.Context(), in); err != nil {
			out[i].err = err.Error()
		}
		found += len(out[i].matches)
	}
	if found == 0 {
		t.Fatal("no rule fires")
	}
	return out
}

// TestSettleKeepsPlaces: what fails in a rule is said with its place as before.
func TestSettleKeepsPlaces(t *testing.T) {
	for _, source := range []string{"", "mine"} {
		src := files(map[string]string{"rules/coupling/a/a.rego": header + rulePackage + "\n\nviolation contains {\"msg\": x, \"path\": []} if {\n\tx := input.pod.list[_]\n\tto_number(x) > 1\n}\n"})
		src.Name = source
		q := prepare(t, src, policy.Options{})
		ask := func() string {
			_, err := q.Eval(t.Context(), map[string]any{"pod": map[string]any{"list": []string{"no number"}}})
			if err == nil {
				t.Fatal("no error")
			}
			return err.Error()
		}
		before := ask()
		q.Settle()
		if after := ask(); after != before || !strings.Contains(before, "a.rego:") {
			t.Errorf("got %q, before %q", after, before)
		}
	}
}
