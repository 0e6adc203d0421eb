package peer_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/diff"
	"go.yaml.in/yaml/v3"

	"github.com/podlint/podlint/internal/cli"
)

// TestFixesOfTheCorpus makes all fixes of the real manifests that lie beside the repository on some machines, and looks at what was done with a
// parser of its own: a document differs from before only in values on lines that have changed, and not through an alias; no violation of the
// severity warning or above is new; and a second run changes nothing.
func TestFixesOfTheCorpus(t *testing.T) {
	corpus, err := filepath.Abs("../../../shared/corpus/manifests")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no corpus here")
	}
	t.Chdir(t.TempDir())
	if err := os.CopyFS(".", os.DirFS(corpus)); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), "git", "init", "-q").CombinedOutput(); err != nil {
		t.Skipf("git init: %v: %s", err, out)
	}
	was, before := contents(t), mended(t)
	after := mended(t, "--fix", "--unsafe-fixes")
	now := contents(t)
	documents := 0
	for name, text := range now {
		if !bytes.Equal(text, was[name]) {
			n, bad := changedAlone(was[name], text)
			documents += n
			for _, what := range bad {
				t.Errorf("%s: %s", name, what)
			}
		}
	}
	if documents < 50 || len(was) != len(now) {
		t.Errorf("%d documents of %d files, now %d, have changed: the test shows nothing", documents, len(was), len(now))
	}
	for what, n := range after {
		if n > before[what] {
			t.Errorf("new: %s", what)
		}
	}
	mended(t, "--fix", "--unsafe-fixes")
	if diff := cmp.Diff(now, contents(t)); diff != "" {
		t.Errorf("the second run changes (-first +second):\n%s", diff)
	}
}

// TestChangedAlone: the walk over the corpus would see what it looks for.
func TestChangedAlone(t *testing.T) {
	const anchor = "a: &x\n  b: 1\n  c: 2\nd:\n  e: *x\n"
	for name, tt := range map[string]struct {
		was, now string
		want     string // part of what is wrong; empty: nothing is
	}{
		"a value":                   {"a: 1\nb: 2\n", "a: 3\nb: 2\n", ""},
		"a text of lines":           {"a: |\n  one\n  two\nb: 2\n", "a: |\n  one\n  three\nb: 2\n", ""},
		"an item":                   {"a: [1, 2]\nb: 2\n", "a: [1]\nb: 2\n", ""},
		"a key that stood twice":    {"a: 1\na: 2\n", "a: 2\n", ""},
		"a user of an anchor":       {anchor, strings.Replace(anchor, "b: 1", "b: 3", 1), "through an alias"},
		"a value without its line":  {"a: !!str 1\n---\nb: {c: 1}\n", "a: !!str 1\n---\nb: {c: 1}\n# on\n", "and no document"},
		"a document less":           {"a: 1\n---\nb: 1\n", "a: 1\nb: 1\n", "have become"},
		"what is none of YAML then": {"a: 1\n", "a: [1\n", "have become"},
	} {
		t.Run(name, func(t *testing.T) {
			_, bad := changedAlone([]byte(tt.was), []byte(tt.now))
			if all := strings.Join(bad, "\n"); (all == "") != (tt.want == "") || !strings.Contains(all, tt.want) {
				t.Errorf("got %q, want %q", all, tt.want)
			}
		})
	}
}

var numbers = regexp.MustCompile(`[0-9]+`)

// mended runs lint over the folder and counts what is left at warning or above, by rule, file and words, numbers left out: lines move.
func mended(t *testing.T, flags ...string) map[string]int {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args := append([]string{"lint", "--min-severity", "info", "--doubts", "-o", "json"}, flags...)
	if status := cli.Main(append(args, "."), strings.NewReader(""), &stdout, &stderr); status == cli.StatusUsage {
		t.Fatalf("status %d: %s", status, &stderr)
	}
	var doc struct {
		Violations []struct {
			Rule, File, Message, Severity string

			Doubt    bool
			Workload struct{ Kind, Name string }
		}
	}
	if err := json.Unmarshal(stdout.Bytes(), &doc); err != nil || len(doc.Violations) == 0 {
		t.Fatalf("%v in %d bytes", err, stdout.Len())
	}
	out := map[string]int{}
	for _, v := range doc.Violations {
		if !v.Doubt && v.Severity != "info" {
			out[strings.Join([]string{v.File, v.Rule, v.Workload.Kind, v.Workload.Name, numbers.ReplaceAllString(v.Message, "0")}, " ")]++
		}
	}
	return out
}

