package manifest

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// textOf returns the bytes of a span.
func textOf(t *text, s Span) string {
	start, end := t.offset(s.Line, s.Column), t.offset(s.EndLine, s.EndColumn)
	return string(t.data[start:max(start, end)])
}

// walk calls do for every value below n, and for every key.
func walk(n *Node, do func(n *Node), key func(f *Field)) {
	do(n)
	for i := range n.Fields {
		key(&n.Fields[i])
		walk(n.Fields[i].Value, do, key)
	}
	for _, item := range n.Items {
		walk(item, do, key)
	}
}

// checkSpans reads the source at the span of every scalar again and compares.
func checkSpans(t *testing.T, name string, text *text, root *Node) {
	t.Helper()
	again := func(s Span) (*Node, bool) {
		if n, ok := asJSON(textOf(text, s)); ok && isJSON(text, root) {
			return n, true
		}
		roots, errs := parseAll(t, "a: "+tagOf(text, s)+strings.ReplaceAll(textOf(text, s), "\n", "\n  ")+"\n")
		if len(errs) > 0 || len(roots) != 1 {
			return nil, false
		}
		return roots[0].Get("a"), true
	}
	walk(root, func(n *Node) {
		if n.Type == Map || n.Type == List {
			return
		}
		if n.Block {
			if got := textOf(text, n.Span); strings.Trim(got, "|>+-0123456789") != "" || got == "" {
				t.Errorf("%s: block scalar at %v: the span holds %q", name, n.Span, got)
			}
			return
		}
		if s, err := resolve("", textOf(text, n.Span)); tagOf(text, n.Span) == "" && err == nil && s.typ == n.Type && s.text == n.Text {
			return // a plain scalar
		}
		got, ok := again(n.Span)
		if !ok || got == nil || got.Type != n.Type || got.Text != n.Text {
			t.Errorf("%s: %v %q at %v: the span holds %q", name, n.Type, n.Text, n.Span, textOf(text, n.Span))
		}
	}, func(f *Field) {
		if got := textOf(text, f.Span); got != f.Key && strings.Trim(got, `'"`) != f.Key && got[0] != '|' && got[0] != '>' {
			if n, ok := again(f.Span); !ok || n == nil || n.Text != f.Key && asKey(n) != f.Key {
				t.Errorf("%s: key %q at %v: the span holds %q", name, f.Key, f.Span, got)
			}
		}
	})
}

// tagged matches what stands before a value with a tag.
var tagged = regexp.MustCompile(`(^|[\s,\[{])(!\S*)\s+(&\S+\s+)?$`)

// tagOf returns the tag before a span on its line and a space, empty when there is none.
func tagOf(t *text, s Span) string {
	off := t.offset(s.Line, s.Column)
	m := tagged.FindSubmatch(t.data[t.lines[t.lineOf(off)]:off])
	if m == nil {
		return ""
	}
	if tag := string(m[2]); strings.HasPrefix(tag, "!!") || strings.Count(tag, "!") == 1 {
		return tag + " "
	}
	return "!own " // its handle is declared elsewhere
}

func isJSON(t *text, root *Node) bool { return json.Valid([]byte(textOf(t, root.Span))) }

func asJSON(src string) (*Node, bool) {
	p := parseJSON(newText("a.json", []byte(src)), 0, len(src))
	if p.err != nil || len(p.roots) != 1 {
		return nil, false
	}
	return p.roots[0], true
}

// asKey is what becomes of a value that is a key.
func asKey(n *Node) string {
	s, err := resolve("", n.Text)
	if err != nil {
		return ""
	}
	key, err := keyText(s)
	if err != nil {
		return ""
	}
	return key
}

func TestSpansHoldTheirValues(t *testing.T) {
	docs := map[string]string{
		"typical":           deployment,
		"quotes":            "a: 'it''s'\nb: \"x\\\"y\"\nc: ''\nd: \"\"\n'e f': 1\n",
		"plain over lines":  "a: one\n  two\n\n  three\nb: 2\n",
		"quoted over lines": "a: 'one\n  two'\nb: \"one \\\n  two\"\nc: 1\n",
		"flow":              "a: [1, 'b', {c: d, e: \"f\"}]\nb: {}\n",
		"tags and anchors":  "a: !!str 5\nb: &x yes\nc: &y !!int 0x10\nd: !!str\ne: &z\nf: ! x\n",
		"wide runes":        "é: \"日本\" \nb: [ü, {ö: ä}]\n\"ключ\": значение # комментарий\n",
		"byte order mark":   "\ufeffa: b\nc: d\n",
		"carriage returns":  "a: b\r\nc: 'd'\r\n",
		"old mac":           "a: b\rc: 'd'\r",
		"rare breaks":       "a: \"x\u2028 y\"\nb: z\nc: \"\u0085\"\nd: e\n",
		"second document":   "# one\n---\na: b\n---\nc: [d,\n e]\n...\n---\nf: g\n",
		"block":             "a: |\n  x\nb: >-2\n    y\nc: |+ # note\n  z\n\nd: 1\n",
		"json":              "{\"a\": [1, \"b\\n\", true],\r\n\t\"ü\": {\"ß\": null, \"c\": -1.50}}",
		"compact":           "- - a\n  - b\n- c: d\n  e: f\n",
		"explicit key":      "? a\n: b\n",
	}
	for name, doc := range docs {
		t.Run(name, func(t *testing.T) {
			roots, errs := parseAll(t, doc)
			if len(errs) > 0 || len(roots) == 0 {
				t.Fatalf("got %d documents, errors %v", len(roots), errs)
			}
			for _, root := range roots {
				checkSpans(t, name, newText("a.yaml", []byte(doc)), root)
			}
		})
	}
}

// TestCorpusSpansHoldTheirValues goes through every document, JSON and YAML, and every key and scalar in it.
func TestCorpusSpansHoldTheirValues(t *testing.T) {
	manifests(t, func(name string, data []byte) {
		text := newText(name, data)
		for _, ch := range split(text) {
			for _, root := range parse(text, ch).roots {
				checkSpans(t, name, text, root)
			}
		}
	})
}

// TestCorpusTextLines checks that each line of a literal block is located at the line of the file that holds it.
func TestCorpusTextLines(t *testing.T) {
	lines := 0
	manifests(t, func(name string, data []byte) {
		text := newText(name, data)
		o := &Object{text: text}
		for _, ch := range split(text) {
			for _, root := range parse(text, ch).roots {
				walk(root, func(n *Node) {
					if n.Type != String {
						return
					}
					for i, want := range strings.Split(strings.TrimSuffix(n.Text, "\n"), "\n") {
						s, ok := o.textLine(n, i)
						got := textOf(text, s)
						if n.Block && !holdsLine(text, n, got, want) {
							t.Errorf("%s: line %d of the text at %v: got %q, want %q", name, i, n.Span, got, want)
						}
						if !ok {
							t.Errorf("%s: no line %d in the text at %v", name, i, n.Span)
						}
						lines++
					}
				}, func(*Field) {})
			}
		}
	})
	t.Logf("%d lines", lines)
}

// holdsLine tells whether got is the line of a block, or of a folded one the beginning of the line.
func holdsLine(t *text, n *Node, got, want string) bool {
	if textOf(t, n.Span)[0] == '>' {
		return got != "" && strings.HasPrefix(spaced(want), spaced(got)) || want == ""
	}
	return strings.TrimSpace(got) == strings.TrimSpace(want)
}

func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }
