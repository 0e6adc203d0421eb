package main

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
)

// changes applies all mutants of a text and returns the line that each changes, as it is afterwards.
func changes(t *testing.T, text string, list []mutant) []string {
	t.Helper()
	var out []string
	for i := range list {
		got, err := list[i].apply()
		if err != nil {
			t.Fatal(err)
		}
		before := strings.Split(text, "\n")
		for n, line := range strings.Split(string(got), "\n") {
			if n >= len(before) || line != before[n] {
				out = append(out, strings.TrimSpace(line))
				break
			}
		}
	}
	return out
}

func TestRegoMutants(t *testing.T) {
	text := `package rules.x

violation contains {"msg": sprintf("%q is %q", [name, "x"])} if {
	some name, c in input.who
	c.class == "init"
	not _spared(c)
	count(c.ports) > 1
}

_spared(c) if c.role in {"proxy", "cache"}

_spared(c) if c.class == "regular"
`
	m, err := ast.ParseModule("x.rego", text)
	if err != nil {
		t.Fatal(err)
	}
	known := values{}
	known.collect(m)
	got := changes(t, text, mutants("rules", "x.rego", []byte(text), regoEdits(m, []byte(text), known)))
	want := []string{
		"not c.class == \"init\"", "true", "c.class == \"regular\"",
		"_spared(c)", "true", "not count(c.ports) > 1", "true", "count(c.ports) > 2",
		"",
		"_spared(c) if not c.role in {\"proxy\", \"cache\"}", "_spared(c) if true", "_spared(c) if c.role in {\"cache\"}",
		"",
		"_spared(c) if not c.class == \"regular\"", "_spared(c) if true", "_spared(c) if c.class == \"init\"",
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestRowMutants(t *testing.T) {
	text := "- {id: a, match: [x, z], verified: true, sources: [y]}\n- id: b\n"
	list, err := rowMutants("policies/knowledge/images.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range list {
		out, err := list[i].apply()
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, list[i].String()+"\n"+string(out))
	}
	want := []string{
		"policies/knowledge/images.yaml:1: drop `{id: a, match: [x, z], verified: true, sources: [y]}`\n- id: b\n",
		"policies/knowledge/images.yaml:1: drop `x`\n- {id: a, match: [z], verified: true, sources: [y]}\n- id: b\n",
		"policies/knowledge/images.yaml:1: drop `z`\n- {id: a, match: [x], verified: true, sources: [y]}\n- id: b\n",
		"policies/knowledge/images.yaml:1: flip `true`\n- {id: a, match: [x, z], verified: false, sources: [y]}\n- id: b\n",
		"policies/knowledge/images.yaml:2: drop `{id: b}`\n- {id: a, match: [x, z], verified: true, sources: [y]}\n",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestGoMutants(t *testing.T) {
	text := `package relate

func f(a, b int, c bool) string {
	if a < b && c {
		return "x"
	}
	switch {
	case a > 1:
		return "y"
	}
	return ""
}
`
	edits, err := goEdits("f.go", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	got := changes(t, text, mutants("relations", "f.go", []byte(text), edits))
	want := []string{
		"if !(a < b && c) {", "if true && c {", "if !(a < b) && c {", "if a <= b && c {", "if a < b && true {", "if a < b && !(c) {",
		"case !(a > 1):", "case false:", "case a >= 1:",
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestDraw: a seed draws the same mutants always, and every kind of thing is among the first.
func TestDraw(t *testing.T) {
	found, err := all(os.DirFS("../.."), "")
	if err != nil {
		t.Fatal(err)
	}
	first, again := draw(found, 7), draw(found, 7)
	seen := map[string]bool{}
	for i := range 6 {
		seen[first[i].room] = true
		if first[i].String() != again[i].String() {
			t.Errorf("mutant %d differs with one seed: %s, %s", i, &first[i], &again[i])
		}
	}
	if len(first) != len(found) || len(seen) != len(rooms) {
		t.Errorf("drew %d of %d mutants, of %v among the first six", len(first), len(found), seen)
	}
}

// juror tries the mounted volumes' rule with another condition in place of one of its own.
func juror(t *testing.T) func(condition, with string) (bool, error) {
	t.Helper()
	j, err := newJury(t.Context(), os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	const file = "policies/rules/coupling/unmounted_volume/unmounted_volume.rego"
	text, err := os.ReadFile("../../" + file)
	if err != nil {
		t.Fatal(err)
	}
	return func(condition, with string) (bool, error) {
		if !bytes.Contains(text, []byte(condition)) {
			t.Fatalf("%s has no %q", file, condition)
		}
		changed := bytes.Replace(text, []byte(condition), []byte(with), 1)
		m := mutant{room: "rules", file: file, apply: func() ([]byte, error) { return changed, nil }}
		return j.try(t.Context(), &m)
	}
}

// TestJury: a rule that has lost a condition is found out, one that is as it was is not, and what does not compile says nothing of the tests.
func TestJury(t *testing.T) {
	try := juror(t)
	for with, want := range map[string]bool{"not volume.mounted_by": false, "true": true, "volume.mounted_by": true} {
		if got, err := try("not volume.mounted_by", with); err != nil || got != want {
			t.Errorf("with %q in place of a condition: killed %v (%v), want %v", with, got, err, want)
		}
	}
	if _, err := try("some volume in input.pod.volumes", "true"); !errors.Is(err, errInvalid) {
		t.Errorf("with a variable unbound: got %v, want %v", err, errInvalid)
	}
}

// TestJuryMindsKnowledge: the fixtures of the rules rest on what is known of images.
func TestJuryMindsKnowledge(t *testing.T) {
	j, err := newJury(t.Context(), os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	nothing := mutant{room: "knowledge", file: "policies/knowledge/images.yaml", apply: func() ([]byte, error) { return []byte("[]\n"), nil }}
	if killed, err := j.try(t.Context(), &nothing); err != nil || !killed {
		t.Errorf("without any image: killed %v (%v), want a fixture that fails", killed, err)
	}
}
