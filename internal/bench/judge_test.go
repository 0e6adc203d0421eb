package main_test

import (
	"os"
	"runtime/debug"
	"testing"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/shipped"
	"github.com/podlint/podlint/internal/relate"
	"github.com/podlint/podlint/internal/source"
)

// models returns a function that builds the pods of a file.
func models(tb testing.TB, file string) func() []*pod.Input {
	tb.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		tb.Fatal(err)
	}
	base, err := knowledge.Shipped()
	if err != nil {
		tb.Fatal(err)
	}
	set := manifest.Read([]source.File{{Name: file, Data: data}}, 1)
	builder := pod.NewBuilder(set, pod.Options{Knowledge: base})
	parameters := policy.Defaults(engine(tb).Rules())
	return func() []*pod.Input {
		var out []*pod.Input
		for _, o := range set.Objects {
			inputs := builder.Build(o)
			for _, in := range inputs {
				in.Parameters = parameters
				relate.Attach(in)
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

// BenchmarkJudge times a pod from its decoded manifest to its matches: the model alone, and with all shipped rules.
//
// The collector is set as for a short run of the program (internal/cli/gc.go).
func BenchmarkJudge(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(128 << 20))
	all := prepare(b, nil)
	for _, file := range []string{"clean", "dirty"} {
		build := models(b, "testdata/"+file+".yaml")
		each(b, file+"/model", build, func(*pod.Input) {})
		each(b, file+"/model+rules", build, func(in *pod.Input) {
			if _, err := all.Eval(b.Context(), in); err != nil {
				b.Fatal(err)
			}
		})
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
