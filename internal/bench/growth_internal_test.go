package main

import (
	"io"
	"runtime"
	"testing"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/shipped"
	"github.com/podlint/podlint/internal/report"
	"github.com/podlint/podlint/internal/source"
)

// TestGrowth: eight times as many of anything take at most twelve times as much to read, to model and to report. What is allocated stands
// for the work, since it is the same in every run.
func TestGrowth(t *testing.T) {
	base, err := knowledge.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dimensions() {
		t.Run(d.name, func(t *testing.T) {
			few, many := source.File{Name: d.fileName(), Data: []byte(d.write(d.small))}, source.File{Name: d.fileName(), Data: []byte(d.write(8 * d.small))}
			models := func(f source.File) int64 {
				return allocated(func() {
					set := manifest.Read([]source.File{f}, 1)
					builder := pod.NewBuilder(set, pod.Options{Knowledge: base})
					for _, o := range set.Objects {
						builder.Build(o)
					}
				})
			}
			models(many) // fills what is kept from model to model
			allowed := int64(most)
			if d.pairs {
				allowed = 8 * 8
			}
			if a, b := models(few), models(many); b > allowed*a {
				t.Errorf("%d objects for %d, %d for %d: %.1f-fold", a, d.small, b, 8*d.small, float64(b)/float64(a))
			}
		})
	}
}

// TestReportsOfOneLine: all pods in one line cost a report as much as a few do, each.
func TestReportsOfOneLine(t *testing.T) {
	base, err := knowledge.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	engine, problems := policy.Load([]policy.Source{shipped.Source()}, policy.Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	query, problems := engine.Prepare(t.Context(), []string{"unmounted-volume", "sidecar-image-unpinned"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	result := func(n int) *lint.Result {
		set := manifest.Read([]source.File{{Name: "grown.json", Data: []byte(oneLine(n))}}, 1)
		builder := pod.NewBuilder(set, pod.Options{Knowledge: base})
		res := lint.Run(t.Context(), set, lint.Options{Query: query, Rules: engine.Rules(), Builder: builder, Workers: 1})
		if len(res.Violations) < n {
			t.Fatalf("got %d violations for %d pods", len(res.Violations), n)
		}
		return res
	}
	few, many := result(25), result(200)
	for name, write := range map[string]func(io.Writer, *lint.Result, report.Options) error{"text": report.Text, "rdjson": report.RDJSON} {
		cost := func(r *lint.Result) int64 {
			return allocated(func() {
				if err := write(io.Discard, r, report.Options{}); err != nil {
					t.Error(err)
				}
			})
		}
		if a, b := cost(few), cost(many); b > most*a {
			t.Errorf("%s: %d objects for 25 pods, %d for 200: %.1f-fold", name, a, b, float64(b)/float64(a))
		}
	}
}

// allocated is how many objects f allocates: slices that grow take more bytes than they hold, by a factor that depends on their length.
func allocated(f func()) int64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int64(after.Mallocs - before.Mallocs)
}
