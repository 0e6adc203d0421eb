package manifest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/source"
)

const pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\n"

func named(name string) string { return fmt.Sprintf(pod, name) }

func TestReadCountsDocuments(t *testing.T) {
	type place struct {
		Name           string
		Document, Line int
	}
	tests := map[string]struct {
		data      string
		want      []place
		documents int
	}{
		"one":                        {named("a"), []place{{"a", 0, 1}}, 1},
		"marker first":               {"---\n" + named("a"), []place{{"a", 0, 2}}, 1},
		"comment before a marker":    {"# c\n\n---\n" + named("a"), []place{{"a", 0, 4}}, 1},
		"empty first document":       {"---\n# c\n---\n" + named("a"), []place{{"a", 1, 4}}, 1},
		"empty document between":     {named("a") + "---\n\n---\n" + named("b"), []place{{"a", 0, 1}, {"b", 2, 7}}, 2},
		"comment on a marker":        {"--- # first\n" + named("a") + "--- # second\n" + named("b"), []place{{"a", 0, 2}, {"b", 1, 6}}, 2},
		"end markers":                {named("a") + "...\n" + named("b") + "...\n", []place{{"a", 0, 1}, {"b", 1, 5}}, 2},
		"directive":                  {"%YAML 1.1\n---\n" + named("a"), []place{{"a", 0, 3}}, 1},
		"marker inside a block":      {"apiVersion: v1\nkind: Pod\nmetadata:\n  name: |-\n    ---\n---\n" + named("b"), []place{{"---", 0, 1}, {"b", 1, 7}}, 2},
		"document that is no object": {"a: b\n---\n" + named("b") + "---\n- c\n---\nscalar\n", []place{{"b", 1, 3}}, 4},
		"windows line ends":          {strings.ReplaceAll("---\n"+named("a")+"---\n"+named("b"), "\n", "\r\n"), []place{{"a", 0, 2}, {"b", 1, 6}}, 2},
		"old mac line ends":          {strings.ReplaceAll("---\n"+named("a")+"---\n"+named("b"), "\n", "\r"), []place{{"a", 0, 2}, {"b", 1, 6}}, 2},
		"byte order mark":            {"\ufeff---\n" + named("a"), []place{{"a", 0, 2}}, 1},
		"JSON after each other":      {`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"}}` + "\n" + `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"b"}}`, []place{{"a", 0, 1}, {"b", 0, 2}}, 2},
		"JSON between markers":       {"---\n{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"a\"}}\n---\n" + named("b"), []place{{"a", 0, 2}, {"b", 1, 4}}, 2},
		"UTF-16":                     {"\xff\xfe" + wide(named("a")), []place{{"a", 0, 1}}, 1},
		"empty":                      {"", nil, 0},
		"blank":                      {" \n\t\n# c\n", nil, 0},
		"only markers":               {"---\n---\n", nil, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			set := read(t, "a.yaml", tt.data)
			if len(set.Errors) > 0 {
				t.Fatal(set.Errors)
			}
			var got []place
			for _, o := range set.Objects {
				got = append(got, place{o.Name, o.Document, o.Line})
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			if set.Documents != tt.documents || set.Files != 1 {
				t.Errorf("got %d documents of %d files, want %d", set.Documents, set.Files, tt.documents)
			}
		})
	}
}

// wide writes ASCII as UTF-16, low byte first.
func wide(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		b.Write([]byte{c, 0})
	}
	return b.String()
}

// brokenFile is a file with one error.
type brokenFile struct {
	data         string
	line, column int
	message      string
	others       int // objects that are read all the same
}

