package render

import (
	"slices"
	"testing"

	"sigs.k8s.io/kustomize/api/provider"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// TestNodesAsWritten: what is read of a resource is what is read of the text that kustomize writes, in the same order; what is not plain is left to the
// text.
func TestNodesAsWritten(t *testing.T) {
	const head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web, labels: {b: \"2\", a10: x, a9: y, a: z, A: q, a-b: r, \"1\": s}}\n"
	for name, test := range map[string]struct {
		text   string
		direct bool
	}{
		"plain":            {"data: {a: b, n: 1, t: true, f: false, none: null, list: [1, -5, two, [], {}]}\n", true},
		"nothing":          {"data:\n  a:\n  b: [1]\n", true},
		"nothing in flow":  {"data: {a: , b: 1}\n", false},
		"words":            {"data: {a: yes, b: no, c: 'true', d: \"null\", e: '5', f: \"1.5\", g: y, h: ~, i: '', j: '<<'}\n", true},
		"keys":             {"data: {a1: 1, a10: 1, a2: 1, a02: 1, a: 1, _: 1, B: 1, ab: 1, a.b: 1, a-1: 1, ä: 1, x0: 1, x00: 1, yes: 1, on: 1}\n", true},
		"lines":            {"data:\n  a: |\n    one\n      two\n    \tthree\n  c: \"ends \\n\"\n  d: |+\n    kept\n\n  e: ' x '\n  f: \"\\n\"\n", true},
		"text that means":  {"data: {a: '# no comment', b: 'a: b', c: '- d', d: '&e', e: '*f', f: '!g', g: '%h', h: '@i', i: '`j`', j: '{{ k }}', k: '? l', l: '|', m: 'it''s'}\n", true},
		"other scripts":    {"data: {a: \"ünï\\u00a0code 日本 \\U0001F600\"}\n", true},
		"folded lines":     {"data:\n  a: >\n    folded\n    text\n\n    {\n      b\n    }\n", false},
		"number":           {"data: {a: 1.5}\n", false},
		"octal":            {"data: {a: 0644}\n", false},
		"long":             {"data: {a: 12345678901234567890}\n", false},
		"time":             {"data: {a: 2001-01-01}\n", false},
		"loud":             {"data: {a: TRUE, b: False}\n", false},
		"control":          {"data: {a: \"\\u0007\", b: \"\\r\\n\", c: \"\\u2028\", d: \"\\ufeff\"}\n", false},
		"tagged":           {"data: {a: !!str 5}\n", false},
		"key that is none": {"data: {5: a}\n", false},
	} {
		all, err := provider.NewDefaultDepProvider().GetResourceFactory().SliceFromBytes([]byte(head + test.text))
		if err != nil || len(all) != 1 {
			t.Errorf("%s: got %d resources, error %v", name, len(all), err)
			continue
		}
		got := new(nodes).nodesOf(all[0])
		if (got != nil) != test.direct {
			t.Errorf("%s: read directly: %t, want %t", name, got != nil, test.direct)
			continue
		}
		if got == nil {
			continue
		}
		text, err := all[0].AsYAML()
		if err != nil {
			t.Fatal(err)
		}
		docs, errs := manifest.Documents(source.File{Data: text})
		if len(docs) != 1 || len(errs) > 0 {
			t.Fatalf("%s: got %d documents, errors %v", name, len(docs), errs)
		}
		m := made{root: got, refers: true}
		if written := m.referring(); string(written) != string(text) {
			t.Errorf("%s: got the text\n%s\nwant\n%s", name, written, text)
		}
		want, _ := docs[0].Root.MarshalJSON()
		if has, _ := got.MarshalJSON(); !slices.Equal(has, want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, has, want)
		}
	}
}
