package lint_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/shipped"
	"github.com/podlint/podlint/internal/source"
)

// BenchmarkRun judges 200 pods by the shipped rules: models, evaluation, places and order, without reading.
func BenchmarkRun(b *testing.B) {
	engine, problems := policy.Load([]policy.Source{shipped.Source()}, policy.Options{})
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	query, problems := engine.Prepare(b.Context(), nil)
	if len(problems) > 0 {
		b.Fatal(problems)
	}
	base, err := knowledge.Load(os.DirFS("../../policies/knowledge"))
	if err != nil {
		b.Fatal(err)
	}
	var files []source.File
	for i := range 200 {
		text := strings.Replace(twoContainers, "name: web", fmt.Sprintf("name: web%d", i), 1) + "  volumes:\n    - {name: lost, emptyDir: {}}\n"
		files = append(files, source.File{Name: fmt.Sprintf("%03d.yaml", i), Data: []byte(text)})
	}
	set := manifest.Read(files, 0)
	b.ReportAllocs()
	for b.Loop() {
		res := lint.Run(b.Context(), set, lint.Options{
			Rules: engine.Rules(), Query: query, Builder: pod.NewBuilder(set, pod.Options{Knowledge: base}),
		})
		if res.Summary.Workloads != 200 {
			b.Fatalf("got %d workloads, want 200", res.Summary.Workloads)
		}
	}
}
