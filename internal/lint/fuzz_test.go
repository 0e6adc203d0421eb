package lint_test

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/shipped"
	"github.com/podlint/podlint/internal/report"
	"github.com/podlint/podlint/internal/source"
	"github.com/podlint/podlint/internal/suppress"
)

// FuzzPipeline takes any bytes through everything that podlint lint does with a file: all rules, suppressions and every format, read
// at once and, where it may be a List, item by item.
func FuzzPipeline(f *testing.F) {
	for _, seed := range []string{
		twoContainers, "", "{", "a: [", "kind: List\napiVersion: v1\nitems: [{}]\n",
		twoContainers + "      args: [\"sh\", \"-c\", \"tail -F /var/log/app/*.log | sed 's/a/b/'; trap '' TERM; exec \\\"$@\\\"\"]\n  volumes:\n    - {name: lost, emptyDir: {}}\n",
		"# podlint:ignore-file unmounted-volume -- because\n" + twoContainers + "---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {}, ports: [{port: 1}]}\n",
		`{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"é"},"spec":{"template":{"spec":{"containers":[{"name":"a","image":"b"},{"name":"c","image":"envoyproxy/envoy:v1"}]}}}}]}`,
	} {
		f.Add([]byte(seed))
	}
	p := newPipeline(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		p.take(t, source.File{Name: "a.yaml", Data: data})
		if bytes.HasPrefix(data, []byte("{")) {
			p.take(t, source.File{Name: "a.json", Large: &source.Large{ReaderAt: bytes.NewReader(data), Size: int64(len(data))}})
		}
	})
}

type pipeline struct {
	engine *policy.Engine
	query  *policy.Query
	base   *knowledge.Base
}

func newPipeline(tb testing.TB) *pipeline {
	tb.Helper()
	engine, problems := policy.Load([]policy.Source{shipped.Source()}, policy.Options{})
	if len(problems) > 0 {
		tb.Fatal(problems)
	}
	query, problems := engine.Lazy(tb.Context(), nil)
	if len(problems) > 0 {
		tb.Fatal(problems)
	}
	base, err := knowledge.Shipped()
	if err != nil {
		tb.Fatal(err)
	}
	return &pipeline{engine: engine, query: query, base: base}
}

func (p *pipeline) take(t *testing.T, f source.File) {
	t.Helper()
	start := time.Now()
	set := manifest.Read([]source.File{f}, 1)
	res := lint.Run(t.Context(), set, lint.Options{
		Rules: p.engine.Rules(), Query: p.query, Builder: pod.NewBuilder(set, pod.Options{Knowledge: p.base}), Workers: 1,
	})
	suppress.Apply(res, set, suppress.Options{Rules: p.engine.Rules(), Ran: func(string) bool { return true }})
	for name, format := range report.Formats() {
		if err := format(io.Discard, res, report.Options{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, e := range res.Errors {
		if e.Line < 1 || e.Message == "" {
			t.Errorf("an error without a place: %+v", e)
		}
	}
	for _, v := range res.Violations {
		if v.Line < 1 || v.Column < 1 || v.Fingerprint == "" {
			t.Errorf("a violation without a place: %+v", v)
		}
	}
	if took := time.Since(start); took > 20*time.Second { // a second when nothing else runs
		t.Errorf("took %v", took)
	}
}
