package policy_test

import (
	"testing"

	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/policies"
)

func TestShippedRulesCompile(t *testing.T) {
	e, problems := policy.Load([]policy.Source{{FS: policies.FS}}, policy.Options{})
	for _, p := range problems {
		t.Error(p)
	}
	if len(e.Rules()) == 0 {
		t.Fatal("no rules found")
	}
	_, problems = e.Prepare(t.Context(), nil)
	for _, p := range problems {
		t.Error(p)
	}
}
