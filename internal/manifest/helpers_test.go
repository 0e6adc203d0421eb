package manifest

import (
	"testing"

	"github.com/podlint/podlint/internal/source"
)

// read parses one file.
func read(t testing.TB, name, data string) *Set {
	t.Helper()
	return Read([]source.File{{Name: name, Data: []byte(data)}}, 1)
}

// one parses a file that holds one object and no error.
func one(t testing.TB, data string) *Object {
	t.Helper()
	set := read(t, "a.yaml", data)
	if len(set.Errors) != 0 || len(set.Objects) != 1 {
		t.Fatalf("got %d objects and errors %v, want one object", len(set.Objects), set.Errors)
	}
	return set.Objects[0]
}

// parseAll returns the roots of all documents, Kubernetes objects or not.
func parseAll(t testing.TB, data string) (roots []*Node, errs []Error) {
	t.Helper()
	text := newText("a.yaml", []byte(data))
	for _, ch := range split(text) {
		p := parse(text, ch)
		roots = append(roots, p.roots...)
		if p.err != nil {
			errs = append(errs, *p.err)
		}
	}
	return roots, errs
}