func brokenFiles() map[string]brokenFile {
	return map[string]brokenFile{
		"tab":                          {"a:\n\tb: c\n", 2, 1, msgTab, 0},
		"tab after spaces":             {"a:\n  b:\n  \tc: d\n", 3, 3, msgTab, 0},
		"second of three":              {named("a") + "---\na: b: c\n---\n" + named("c"), 5, 1, "a \"key: value\" is not allowed here", 2},
		"wrong indentation":            {"a:\n  b: c\n d: e\nf: g\n", 3, 2, "indented wrongly", 0},
		"list item out of place":       {"a:\n  - b\n  c: d\n", 3, 3, "list item", 0},
		"no colon":                     {"a: b\nc\nd: e\n", 2, 1, "want a colon", 0},
		"quote that is never closed":   {"a: b\nc: \"d\ne: f\n", 2, 1, "never closed", 0},
		"bracket that is never closed": {"a: b\nc: [d, e\nf: g\n", 2, 1, "\"[\" is never closed", 0},
		"odd first character":          {"a: b\nc: @d\n", 2, 1, "put it in quotes", 0},
		"template line":                {"a: b\n{{- if .x }}\nc: d\n{{- end }}\n", 2, 1, msgTemplate, 0},
		"template value":               {"a: b\nc: {{ .Values.c }}\n", 2, 4, msgTemplate, 0},
		"template in text":             {"a: {{ .Values.c }}-x\n", 1, 4, msgTemplate, 0},
		"template in a block before":   {"a: |\n  {{ if x }}\nb: '{{ x }}'\nc: d: e\n", 4, 1, "a \"key: value\" is not", 0},
		"unknown anchor":               {"a: b\nc: *d\n", 2, 1, "anchor", 0},
		"anchor in itself":             {"a: &a\n  b: *a\n", 2, 6, "contains itself", 0},
		"merge in itself":              {"a: &a\n  <<: *a\n", 2, 7, "contains itself", 0},
		"merge of a string":            {"a:\n  <<: b\n", 2, 7, "wants a map", 0},
		"map as a key":                 {"a: b\n{c: d}: e\n", 2, 1, "a key must be a string", 0},
		"null as a key":                {"a: b\n~: c\n", 2, 1, "a key is null", 0},
		"wrong tag":                    {"a: !!int b\n", 1, 4, "cannot read \"b\" as !!int", 0},
		"infinity":                     {"a: .inf\n", 1, 4, "not a number", 0},
		"NUL byte":                     {"a: b\nc: \x00\n", 2, 4, "NUL", 0},
		"control character":            {"a: b\nc: \x01\n", 2, 4, "0x01", 0},
		"not UTF-8":                    {"a: é\nb: \xff\n", 2, 4, "byte 0xff", 0},
		"not UTF-8, other document":    {"a: \xff\n---\n" + named("b"), 1, 4, "byte 0xff", 1},
		"JSON without a comma":         {"{\"a\": 1\n \"b\": 2}", 2, 2, "want a comma", 0},
		"JSON that ends":               {"{\"a\": [1,", 1, 10, "ends too early", 0},
		"JSON with a bad escape":       {`{"a": "\q"}`, 1, 7, "escape", 0},
		"JSON with two decimal points": {`{"a": 1.2.3, "b": "c}`, 1, 7, "not a JSON number", 0},
		"nested maps":                  {strings.Repeat("{a: ", 2000) + "b" + strings.Repeat("}", 2000), 1, 4001, "nested", 0},
		"nested lists":                 {strings.Repeat("[", 5000) + strings.Repeat("]", 5000), 1, 1001, "nested", 0},
		"nested JSON":                  {strings.Repeat(`{"a":`, 1500) + "1" + strings.Repeat("}", 1500), 1, 5006, "nested", 0},
		"nested past the parser":       {"a: " + strings.Repeat("[", 20000), 1, 1, "nested", 0},
		"nested block lists":           {strings.Repeat("- ", 12000) + "a", 1, 1, "nested", 0},
	}
}

func TestReadReportsErrors(t *testing.T) {
	for name, tt := range brokenFiles() {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			set := read(t, "a.yaml", tt.data)
			if len(set.Errors) != 1 {
				t.Fatalf("got errors %v, want one", set.Errors)
			}
			e := set.Errors[0]
			if e.File != "a.yaml" || e.Line != tt.line || e.Column != tt.column || !strings.Contains(e.Message, tt.message) {
				t.Errorf("got %+v, want %d:%d %q", e, tt.line, tt.column, tt.message)
			}
			if strings.Contains(e.Message, "yaml:") || strings.Contains(e.Message, "line ") && !strings.Contains(e.Message, "the line") {
				t.Errorf("the message speaks as the parser: %q", e.Message)
			}
			if len(set.Objects) != tt.others {
				t.Errorf("got %d other objects, want %d", len(set.Objects), tt.others)
			}
			if d := time.Since(start); d > 3*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

func TestAliasBombIsBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 30; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	set := read(t, "a.yaml", b.String()+"---\n"+named("b"))
	if len(set.Errors) != 1 || len(set.Objects) != 1 || !strings.Contains(set.Errors[0].Message, "unfold") || set.Errors[0].Line < 4 {
		t.Errorf("got errors %v and %d objects", set.Errors, len(set.Objects))
	}
}

func TestAliasChainIsBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("- &a0 x\n")
	for i := 1; i < 3000; i++ {
		fmt.Fprintf(&b, "- &a%d [*a%d]\n", i, i-1)
	}
	set := read(t, "a.yaml", b.String())
	if len(set.Errors) != 1 || !strings.Contains(set.Errors[0].Message, "nested") {
		t.Errorf("got errors %v", set.Errors)
	}
}

