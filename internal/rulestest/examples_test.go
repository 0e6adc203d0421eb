package rulestest_test

import (
	"os"
	"testing"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/shipped"
	"github.com/podlint/podlint/internal/rulestest"
)

const examples = "../../docs/examples/policies"

// options are those of podlint test over one folder.
func options(t *testing.T, dir string) rulestest.Options {
	t.Helper()
	base, err := knowledge.Load(os.DirFS("../../policies/knowledge"))
	if err != nil {
		t.Fatal(err)
	}
	return rulestest.Options{
		Sources: []policy.Source{{Name: dir, FS: os.DirFS(dir)}},
		Library: shipped.Source(), Schema: pod.Schema, Pods: pod.Options{Knowledge: base}, Covered: true,
	}
}

// TestExamples: the example policies pass, and their tests reach every line.
func TestExamples(t *testing.T) {
	report, err := rulestest.Run(t.Context(), options(t, examples))
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range report.Rules {
		for _, test := range rule.Tests {
			if test.Status != rulestest.Pass {
				t.Errorf("%s:%d: %s: %s %v", test.File, test.Line, test.Name, test.Message, test.Diff)
			}
		}
	}
	if len(report.Rules) < 3 || report.Coverage.Percent != 100 {
		t.Errorf("got %d rules and coverage %v %%, want three rules and 100 %%; missed: %v", len(report.Rules), report.Coverage.Percent, report.Coverage.Missed)
	}
}
