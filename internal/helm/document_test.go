package helm

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPrinted(t *testing.T) {
	got := printed("WARNING: x\n---\n# Source: a/templates/b.yaml\nkind: A\n# Source: c\n---\n# Source: a/templates/c.yaml\n\nkind: B\n---\n# Source: d\n---\nkind: C\n---\n# Source: e\nkind: D\n")
	want := []document{{"a/templates/b.yaml", "kind: A\n# Source: c"}, {"a/templates/c.yaml", "kind: B"}, {"d", "---\nkind: C"}, {"e", "kind: D"}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(document{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestSplit compares with what helm does: cut at the separator, trim, leave out what is empty.
func TestSplit(t *testing.T) {
	a := alphabets[0]
	for name, text := range map[string]string{
		"one":          "a: b\nc: d",
		"three":        "---\na: b\n---\n\n---\n  c: d\n\n--- # e\nf: g\n---",
		"spaces":       "\n \n  a: b  \n  \n---   \n   c: d\n",
		"after a mark": a.mark(1) + "a: b\n" + a.mark(2) + "---\n" + a.mark(3) + "c: " + a.mark(4) + "d\n",
		"nothing":      " \n",
	} {
		t.Run(name, func(t *testing.T) {
			lines := a.lines(text)
			var want, got []string
			for _, d := range separator().Split(strings.TrimSpace(textOf(lines)), -1) {
				if d = strings.TrimSpace(d); d != "" {
					want = append(want, d)
				}
			}
			for _, p := range split(lines) {
				got = append(got, p.text())
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSplitKeepsMarks(t *testing.T) {
	a := alphabets[0]
	parts := split(a.lines(a.mark(1) + "a: b\n---   " + a.mark(2) + "c: " + a.mark(3) + "d\n  " + a.mark(4) + "e: f"))
	if len(parts) != 2 {
		t.Fatalf("got %d parts", len(parts))
	}
	for _, tt := range []struct{ line, column, id int }{{0, 0, 2}, {0, 2, 2}, {0, 3, 3}, {1, 1, 3}, {1, 2, 4}} {
		if h, _ := parts[1][tt.line].at(tt.column); h.id != tt.id {
			t.Errorf("%d:%d: got mark %d, want %d", tt.line, tt.column, h.id, tt.id)
		}
	}
}

func TestMatch(t *testing.T) {
	a := alphabets[0]
	marked := func(text string) part { return a.lines(a.mark(5) + text) }
	one := "kind: A\nmetadata:\n  name: x\n  sum: 1"
	docs := []document{{"f", one}, {"f", "kind: A\nmetadata:\n  name: y"}, {"f", "kind: B\nlist: 1"}, {"g", "kind: C"}}
	got := match(docs, map[string][]part{"f": {
		marked("kind: A\nmetadata:\n  name: y"), marked("kind: B\nlist: 1\nmore: 2"), marked("kind: A\nmetadata:\n  name: x\n  sum: 2"),
	}})
	if got[0] == nil || got[1] == nil || got[2] != nil || got[3] != nil {
		t.Fatalf("got %v", got)
	}
	last := got[0][3]
	if !last.known || last.shared != len("  sum: ") || last.text != "  sum: 1" {
		t.Errorf("a line that differs: %+v", last)
	}
	if out := align("a: 1\n- x", marked("b: 1\n- y")); out[0].known || out[1].known {
		t.Errorf("lines of other keys, or none, are taken for the same: %+v", out)
	}
}

func TestTrace(t *testing.T) {
	for name, tt := range map[string]struct {
		set  []string
		key  string
		want bool
	}{
		"the key":   {[]string{"a.b=1"}, "a.b", true},
		"above":     {[]string{"x=1,a=2"}, "a.b", true},
		"below":     {[]string{"a.b.c=2"}, "a.b", true},
		"an item":   {[]string{"a[0].b=2"}, "a", true},
		"a sibling": {[]string{"a.bc=2"}, "a.b", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := overridden(keysOf(tt.set), tt.key); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}