func TestReadKeepsTheOrderWhateverTheWorkers(t *testing.T) {
	var files []source.File
	for i := range 40 {
		data := named(fmt.Sprintf("a%d", i)) + "---\n: : :\n---\n" + named(fmt.Sprintf("b%d", i))
		files = append(files, source.File{Name: fmt.Sprintf("%d.yaml", i), Data: []byte(data)})
	}
	names := func(s *Set) (out []string) {
		for _, o := range s.Objects {
			out = append(out, o.File+" "+o.Name)
		}
		for _, e := range s.Errors {
			out = append(out, fmt.Sprint(e))
		}
		return out
	}
	want := names(Read(files, 1))
	if len(want) != 120 {
		t.Fatalf("got %d lines, want 120", len(want))
	}
	for _, workers := range []int{0, 2, 7, 100} {
		if diff := cmp.Diff(want, names(Read(files, workers))); diff != "" {
			t.Errorf("%d workers: %s", workers, diff)
		}
	}
}

func TestReadNotesChartsOnce(t *testing.T) {
	set := Read([]source.File{
		{Name: "c/templates/a.yaml", Chart: "c"}, {Name: "c/templates/b.yaml", Chart: "c"}, {Name: "a.yaml", Data: []byte(named("a"))},
	}, 0)
	if len(set.Notes) != 1 || !strings.Contains(set.Notes[0], "helm template") || set.Files != 1 || len(set.Errors) != 0 {
		t.Errorf("got notes %q, %d files, errors %v", set.Notes, set.Files, set.Errors)
	}
}

func TestReadMarksPatches(t *testing.T) {
	set := Read([]source.File{
		{Name: "o/kustomization.yaml", Data: []byte("resources: [../base]\npatches:\n- path: p1.yaml\n- patch: |\n    a: b\npatchesStrategicMerge:\n- sub/p2.yaml\n- |\n  kind: Pod\npatchesJson6902:\n- path: ../p3.yaml\n")},
		{Name: "o/p1.yaml", Data: []byte(named("p1"))},
		{Name: "o/sub/p2.yaml", Data: []byte(named("p2"))},
		{Name: "p3.yaml", Data: []byte(named("p3"))},
		{Name: "o/whole.yaml", Data: []byte(named("whole"))},
		{Name: "sub/p2.yaml", Data: []byte(named("other"))},
	}, 0)
	got := map[string]bool{}
	for _, o := range set.Objects {
		got[o.Name] = o.Patch
	}
	if diff := cmp.Diff(map[string]bool{"p1": true, "p2": true, "p3": true, "whole": false, "other": false}, got); diff != "" {
		t.Error(diff)
	}
	if set.Find("Pod", "", "p1") != nil || set.Find("Pod", "default", "whole") == nil {
		t.Error("a patch is found, or an object is not")
	}
}

func TestReadMarksWhatTestsExpect(t *testing.T) {
	set := Read([]source.File{
		{Name: "tests/00-install.yaml", Data: []byte(named("made"))},
		{Name: "tests/00-assert.yaml", Data: []byte(named("expected"))},
		{Name: "tests/01-errors.yml", Data: []byte(named("absent"))},
		{Name: "tests/ready.yaml", Data: []byte("apiVersion: kuttl.dev/v1beta1\nkind: TestAssert\n---\n" + named("beside"))},
		{Name: "assert.yaml", Data: []byte(named("whole"))},
	}, 0)
	got := map[string]bool{}
	for _, o := range set.Objects {
		got[o.Name] = o.Patch
	}
	if diff := cmp.Diff(map[string]bool{"made": false, "expected": true, "absent": true, "": true, "beside": true, "whole": false}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"3 files hold what tests expect of objects (kuttl, Chainsaw): not judged"}, set.Notes); diff != "" {
		t.Error(diff)
	}
}

func TestFind(t *testing.T) {
	set := read(t, "a.yaml", named("a")+"---\napiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: shop}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: b, namespace: default}\n")
	for _, tt := range []struct {
		kind, namespace, name string
		want                  int // index, -1 for none
	}{
		{"Pod", "", "a", 0},
		{"Pod", "default", "a", 0},
		{"Pod", "shop", "a", 1},
		{"Pod", "", "b", 2},
		{"Pod", "other", "a", -1},
		{"Service", "", "a", -1},
	} {
		got := set.Find(tt.kind, tt.namespace, tt.name)
		if tt.want < 0 && got != nil || tt.want >= 0 && got != set.Objects[tt.want] {
			t.Errorf("%v: got %v", tt, got)
		}
	}
	byHand := &Set{Objects: set.Objects}
	if byHand.Find("Pod", "shop", "a") != set.Objects[1] {
		t.Error("not found in a set that was put together by hand")
	}
}
