package lint_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/source"
)

// BenchmarkRun judges 200 pods by the shipped rules: models, evaluation, places and order, without reading.
func BenchmarkRun(b *testing.B) {
	opt, models := shippedOptions(b)
	var files []source.File
	for i := range 200 {
		text := strings.Replace(twoContainers, "name: web", fmt.Sprintf("name: web%d", i), 1) + "  volumes:\n    - {name: lost, emptyDir: {}}\n"
		files = append(files, source.File{Name: fmt.Sprintf("%03d.yaml", i), Data: []byte(text)})
	}
	set := manifest.Read(files, 0)
	b.ReportAllocs()
	for b.Loop() {
		opt.Builder = pod.NewBuilder(set, models)
		res := lint.Run(b.Context(), set, opt)
		if res.Summary.Workloads != 200 {
			b.Fatalf("got %d workloads, want 200", res.Summary.Workloads)
		}
	}
}
