package report

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/lint"
	"github.com/podlint/podlint/internal/picture"
)

// htmlTag is a tag as the page writes them: attributes are in double quotes.
var (
	htmlTag       = regexp.MustCompile(`<(/?[a-zA-Z!][a-zA-Z0-9]*)((?:\s+[a-zA-Z-]+(?:="[^"<>]*")?)*)\s*/?>`)
	htmlAttribute = regexp.MustCompile(`([a-zA-Z-]+)(?:="[^"<>]*")?`)
)

// skeletonOf is which tags with which attributes a page has, in no order. Everything else in it must be text.
func skeletonOf(t *testing.T, page string) []string {
	t.Helper()
	for _, block := range []string{"style", "script"} {
		start, end := strings.Index(page, "<"+block+">"), strings.Index(page, "</"+block+">")
		if start < 0 || end < 0 || strings.Count(page, "<"+block) != 1 {
			t.Fatalf("want one %s", block)
		}
		page = page[:start] + page[end:]
	}
	found := map[string]bool{}
	rest := htmlTag.ReplaceAllStringFunc(page, func(tag string) string {
		m := htmlTag.FindStringSubmatch(tag)
		for _, a := range htmlAttribute.FindAllStringSubmatch(m[2], -1) {
			found[m[1]+" "+a[1]] = true
		}
		found[m[1]] = true
		return ""
	})
	if strings.ContainsAny(rest, "<>") {
		t.Errorf("a bracket is left that is no tag's: %.200s", rest[strings.IndexAny(rest, "<>"):])
	}
	names := make([]string, 0, len(found))
	for name := range found {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// called is a result in which every text of a stranger's is the same.
func called(text string) (*lint.Result, Options) {
	w := lint.Workload{Kind: text, Namespace: text, Name: text}
	v := lint.Violation{
		Rule: text, Severity: "warning", Confidence: "strong", Message: text, File: text, Line: 1, Column: 1, EndLine: 1, EndColumn: 3, Container: text,
		Workload: w, Fingerprint: text, Documentation: text, SeverityReason: text, Fix: &lint.Fix{Title: text + "`" + text + "`"},
		Related:  []lint.Related{{Message: text, File: text, Line: 2, Column: 1, EndLine: 2, EndColumn: 2}, {Message: text, File: text + "x", Line: 1, Column: 1, EndLine: 1, EndColumn: 2}},
		Rendered: &lint.Rendered{From: []string{text}},
	}
	res := &lint.Result{
		Violations: []lint.Violation{v}, Suppressed: []lint.Suppressed{{Violation: v, By: lint.Suppression{Kind: lint.InSource, Reason: text, File: text}}},
		Errors: []lint.Error{{File: text, Message: text}}, Notes: []lint.Note{{File: text, Message: text}},
		Sources: map[string][]byte{text: []byte(text + "\n" + text), text + "x": []byte(text)}, Summary: lint.Summary{Warnings: 1},
	}
	d := awkwardPod()
	d.Kind, d.Name, d.Nodes[0].Name, d.Nodes[0].Pins[0].Fingerprint = text, text, text, text
	return res, Options{Suppressed: true, Pictures: []*picture.Drawing{d}}
}

func checkHTML(t *testing.T, text string) {
	t.Helper()
	want, opt := called("plain")
	same := skeletonOf(t, string(render(t, HTML, want, opt)))
	res, opt := called(text)
	got := skeletonOf(t, string(render(t, HTML, res, opt)))
	allowed := slices.Concat(same, []string{"text textLength", "text lengthAdjust", "a rel"})
	for _, name := range got {
		if !slices.Contains(allowed, name) {
			t.Errorf("%q makes %s", text, name)
		}
	}
}

var htmlTexts = []string{
	`"><script>alert(1)</script>`, `' onmouseover=alert(1) x='`, "</title></style></script><img src=x onerror=alert(1)>", "javascript:alert(1)", "`", "<!--", "]]>", "&#60;b&#62;",
	"https://example.org/\"onclick=\"alert(1)", "\x00\x1b\u202e", "\xff",
}

func TestHTMLEscapes(t *testing.T) {
	for _, text := range htmlTexts {
		checkHTML(t, text)
	}
}

func FuzzHTML(f *testing.F) {
	for _, text := range htmlTexts {
		f.Add(text)
	}
	f.Fuzz(checkHTML)
}

// TestHTMLAllowsItself: the policy of the page allows its own style and script, by their hashes, and nothing else.
func TestHTMLAllowsItself(t *testing.T) {
	page := string(render(t, HTML, awkward(), awkwardOptions()))
	policy := regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)
	if policy == nil {
		t.Fatal("no policy")
	}
	inside := func(tag string) string {
		_, rest, _ := strings.Cut(page, "<"+tag+">")
		text, _, _ := strings.Cut(rest, "</"+tag+">")
		return text
	}
	want := fmt.Sprintf("default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'", picture.Hash(inside("style")), picture.Hash(inside("script")))
	if policy[1] != want {
		t.Errorf("got %s, want %s", policy[1], want)
	}
	for _, attribute := range []string{` style="`, ` src="`, ` onclick="`} {
		if strings.Contains(page, attribute) {
			t.Errorf("the page has%s, which its policy refuses", attribute)
		}
	}
}

// TestHTMLLinks: only addresses on the web are links, and a violation leads to the picture that has it.
func TestHTMLLinks(t *testing.T) {
	res, opt := called("javascript:alert(1)")
	if page := string(render(t, HTML, res, opt)); strings.Contains(page, `href="javascript:`) {
		t.Error("a script is a link")
	}
	page := string(render(t, HTML, awkward(), awkwardOptions()))
	for _, want := range []string{
		`<a href="https://docs.example/logging/app-logs-to-file.md" rel="noopener noreferrer">app-logs-to-file</a>`,
		`<article id="` + strings.Repeat("a1", 32) + `"`, `<a href="#picture-1">picture</a>`, `<details id="picture-1"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if n := strings.Count(page, ` id="`+strings.Repeat("a1", 32)); n != 1 {
		t.Errorf("%d elements have the id of two violations of one fingerprint, want one", n)
	}
}

// TestHTMLFrame: the line, what it is about, the lines around it, and the label of the other place.
func TestHTMLFrame(t *testing.T) {
	res := &lint.Result{
		Sources: map[string][]byte{"a.yaml": []byte("one\ntwo\nthree: <x>\nfour\nfive\nsix\nseven\neight: y\nnine\n")},
		Violations: []lint.Violation{{
			Rule: "r", Severity: "error", Message: "m", File: "a.yaml", Line: 3, Column: 8, EndLine: 3, EndColumn: 11,
			Related: []lint.Related{{Message: "here", File: "a.yaml", Line: 8, Column: 8, EndLine: 8, EndColumn: 9}},
		}},
	}
	var b bytes.Buffer
	if err := HTML(&b, res, Options{}); err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(b.String(), "<pre>")
	got, _, _ := strings.Cut(rest, "</pre>")
	want := `<i>1</i> one
<i>2</i> two
<i>3</i> three: <mark class="b">&lt;x&gt;</mark>
<i>…</i>
<i>6</i> six
<i>7</i> seven
<i>8</i> eight: <mark class="a">y</mark>
<i></i>        <em>here</em>
<i>9</i> nine
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestPicturesOfAComment: three pods at most, the gravest first, and the others are counted.
func TestPicturesOfAComment(t *testing.T) {
	var all []*picture.Drawing
	for i, severity := range []string{"info", "warning", "error", "warning", "error"} {
		all = append(all, &picture.Drawing{Kind: "Pod", Name: fmt.Sprint("p", i), Pins: []picture.Pin{{Severity: severity}}})
	}
	got := string(render(t, Markdown, result(), Options{Pictures: all}))
	var drawn []string
	for _, m := range regexp.MustCompile("(?s)<summary><code>Pod (p\\d)</code></summary>\n\n```mermaid\n").FindAllStringSubmatch(got, -1) {
		drawn = append(drawn, m[1])
	}
	if !cmp.Equal(drawn, []string{"p2", "p4", "p1"}) || !strings.HasSuffix(got, "\n2 pods more not drawn.\n") {
		t.Errorf("got %q in\n%s", drawn, got)
	}
}
