package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// mutant is one change of one file that should make a test fail.
type mutant struct {
	room string // what kind of thing is changed: one of rooms
	file string // from the root of the project
	line int
	what string // the change in words

	apply func() ([]byte, error) // the text of the file with the change
}

// rooms are the kinds of things that are changed, in the order in which the summary counts them.
var rooms = []string{"rules", "library", "relations", "knowledge"}

// roomOf tells what a file holds; empty for what is not changed: tests, and the inputs that the library makes for tests.
func roomOf(file string) string {
	switch {
	case strings.HasSuffix(file, "_test.rego"), strings.HasSuffix(file, "_test.go"), strings.HasPrefix(file, "policies/lib/testing/"):
		return ""
	case strings.HasPrefix(file, "policies/rules/") && strings.HasSuffix(file, ".rego"):
		return "rules"
	case strings.HasPrefix(file, "policies/lib/") && strings.HasSuffix(file, ".rego"):
		return "library"
	case strings.HasPrefix(file, "internal/relate/") && strings.HasSuffix(file, ".go"):
		return "relations"
	case strings.HasPrefix(file, "policies/knowledge/") && strings.HasSuffix(file, ".yaml"):
		return "knowledge"
	}
	return ""
}

// String is the mutant as a compiler would report it.
func (m *mutant) String() string { return fmt.Sprintf("%s:%d: %s", m.file, m.line, m.what) }

// edit is a mutant that replaces text[start:end].
type edit struct {
	start, end int
	with, what string
}

// mutants turns the edits of a file into mutants, each once.
func mutants(room, file string, text []byte, edits []edit) []mutant {
	slices.SortStableFunc(edits, func(a, b edit) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), strings.Compare(a.with, b.with))
	})
	edits = slices.CompactFunc(edits, func(a, b edit) bool { return a.start == b.start && a.end == b.end && a.with == b.with })
	out := make([]mutant, 0, len(edits))
	for _, e := range edits {
		out = append(out, mutant{room: room, file: file, line: 1 + strings.Count(string(text[:e.start]), "\n"), what: e.what, apply: func() ([]byte, error) {
			return slices.Concat(text[:e.start], []byte(e.with), text[e.end:]), nil
		}})
	}
	return out
}

// brief is a piece of source on one line.
func brief(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > 90 {
		text = string(r[:89]) + "…"
	}
	return "`" + text + "`"
}
