package main

import (
	"io"
	"runtime"
	"slices"
	"testing"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/shipped"
	"github.com/podlint/podlint/internal/relate"
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
			if a, b := models(few), models(many); b > int64(d.allowed())*a {
				t.Errorf("%d objects for %d, %d for %d: %.1f-fold", a, d.small, b, 8*d.small, float64(b)/float64(a))
			}
		})
	}
}

// little is how many steps take no millisecond: how they grow is nobody's concern.
const little = 50_000

// TestGrowthOfJudgement: eight times as many of anything take at most twelve times as many steps to judge, by all rules and by each of them, and no
// rule takes so many that OPA has to be asked for it.
func TestGrowthOfJudgement(t *testing.T) {
	base, engine := shippedParts(t)
	for _, d := range dimensions() {
		t.Run(d.name, func(t *testing.T) {
			few, asked := effort(t, engine, base, &d, d.small)
			many, more := effort(t, engine, base, &d, 8*d.small)
			for rule, many := range many {
				allowed := d.allowed()
				if rule == all {
					allowed = most
				}
				if few := few[rule]; many > little && many > allowed*few {
					t.Errorf("%s: %d terms for %d, %d for %d: %.1f-fold", rule, few, d.small, many, 8*d.small, float64(many)/float64(few))
				}
			}
			if !slices.Equal(asked, more) {
				t.Errorf("OPA is asked for %q, then for %q", asked, more)
			}
		})
	}
}

func shippedParts(t *testing.T) (*knowledge.Base, *policy.Engine) {
	t.Helper()
	base, err := knowledge.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	engine, problems := policy.Load([]policy.Source{shipped.Source()}, policy.Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return base, engine
}

// all is the sum of what each rule takes.
const all = "all rules"

// effort is how many terms each rule looks at to judge so many of something, and the rules for which OPA is asked.
func effort(t *testing.T, engine *policy.Engine, base *knowledge.Base, d *dimension, n int) (terms map[string]int, asked []string) {
	t.Helper()
	terms = map[string]int{}
	set := manifest.Read([]source.File{{Name: d.fileName(), Data: []byte(d.write(n))}}, 1)
	builder := pod.NewBuilder(set, pod.Options{Knowledge: base})
	for _, o := range set.Objects {
		for _, in := range builder.Build(o) {
			in.Parameters = policy.Defaults(engine.Rules())
			relate.Attach(in)
			more, also, err := engine.Effort(in)
			if err != nil {
				t.Fatal(err)
			}
			for rule, n := range more {
				terms[rule] += n
				terms[all] += n
			}
			asked = append(asked, also...)
		}
	}
	slices.Sort(asked)
	return terms, slices.Compact(asked)
}

// allowed is how many times the work may take for eight times as many; each container is compared with so many of the others at most.
func (d *dimension) allowed() int {
	if d.pairs {
		return 2 * 8
	}
	return most
}

// TestReportsOfOneLine: all pods in one line cost a report as much as a few do, each.
func TestReportsOfOneLine(t *testing.T) {
	base, engine := shippedParts(t)
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
