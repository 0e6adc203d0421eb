package lsp

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"
)

// pieces are what texts of the tests are made of.
var pieces = []string{"a", "ü", "語", "😀", "\n", "\r\n", "\r", " ", "\t", "\u2028"}

func drawText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(12) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

// TestEditsMakeTheOtherText: the edit between two texts makes the second of the first, applied by an editor that counts UTF-16 code units.
func TestEditsMakeTheOtherText(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		was, now := drawText(r), drawText(r)
		edits := editsFor([]byte(was), []byte(now))
		got := []byte(was)
		for i := range edits {
			got = change(got, &contentChange{Range: &edits[i].Range, Text: edits[i].NewText})
		}
		if string(got) != now {
			t.Fatalf("%q to %q: %+v makes %q", was, now, edits, got)
		}
	}
}

// TestPositionsAndOffsets: each character's offset becomes a position and is found by it again; positions anywhere lead into the text.
func TestPositionsAndOffsets(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 5_000 {
		text := drawText(r)
		l := newLayout([]byte(text))
		for at := range text {
			if at > 0 && text[at-1] == '\r' && text[at] == '\n' { // in the middle of a line's end
				continue
			}
			p := l.position(at)
			line := string(l.data[l.lines[p.Line]:at])
			if want := len(utf16.Encode([]rune(line))); p.Character != want {
				t.Fatalf("%q: offset %d is at %+v, want character %d", text, at, p, want)
			}
			if back := l.offset(p); back != at {
				t.Fatalf("%q: offset %d is at %+v, which is offset %d", text, at, p, back)
			}
		}
		p := Position{r.IntN(8) - 2, r.IntN(30) - 5}
		if at := l.offset(p); at < 0 || at > len(text) {
			t.Fatalf("%q: %+v is offset %d", text, p, at)
		}
	}
}

// TestPathsAndURIs: a name becomes a URI and is read again.
func TestPathsAndURIs(t *testing.T) {
	for _, name := range []string{"/a", "/a b/c%20d", "/ü/😀.yaml", "/a?b#c", "/a:b@c", "/'\"<>", "C:/a/b.yaml"} {
		if got, ok := pathOf(uriOf(name)); !ok || got != name {
			t.Errorf("%s: %s is read as %q", name, uriOf(name), got)
		}
	}
	for uri, want := range map[string]string{
		"file:///a/../b": "/b", "file://localhost/a": "/a", "file:///c%3A/a": "c:/a", "file:///a%2Fb": "/a/b",
		"file://other/a": "", "file:a": "", "http:///a": "", "untitled:a": "", "file:///a%00": "", "": "", "file:///a?x": "", "%": "",
	} {
		if got, ok := pathOf(uri); got != want || ok != (want != "") {
			t.Errorf("%s: got %q, want %q", uri, got, want)
		}
	}
}
