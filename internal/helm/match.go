package helm

import (
	"strings"
	"unicode/utf8"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// traced is a line of a rendered document with the marks of its twin.
type traced struct {
	line

	known bool
	first int // number of its first mark in the document
	// shared is how many characters both have in common, -1 when all.
	shared int
}

// match finds for each document its twin among the marked ones; nil for one that has none of its length.
func match(docs []document, parts map[string][]part) [][]traced {
	out := make([][]traced, len(docs))
	for name, indices := range bySource(docs) {
		matchFile(docs, indices, parts[name], out)
	}
	return out
}

func bySource(docs []document) map[string][]int {
	out := map[string][]int{}
	for i, d := range docs {
		out[d.source] = append(out[d.source], i)
	}
	return out
}

// matchFile matches the documents of one file: first those that are equal, then those of one kind and name, then those of one kind.
// Documents of one kind keep their order when helm sorts.
func matchFile(docs []document, indices []int, parts []part, out [][]traced) {
	used := make([]bool, len(parts))
	pair := func(id func(text string) string) {
		free := map[string][]int{}
		for j, p := range parts {
			if !used[j] {
				free[id(p.text())] = append(free[id(p.text())], j)
			}
		}
		for _, i := range indices {
			list := free[id(docs[i].text)]
			if out[i] != nil || len(list) == 0 {
				continue
			}
			free[id(docs[i].text)] = list[1:]
			used[list[0]] = true
			out[i] = align(docs[i].text, parts[list[0]])
		}
	}
	pair(func(text string) string { return text })
	for _, i := range indices {
		if out[i] == nil {
			pair(kindAndName)
			pair(kind)
			return
		}
	}
}

func kindAndName(text string) string {
	docs, _ := manifest.Documents(source.File{Data: []byte(text)})
	if len(docs) == 0 {
		return ""
	}
	return docs[0].Kind + "\n" + docs[0].Namespace + "\n" + docs[0].Name
}

func kind(text string) string {
	k, _, _ := strings.Cut(kindAndName(text), "\n")
	return k
}

// align takes the marks of a document over to its twin; nil when they differ in their number of lines.
func align(text string, marked part) []traced {
	lines := strings.Split(text, "\n")
	if len(lines) != len(marked) {
		return nil
	}
	out := make([]traced, 0, len(lines))
	for i, l := range lines {
		t := traced{line: marked[i], known: true, shared: -1}
		if l != marked[i].text {
			t.known = head(l) != "" && head(l) == head(marked[i].text)
			t.shared = common(l, marked[i].text)
			t.text = l
		}
		out = append(out, t)
	}
	return out
}

// head is the indentation and the key of a line, empty when it has none.
func head(l string) string {
	i := strings.Index(l+" ", ": ")
	if i < 0 {
		return ""
	}
	return l[:i+1]
}

// common counts the characters that two lines begin with.
func common(a, b string) int {
	n := 0
	for len(a) > 0 && len(b) > 0 {
		x, size := utf8.DecodeRuneInString(a)
		y, _ := utf8.DecodeRuneInString(b)
		if x != y || !strings.HasPrefix(b, a[:size]) {
			break
		}
		a, b = a[size:], b[size:]
		n++
	}
	return n
}
