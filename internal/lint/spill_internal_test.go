package lint

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/policy/shipped"
	"github.com/podlint/podlint/internal/source"
)

func TestSpilledViolationsComeBack(t *testing.T) {
	full := spilledViolation{from: 7, Violation: Violation{
		Rule: "a", Category: "b", Severity: "c", Confidence: "d", SeverityReason: "y", Doubt: true, Message: "é\n", File: "f", Line: 1, Column: 2, EndLine: 3, EndColumn: 4,
		Path: manifest.Path{"spec", 0, "", 300}, Container: "g", Workload: Workload{APIVersion: "h", Kind: "i", Namespace: "j", Name: "k", Document: 5, Line: 6, File: "l"},
		Related:     []Related{{Message: "m", File: "n", Line: 7, Column: 8, EndLine: 9, EndColumn: 10, Path: manifest.Path{1}, Rendered: &Excerpt{Text: "w", Column: 15, EndColumn: 16}}, {Message: "o"}},
		Fix:         &Fix{Title: "p", Safe: true, Edits: []Edit{{File: "q", Offset: 15, EndOffset: 16, Line: 11, Column: 12, EndLine: 13, EndColumn: 14, Text: strings.Repeat("r", 300)}}},
		Fingerprint: "s", Documentation: "t", Object: "z", Rendered: &Rendered{Written: "w", From: []string{"u", "v"}, Known: true, Line: &Excerpt{Text: "x", Column: 17, EndColumn: 18}},
	}}
	everyFieldSet(t, reflect.ValueOf(full.Violation), "violation")
	want := []spilledViolation{full, {}, full}
	var e encoder
	var file []byte
	for i := range want {
		file = append(file, e.encode(&want[i])...)
	}
	d := newDecoder(bytes.NewReader(file))
	for i := range want {
		got, err := d.decode()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&want[i], got, cmp.AllowUnexported(spilledViolation{})); diff != "" {
			t.Errorf("violation %d (-want +got):\n%s", i, diff)
		}
	}
	if got, err := d.decode(); got != nil || err != nil {
		t.Errorf("got %v, %v at the end, want nothing", got, err)
	}
	cut := newDecoder(bytes.NewReader(file[:40]))
	if _, err := cut.decode(); err == nil {
		t.Error("a violation that is cut off was read")
	}
}

// everyFieldSet fails for a field that a new version of the structs has and the test does not: the file would lose it.
func everyFieldSet(t *testing.T, v reflect.Value, name string) {
	t.Helper()
	switch {
	case v.Type() == reflect.TypeFor[[]Step](): // objects are not written: only what is held is mended
	case v.IsZero():
		t.Errorf("%s is not set", name)
	case v.Kind() == reflect.Pointer:
		everyFieldSet(t, v.Elem(), name)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		everyFieldSet(t, v.Index(0), name)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			everyFieldSet(t, v.Field(i), name+"."+v.Type().Field(i).Name)
		}
	}
}

// TestSpillWithoutRoom: where no temporary file can be written, everything stays in memory.
func TestSpillWithoutRoom(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none"))
	if _, err := unnamedFile(); err == nil {
		t.Skip("this system takes another folder for temporary files")
	}
	s := &spill{}
	for i := range 2*spillBatch + 5 {
		s.add(i, &work{violations: []Violation{{Message: fmt.Sprint(i), Line: i, Fingerprint: fmt.Sprint(i)}}})
	}
	res := &Result{}
	s.collect(res)
	if len(res.Violations) != 2*spillBatch+5 || res.Violations[9].Line != 9 {
		t.Errorf("got %d violations, want %d", len(res.Violations), 2*spillBatch+5)
	}
}

// TestSuppressAndAddInAFile: what is done to the violations of a result is done to those that are not held, too.
func TestSuppressAndAddInAFile(t *testing.T) {
	s := &spill{}
	for i := range spillBatch + 5 {
		s.add(i, &work{violations: []Violation{{Message: fmt.Sprint(i), Line: 2 * i, Severity: "error", Fingerprint: fmt.Sprint(i)}}})
	}
	res := &Result{}
	s.collect(res)
	if res.spilled == nil || len(res.Violations) > 0 {
		t.Fatal("the violations are held")
	}
	res.Suppress(func(v *Violation) *Suppression {
		if v.Line%4 != 0 {
			return nil
		}
		return &Suppression{Kind: InSource}
	})
	res.Add([]Violation{{Line: 7, Rule: "notice"}, {Line: 1, Rule: "notice"}, {Line: 1 << 20, Rule: "notice"}})
	lines, last := 0, -1
	for v := range res.All() {
		lines++
		if v.Line <= last {
			t.Fatalf("line %d comes after line %d", v.Line, last)
		}
		last = v.Line
	}
	if want := spillBatch/2 + 2 + 3; lines != want || res.Summary.Errors != want-3 || len(res.Suppressed) != spillBatch/2+3 {
		t.Errorf("got %d violations, %d of them errors, and %d suppressed; want %d, %d and %d",
			lines, res.Summary.Errors, len(res.Suppressed), want, want-3, spillBatch/2+3)
	}
}

