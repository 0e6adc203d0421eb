package main_test

import (
	"io/fs"
	"os"
	"runtime/debug"
	"testing"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/shipped"
	"github.com/podlint/podlint/internal/source"
	"github.com/podlint/podlint/policies"
)

// models returns a function that builds the pods of a file.
func models(tb testing.TB, file string) func() []*pod.Input {
	tb.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	sub, err := fs.Sub(policies.FS, "knowledge")
	if err != nil {
		tb.Fatal(err)
	}
	base, err := knowledge.Load(sub)
	if err != nil {
		tb.Fatal(err)
	}
	set := manifest.Read([]source.File{{Name: file, Data: data}}, 1)
	builder := pod.NewBuilder(set, pod.Options{Knowledge: base})
	parameters := policy.Defaults(engine(tb).Rules())
	return func() []*pod.Input {
		var out []*pod.Input
		for _, o := range set.Objects {
			inputs, failed := builder.Build(o)
			if failed != nil {
				tb.Fatal(failed.Message)
			}
			for _, in := range inputs {
				in.Parameters = parameters
			}
			out = append(out, inputs...)
		}
		return out
	}
}

func engine(tb testing.TB) *policy.Engine {
	tb.Helper()
	e, problems := policy.Load([]policy.Source{shipped.Source()}, policy.Options{})
	if len(problems) > 0 {
		tb.Fatal(problems)
	}
	return e
}

func prepare(tb testing.TB, ids []string) *policy.Query {
	tb.Helper()
	q, problems := engine(tb).Prepare(tb.Context(), ids)
	if len(problems) > 0 {
		tb.Fatal(problems)
	}
	return q
}

// TestNativeRulesAgree: the rules in Go find what those in Rego find, so that their times may be compared.
func TestNativeRulesAgree(t *testing.T) {
	ten := prepare(t, nativeIDs())
	for _, in := range models(t, "testdata/dirty.yaml")() {
		matches, err := ten.Eval(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int{}
		for _, m := range matches {
			want[m.Rule]++
		}
		got := map[string]int{}
		for _, f := range judge(in) {
			got[f.rule]++
		}
		for id := range nativeRules {
			if got[id] != want[id] {
				t.Errorf("%s: %d matches in Go, %d in Rego", id, got[id], want[id])
			}
		}
	}
}

// BenchmarkJudge times a pod from its decoded manifest to its matches: the model alone, with all shipped rules, with the ten rules of
// nativeRules in Rego, and with the same ten in Go.
//
// The collector is set as for a short run of the program (internal/cli/gc.go).
func BenchmarkJudge(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(128 << 20))
	all, ten := prepare(b, nil), prepare(b, nativeIDs())
	for _, file := range []string{"clean", "dirty"} {
		build := models(b, "testdata/"+file+".yaml")
		rego := func(q *policy.Query) func(*pod.Input) {
			return func(in *pod.Input) {
				if _, err := q.Eval(b.Context(), in); err != nil {
					b.Fatal(err)
				}
			}
		}
		each(b, file+"/model", build, func(*pod.Input) {})
		each(b, file+"/model+ten-in-Go", build, func(in *pod.Input) { judge(in) })
		each(b, file+"/model+ten-in-Rego", build, rego(ten))
		each(b, file+"/model+all-in-Rego", build, rego(all))
	}
}

func each(b *testing.B, name string, build func() []*pod.Input, use func(*pod.Input)) {
	b.Run(name, func(b *testing.B) {
		for b.Loop() {
			for _, in := range build() {
				use(in)
			}
		}
	})
}

// BenchmarkCold times what a run on one file pays before its first match: loading the rules, compiling those that can fire, and judging.
func BenchmarkCold(b *testing.B) {
	for _, file := range []string{"clean", "dirty"} {
		inputs := models(b, "testdata/"+file+".yaml")()
		b.Run(file, func(b *testing.B) {
			for b.Loop() {
				q, problems := engine(b).Lazy(b.Context(), nil)
				if len(problems) > 0 {
					b.Fatal(problems)
				}
				for _, in := range inputs {
					if _, err := q.Eval(b.Context(), in); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
