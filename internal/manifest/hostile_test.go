package manifest

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/podlint/podlint/internal/source"
)

// TestHostileInputIsReadInTime reads large files of shapes that make naive readers quadratic.
func TestHostileInputIsReadInTime(t *testing.T) {
	const size = 100_000
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	tests := map[string]string{
		"deep flow":             fill("["),
		"deep flow maps":        fill("{a: "),
		"deep block":            fill("- "),
		"deep block maps":       fill("? "),
		"wide flow":             "[" + fill("a, ") + "]",
		"wide flow, wide runes": "[" + fill("é, ") + "]",
		"wide JSON, wide runes": `{"a": [` + fill(`"é", `) + `1]}`,
		"JSON that breaks":      `{"a": [` + fill(`"é", `) + `]}}`,
		"many JSON documents":   fill("---\n{\"a\": 1}\n"),
		"one long key":          fill("a"),
		"many keys":             keys(size / 10),
		"many equal keys":       fill("a: b\n"),
		"many comments":         fill("# a\n"),
		"many markers":          fill("---\n"),
		"many bad documents":    fill("---\na: b: c\n"),
		"many anchors":          fill("- &a b\n"),
		"many aliases":          "- &a [b, c]\n" + fill("- *a\n"),
		"many merges":           "a: &a {b: c}\nd:\n" + fill("  <<: *a\n"),
		"an open quote":         "a: b\nc: \"" + fill("d\n"),
		"an open bracket":       "a: b\nc: [" + fill("d,\n"),
		"a tab at the end":      fill("a: b\n") + "\tc: d\n",
		"templates":             fill("a: |\n  {{ b }}\n") + "c: {{ d }}e\n",
		"spaces":                fill(" "),
		"tabs":                  fill("\t"),
		"carriage returns":      fill("a:\r"),
		"folded block":          "a: >\n" + fill("  b\n"),
		"colons":                fill(": "),
		"question marks":        fill("?\n"),
		"exclamation marks":     fill("!"),
		"percent signs":         fill("%a\n"),
	}
	for name, data := range tests {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			checkSet(t, "a.yaml", []byte("apiVersion: v1\n---\n"+data))
			checkSet(t, "a.yaml", []byte(data))
			d := time.Since(start)
			t.Log(d)
			if d > 20*time.Second {
				t.Errorf("took %v", d)
			}
		})
	}
}

// TestTinyDocumentsTakeLittle: what is made for a document goes by its size.
func TestTinyDocumentsTakeLittle(t *testing.T) {
	const n = 2000
	for name, test := range map[string]struct {
		text string
		most int64 // bytes for a document; the parser of YAML has buffers of its own
	}{
		"YAML": {"---\na: b\n", 11_000},
		"JSON": {"---\n{\"a\":1}\n", 2_000},
	} {
		t.Run(name, func(t *testing.T) {
			data := strings.Repeat(test.text, n)
			got := testing.Benchmark(func(b *testing.B) {
				for b.Loop() {
					parseAll(b, data)
				}
			}).AllocedBytesPerOp() / n
			if got > test.most {
				t.Errorf("a document of %d bytes takes %d, want at most %d", len(test.text), got, test.most)
			}
		})
	}
}

// TestTinyDocumentsLeaveLittle: of a document that is no object its place stays, and no value.
func TestTinyDocumentsLeaveLittle(t *testing.T) {
	const n, most = 20_000, 200 // bytes for a document, where its lines begin included
	for name, doc := range map[string]string{
		"YAML": "---\na: b\n", "JSON": "---\n{\"a\":1}\n", "wide": "---\na: [b, c, d, e, {f: g}, h]\n", "text": "---\ntext\n", "nothing": "---\n~\n",
	} {
		t.Run(name, func(t *testing.T) {
			r := &reader{set: &Set{Sources: map[string][]byte{}}}
			r.add(&source.File{Name: "a.yaml", Data: []byte(strings.Repeat(doc, n))})
			before := live()
			jobs := r.parseAll(1)
			got := (live() - before) / n
			if len(jobs) != n {
				t.Fatalf("got %d documents, want %d", len(jobs), n)
			}
			if got > most {
				t.Errorf("a document of %d bytes leaves %d, want at most %d", len(doc), got, most)
			}
			runtime.KeepAlive(r)
		})
	}
}

// live is how many bytes of the heap are in use.
func live() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func keys(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("k" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strings.Repeat("y", i%11) + ": v\n")
	}
	return b.String()
}
