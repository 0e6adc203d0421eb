package lint_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/source"
	"github.com/podlint/podlint/policies"
)

// namingRules name the pod in messages, which are then not shared with its replicas. Another rule that reads the name may be added here
// when it does no more than that.
var namingRules = []string{"service-targetport-no-container"}

// TestShippedRulesSeeNoReplica: what replicas of a workload differ in decides nothing, so that one of them can be judged for all.
func TestShippedRulesSeeNoReplica(t *testing.T) {
	opt, _ := shippedOptions(t)
	if ids := opt.Query.Readers(false, "object"); len(ids) > 0 {
		t.Errorf("rules %v look at the manifest itself, which holds the pod's name and address; they need a fact of the model", ids)
	}
	for _, id := range opt.Query.Readers(false, "pod", "workload", "name") {
		if !slices.Contains(namingRules, id) {
			t.Errorf("rule %s looks at the name of the workload, which differs between replicas", id)
		}
	}
	for key := range manifest.OwnAnnotations() {
		err := fs.WalkDir(policies.FS, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := fs.ReadFile(policies.FS, name)
			if strings.Contains(string(data), key) {
				t.Errorf("%s looks at the annotation %s, which differs between replicas", name, key)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestGatesAndMasksChangeNothing judges every fixture by all rules on the whole of the model as well.
func TestGatesAndMasksChangeNothing(t *testing.T) {
	opt, of := shippedOptions(t)
	whole, _ := queryOf(t, policy.Options{Ungated: true})
	fired := 0
	err := fs.WalkDir(policies.Fixtures, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		data, err := fs.ReadFile(policies.Fixtures, name)
		set := manifest.Read([]source.File{{Name: name, Data: data}}, 1)
		builder := pod.NewBuilder(set, of)
		for _, obj := range set.Objects {
			for _, in := range builder.Build(obj) {
				in.Parameters = policy.Defaults(opt.Rules)
				want, err := whole.Eval(t.Context(), in)
				if err != nil {
					t.Fatal(err)
				}
				got, err := opt.Query.Eval(t.Context(), in)
				if diff := cmp.Diff(want, got); err != nil || diff != "" {
					t.Errorf("%s: %v (-whole +masked):\n%s", name, err, diff)
				}
				fired += len(got)
			}
		}
		return err
	})
	if err != nil || fired < 400 {
		t.Errorf("got %d matches, %v", fired, err)
	}
}