// TestFileThatVanishes: what cannot be read again is an error, not a short report.
func TestFileThatVanishes(t *testing.T) {
	s := &spill{}
	for i := range spillBatch {
		s.add(i, &work{violations: []Violation{{Line: i, Fingerprint: fmt.Sprint(i)}}})
	}
	res := &Result{}
	s.collect(res)
	if err := os.Truncate(fmt.Sprintf("/proc/self/fd/%d", res.spilled.file.Fd()), res.spilled.size/2); err != nil {
		t.Skip("this system has no /proc")
	}
	n := 0
	for range res.All() {
		n++
	}
	if res.Broken() == nil {
		t.Errorf("got %d violations of %d without an error", n, spillBatch)
	}
}

// TestOneReplicaIsJudgedForAll: of many replicas the rules are asked about one.
func TestOneReplicaIsJudgedForAll(t *testing.T) {
	engine, problems := policy.Load([]policy.Source{shipped.Source()}, policy.Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	query, problems := engine.Prepare(t.Context(), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var items []string
	for i := range 9 {
		items = append(items, fmt.Sprintf(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p-%d"},
			"spec":{"nodeName":"n%d","containers":[{"name":"a","image":"a:latest"},{"name":"b","image":"b"}],"volumes":[{"name":"kube-api-access-x%04d","projected":{}}]}}`, i, i, i))
	}
	list := []byte(`{"apiVersion":"v1","kind":"List","items":[` + strings.Join(items, ",") + `]}`)
	set := manifest.Read([]source.File{{Name: "a.json", Large: &source.Large{ReaderAt: bytes.NewReader(list), Size: int64(len(list))}}}, 1)
	r := newRun(set, Options{Rules: engine.Rules(), Query: query, Builder: pod.NewBuilder(set, pod.Options{}), Workers: 1})
	r.memo = newMemo(set, query)
	judged := 0
	r.each(t.Context(), func(w *work) {
		like, known := w.item.Alike()
		if v := r.memo.known[like]; !known || v == nil {
			judged++
		}
		r.item(context.Background(), w)
	})
	if judged != 1 || len(r.memo.known) != 1 {
		t.Errorf("got %d replicas judged of %d, want 1", judged, len(items))
	}
	for i := range r.work {
		if len(r.work[i].violations) == 0 || len(r.work[i].violations) != len(r.work[0].violations) {
			t.Errorf("replica %d has %d violations, the first %d", i, len(r.work[i].violations), len(r.work[0].violations))
		}
	}
}

// TestMemoIsBounded: the oldest verdicts go, and what was found is weighed.
func TestMemoIsBounded(t *testing.T) {
	m := &memo{known: map[manifest.Alike]*verdict{}}
	var items []string
	for i := range 6 {
		items = append(items, fmt.Sprintf(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"%d"},"spec":{"containers":[{"name":"c%d","image":"a"}]}}`, i, i/2))
	}
	list := []byte(`{"apiVersion":"v1","kind":"List","items":[` + strings.Join(items, ",") + `]}`)
	set := manifest.Read([]source.File{{Name: "a.json", Large: &source.Large{ReaderAt: bytes.NewReader(list), Size: int64(len(list))}}}, 1)
	var likes []manifest.Alike
	for i := range 3 {
		item := set.Items.At(2 * i)
		like, ok := item.Alike()
		if !ok {
			t.Fatalf("item %d is like no other", 2*i)
		}
		likes = append(likes, like)
		v, first := m.find(like)
		if !first {
			t.Fatal("known before it was judged")
		}
		v.matches = make([]policy.Match, maxRemembered/2)
		m.settle(v)
	}
	if _, kept := m.known[likes[0]]; kept || m.size > maxRemembered || len(m.known) != 1 {
		t.Errorf("got %d verdicts of size %d, want the last alone", len(m.known), m.size)
	}
}
