package lint_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/source"
)

// TestLongListsAreJudgedTheSame: whether a List is held or read item by item, and wherever in it the Service stands.
func TestLongListsAreJudgedTheSame(t *testing.T) {
	opt := compile(t, "warning", `violation contains {
	"msg": sprintf("%s selects %d", [s.name, s.workloads]),
	"path": ["spec", "containers", 0, "image"],
	"container": input.pod.containers[0].name,
	"related": [{"msg": "service", "path": s.path}],
} if {
	some s in input.related.services
}
`)
	text := []byte(`{"apiVersion": "v1", "items": [`)
	for i := range 3 {
		text = fmt.Appendf(text, `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p%d","labels":{"app":"a"}},`+"\n"+
			`"spec":{"containers":[{"name":"a","image":"a"},{"name":"b","image":"b"}]}},`, i)
	}
	text = append(text, `{"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"selector":{"app":"a"},"ports":[{"port":1}]}}],"kind":"List"}`...)
	judge := func(f source.File, workers int) *lint.Result {
		set := manifest.Read([]source.File{f}, workers)
		opt.Builder, opt.Workers = pod.NewBuilder(set, pod.Options{}), workers
		return lint.Run(t.Context(), set, opt)
	}
	want := judge(source.File{Name: "a.json", Data: text}, 1)
	if len(want.Violations) != 3 || want.Violations[0].Message != "s selects 3" {
		t.Fatalf("got %+v, want three violations", want.Violations)
	}
	for _, workers := range []int{1, 4} {
		got := judge(source.File{Name: "a.json", Large: &source.Large{ReaderAt: bytes.NewReader(text), Size: int64(len(text))}}, workers)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(lint.Result{}, "Sources", "Rules"), cmpopts.IgnoreFields(lint.Fix{}, "Steps"), cmpopts.IgnoreUnexported(lint.Result{}), cmpopts.IgnoreFields(lint.Summary{}, "DurationMS")); diff != "" {
			t.Errorf("%d workers (-held +item by item):\n%s", workers, diff)
		}
	}
}
