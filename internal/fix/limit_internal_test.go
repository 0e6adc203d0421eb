package fix

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/source"
)

// TestManyFixesInAHugeDocument: a planner that has read enough says so, and a new one goes on.
func TestManyFixesInAHugeDocument(t *testing.T) {
	set := manifest.Read([]source.File{{Name: "a.yaml", Data: []byte("apiVersion: v1\nkind: Pod\nspec: {a: 1}\n")}}, 1)
	steps := []lint.Step{{Object: set.Objects[0], Path: manifest.Path{"spec", "a"}, Change: policy.Change{Op: "set", Value: 2}}}
	p := NewPlanner(set.Sources)
	p.read = maxRead - 1
	if _, err := p.Plan(steps); !errors.Is(err, errTooMuch) {
		t.Errorf("got %v, want %v", err, errTooMuch)
	}
	if _, err := NewPlanner(set.Sources).Plan(steps); err != nil {
		t.Error(err)
	}
}

// What could not be written is not fixed, and the file is not among the changed ones.
func TestFail(t *testing.T) {
	out := &Outcome{
		Changed: map[string][]byte{"a": nil, "b": nil, "c": nil},
		Fixed:   []Fixed{{lint.Violation{Rule: "one"}, "a"}, {lint.Violation{Rule: "two"}, "b"}},
	}
	out.Fail(map[string]string{"a": "it is full", "c": "it is full"})
	want := &Outcome{
		Changed: map[string][]byte{"b": nil},
		Fixed:   []Fixed{{lint.Violation{Rule: "two"}, "b"}},
		Refused: []Refused{{lint.Violation{Rule: "one"}, "it is full"}},
	}
	if diff := cmp.Diff(want, out); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
