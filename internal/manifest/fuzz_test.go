package manifest

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
)

func seeds(f *testing.F) {
	f.Helper()
	for _, s := range scalars {
		f.Add([]byte("a: " + s + "\n"))
	}
	for _, s := range []string{
		deployment, located, "\ufeffa: b\r\n---\r\n", "%YAML 1.1\n---\na: 1\n...\n", "a: &a {b: *a}", "a: &a\n  <<: [*a]\n", "? [a]\n: b\n", "? a\n", "- - - a\n -b",
		"a: >\n  b\n\n    c\n d", "a: \"\\\n  b\\u00e9\\x\"", "\xff\xfea\x00", "a: \x00", "a: {{ b }}", "\ta: b", "a: !!binary x", "a: \u2028b\n c: \u0085d", "---\n---\n--- |\n a\n",
		"apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Pod}, 1, null]\n", "{\"a\": [1, \"\\ud83d\\ude00\", {}]}", "{a: b, c: [d, *e]}", "! a", "a: !", "&a", "*a", "!!str", "a: # b\n  # c\n  d",
		"'a''b': 'c\n\n  d'", "a: |2-\n    b\n   c\n", "{", "[", "\"", "'", "|", "a:\r\rb:\r  c", strings.Repeat("[", 500), strings.Repeat("- ", 500),
	} {
		f.Add([]byte(s))
	}
}

// checkSet reads data as a file and tries everything that can be done with the result.
func checkSet(t *testing.T, name string, data []byte) {
	t.Helper()
	set := read(t, name, string(data))
	for _, e := range set.Errors {
		if e.Line < 1 || e.Column < 1 || e.Message == "" {
			t.Errorf("an error without a place: %+v", e)
		}
	}
	for _, o := range set.Objects {
		if o.Line < 1 {
			t.Errorf("object without a line: %+v", o)
		}
		var p corev1.Pod
		if _, err := o.Root.Decode(&p); err != nil && (err.Want == "" || err.Got == "") {
			t.Errorf("a type error without words: %+v", err)
		}
		o.Locate(Path{"spec", "containers", 0, "args", 0, 1})
		if !json.Valid(o.Root.appendJSON(nil)) {
			t.Error("the object does not make valid JSON")
		}
	}
}

func FuzzReadYAML(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) { checkSet(t, "a.yaml", data) })
}

// FuzzResolve compares what is read with what kubectl's library reads.
func FuzzResolve(f *testing.F) {
	for _, s := range scalars {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, scalar string) {
		if strings.ContainsAny(scalar, "\n\r\t#&*!|>'\"%@`,[]{}?: \u0085\u2028\u2029\ufeff") || strings.HasPrefix(scalar, "-") {
			return
		}
		doc := "a: " + scalar + "\n"
		want, wantOK := sigs([]byte(doc))
		got, gotOK := ours(t, doc)
		if wantOK && gotOK && !cmp.Equal(want, got) {
			t.Errorf("%q: got %v, kubectl reads %v", doc, got, want)
		}
		if wantOK != gotOK {
			t.Errorf("%q: read %v, kubectl reads it: %v", doc, gotOK, wantOK)
		}
	})
}

// FuzzReadJSON compares the JSON reader with encoding/json.
func FuzzReadJSON(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"a": [1, 1.0, -0.5e3, true, false, null, "x"]}`, `{"a": "\u00e9\ud83d\ude00\/\\\"\b"}`, `{"a":1,"a":2}`, `{"a":1}{"b":2}`, `{"a":[}`,
		`{"a":01}`, `{"a":-}`, `{"a":1e999}`, "{\n\t\"a\"\r\n:\t{\"b\":[ ]}}", `{"a":"` + "\x01" + `"}`, `{"a":tru}`, `{"é":"日本"}`, `{"a":1,}`, `{,}`, `[1,]`, `[,]`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		checkSet(t, "a.json", data)
		text := newText("a.json", data)
		if !json.Valid(data) || checkText(text, chunk{end: len(data)}) != nil || len(data) > 0 && data[0] == 0xef {
			return
		}
		p := parseJSON(text, 0, len(data))
		if p.err != nil {
			if !strings.Contains(p.err.Message, "nested") && !strings.Contains(p.err.Message, "too large") {
				t.Errorf("%q: %+v", data, p.err)
			}
			return
		}
		var want any
		if json.Unmarshal(data, &want) != nil || len(p.roots) != 1 {
			return
		}
		var got any
		if err := json.Unmarshal(p.roots[0].appendJSON(nil), &got); err != nil || !cmp.Equal(want, got) {
			t.Errorf("%q: got %v, want %v (%v)", data, got, want, err)
		}
	})
}

// FuzzLocate locates every value of a document and lines of every text.
func FuzzLocate(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		roots, errs := parseAll(t, string(data))
		if len(errs) > 0 || len(data) > 1<<16 {
			return
		}
		o := &Object{text: newText("a.yaml", data)}
		for _, root := range roots {
			o.Root = root
			visits := 0
			locateAll(t, o, Path{}, root, &visits)
		}
	})
}

func locateAll(t *testing.T, o *Object, at Path, n *Node, visits *int) {
	t.Helper()
	if *visits++; *visits > 2000 || len(at) > 50 {
		return
	}
	s, exact := o.Locate(at)
	if !exact || s.Line < 1 || s.Column < 1 || s.EndLine < s.Line || s.EndLine == s.Line && s.EndColumn < s.Column || s.EndLine > len(o.text.lines) {
		t.Errorf("%v: got %v, exact %v", at, s, exact)
	}
	if n.Type == String {
		o.Locate(at.With(1))
		o.Locate(at.With(-1))
	}
	o.Locate(at.With("there is no such key"))
	for i := range n.Fields {
		locateAll(t, o, at.With(n.Fields[i].Key), n.Fields[i].Value, visits)
	}
	for i, item := range n.Items {
		locateAll(t, o, at.With(i), item, visits)
	}
}
