package lint_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/source"
)

// TestPods: every pod that was judged is given, in the order of the inputs, however many workers there are, and also those of a long List,
// whose items are not held and alike.
func TestPods(t *testing.T) {
	opt := compile(t, "warning", images)
	opt.Spill = true
	one := func(name string) string {
		return `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"` + name + `"},"spec":{"containers":[{"name":"a","image":"a"}]}}`
	}
	long := []byte(`{"apiVersion":"v1","kind":"List","items":[`)
	var want []string
	for i := range 20 {
		long = fmt.Appendf(long, "%s,\n", one(fmt.Sprint("item", i)))
	}
	long = append(long, one("item20")+`]}`...)
	files := []source.File{{Name: "a.yaml", Data: []byte(one("first") + "\n---\n" + one("second"))}, {Name: "b.json", Large: &source.Large{ReaderAt: bytes.NewReader(long), Size: int64(len(long))}}}
	want = append(want, "first a.yaml", "second a.yaml")
	for i := range 21 {
		want = append(want, fmt.Sprintf("item%d b.json", i))
	}
	for _, workers := range []int{1, 4} {
		set := manifest.Read(files, workers)
		opt.Builder, opt.Workers, opt.Pods = pod.NewBuilder(set, pod.Options{}), workers, &lint.Pods{}
		res := lint.Run(t.Context(), set, opt)
		var got []string
		for _, m := range opt.Pods.All() {
			got = append(got, m.Workload.Name+" "+m.Workload.File)
			if len(m.Input.Pod.Containers) != 1 {
				t.Errorf("%s has no model", m.Workload.Name)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || len(res.Violations) != len(want) {
			t.Errorf("%d workers, %d violations (-want +got):\n%s", workers, len(res.Violations), diff)
		}
	}
}