// contents are those of all files of the folder, but for git's own.
func contents(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return fs.SkipDir
		case !d.Type().IsRegular():
			return nil
		}
		out[name], err = os.ReadFile(name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// changedFile compares two versions of a file.
type changedFile struct {
	gone, come map[int]bool // lines, from 1
	found      bool         // a document is another one
	bad        []string
}

// changedAlone returns how many documents of a file are others, and what is wrong with that: values that differ on lines that have not changed, or
// through an alias.
func changedAlone(was, now []byte) (changed int, bad []string) {
	a, err := documentsOf(was)
	b, after := documentsOf(now)
	if err != nil {
		return 0, nil // a template, or none of YAML's: podlint compares what it gives
	}
	if after != nil || len(a) != len(b) {
		return 0, []string{fmt.Sprintf("%d documents have become %d, %v", len(a), len(b), after)}
	}
	c := changedFile{}
	c.lines(was, now)
	for i := range a {
		c.found = false
		c.compare(a[i], b[i], false)
		if c.found {
			changed++
		}
	}
	if changed == 0 {
		c.bad = append(c.bad, "the text has changed, and no document")
	}
	return changed, c.bad
}

func documentsOf(text []byte) ([]*yaml.Node, error) {
	var out []*yaml.Node
	for in := yaml.NewDecoder(bytes.NewReader(text)); ; {
		var doc yaml.Node
		err := in.Decode(&doc)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out = append(out, &doc)
	}
}

var hunk = regexp.MustCompile(`^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@`)

// lines notes which lines have gone and which have come.
func (c *changedFile) lines(was, now []byte) {
	c.gone, c.come = map[int]bool{}, map[int]bool{}
	old, next := 0, 0
	for line := range strings.SplitSeq(string(diff.Diff("a", was, "b", now)), "\n") {
		m := hunk.FindStringSubmatch(line)
		switch {
		case m != nil:
			old, _ = strconv.Atoi(m[1])
			next, _ = strconv.Atoi(m[2])
		case old == 0: // the head
		case strings.HasPrefix(line, "-"):
			c.gone[old] = true
			old++
		case strings.HasPrefix(line, "+"):
			c.come[next] = true
			next++
		case strings.HasPrefix(line, " "):
			old++
			next++
		}
	}
}

// compare walks two values; aliased: on the way to one of them was an alias.
func (c *changedFile) compare(a, b *yaml.Node, aliased bool) {
	for a.Kind == yaml.AliasNode {
		a, aliased = a.Alias, true
	}
	for b.Kind == yaml.AliasNode {
		b, aliased = b.Alias, true
	}
	switch {
	case a.Kind != b.Kind || a.Kind == yaml.ScalarNode && (a.Value != b.Value || a.ShortTag() != b.ShortTag()):
		c.differ(a, b, aliased)
	case a.Kind == yaml.MappingNode:
		c.entries(a, b, aliased)
	case a.Kind != yaml.ScalarNode:
		c.items(a.Content, b.Content, aliased)
	}
}

// differ is told of a value that has gone, come (the other one is nil), or become another one.
func (c *changedFile) differ(a, b *yaml.Node, aliased bool) {
	c.found = true
	if a != nil && !touched(a, c.gone) && (b == nil || !touched(b, c.come)) || a == nil && !touched(b, c.come) {
		c.bad = append(c.bad, fmt.Sprintf("line %d is another value, and is not changed", lineOf(a, b)))
	}
	if aliased {
		c.bad = append(c.bad, fmt.Sprintf("line %d is another value through an alias", lineOf(a, b)))
	}
}

func lineOf(a, b *yaml.Node) int {
	if a == nil {
		return b.Line
	}
	return a.Line
}

// touched tells whether a line that a value stands on is among those that have changed.
func touched(n *yaml.Node, lines map[int]bool) bool {
	for i := range strings.Count(n.Value, "\n") + 2 { // a block begins on the line after its sign
		if lines[n.Line+i] && (i < 1 || n.Kind == yaml.ScalarNode) {
			return true
		}
	}
	for _, inner := range n.Content {
		if touched(inner, lines) {
			return true
		}
	}
	return false
}

// entries compares maps by key. Of a key that stands several times the last one holds.
func (c *changedFile) entries(a, b *yaml.Node, aliased bool) {
	old, next := entriesOf(a), entriesOf(b)
	for key, n := range old {
		if m := next[key]; m != nil {
			c.compare(n[1], m[1], aliased)
		} else {
			c.differ(n[0], nil, aliased)
		}
	}
	for key, n := range next {
		if old[key] == nil {
			c.differ(nil, n[0], aliased)
		}
	}
	if len(a.Content)/2-len(old) != len(b.Content)/2-len(next) { // one that stood twice
		c.found = true
	}
}

func entriesOf(n *yaml.Node) map[string][]*yaml.Node {
	out := map[string][]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		out[n.Content[i].Value] = n.Content[i : i+2]
	}
	return out
}

// items compares lists: what is alike at both ends stays, what lies between is paired, and the rest has gone or come.
func (c *changedFile) items(a, b []*yaml.Node, aliased bool) {
	if len(a) != len(b) {
		for len(a) > 0 && len(b) > 0 && same(a[0], b[0]) {
			a, b = a[1:], b[1:]
		}
		for len(a) > 0 && len(b) > 0 && same(a[len(a)-1], b[len(b)-1]) {
			a, b = a[:len(a)-1], b[:len(b)-1]
		}
	}
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			c.differ(nil, b[i], aliased)
		case i >= len(b):
			c.differ(a[i], nil, aliased)
		default:
			c.compare(a[i], b[i], aliased)
		}
	}
}

// same tells whether two values are.
func same(a, b *yaml.Node) bool {
	var x, y any
	return a.Decode(&x) == nil && b.Decode(&y) == nil && cmp.Equal(x, y)
}
