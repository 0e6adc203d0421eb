package baseline_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/podlint/podlint/internal/baseline"
	"github.com/podlint/podlint/internal/lint"
)

func violation(file, rule, fingerprint string) lint.Violation {
	return lint.Violation{File: file, Rule: rule, Message: "a <b> " + rule, Fingerprint: fingerprint}
}

// written makes a baseline of violations in a folder below the working directory and reads it again.
func written(t *testing.T, violations ...lint.Violation) *baseline.Baseline {
	t.Helper()
	t.Chdir(t.TempDir())
	if err := os.Mkdir("ci", 0o755); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join("ci", "base.json")
	b, err := baseline.Of(violations, name)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := b.Write(&text); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	again, err := baseline.Read(name)
	if err != nil {
		t.Fatalf("%v in\n%s", err, &text)
	}
	if diff := cmp.Diff(b.Entries, again.Entries); diff != "" {
		t.Fatalf("read back (-want +got):\n%s", diff)
	}
	return again
}

func TestWrite(t *testing.T) {
	written(t, violation("b.yaml", "x", "2"), violation("a.yaml", "y", "3"), violation("a.yaml", "x", "4"), violation("a.yaml", "x", "1"))
	got, err := os.ReadFile(filepath.Join("ci", "base.json"))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"version":"2","violations":[
{"file":"../a.yaml","rule":"x","message":"a <b> x","fingerprint":"1"},
{"file":"../a.yaml","rule":"x","message":"a <b> x","fingerprint":"4"},
{"file":"../a.yaml","rule":"y","message":"a <b> y","fingerprint":"3"},
{"file":"../b.yaml","rule":"x","message":"a <b> x","fingerprint":"2"}
]}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	written(t) // an empty one is one, too
}

func TestApplyAndSplit(t *testing.T) {
	b := written(t, violation("a.yaml", "x", "1"), violation("a.yaml", "x", "2"), violation("a.yaml", "off", "3"),
		violation("elsewhere.yaml", "x", "4"), violation("gone.yaml", "x", "5"), violation("broken.yaml", "x", "6"))
	for _, name := range []string{"a.yaml", "elsewhere.yaml", "broken.yaml"} {
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	res := &lint.Result{
		Violations: []lint.Violation{violation("a.yaml", "x", "1"), violation("a.yaml", "x", "7")},
		Sources:    map[string][]byte{"a.yaml": nil, "broken.yaml": nil},
		Errors:     []lint.Error{{File: "broken.yaml"}},
	}
	b.Apply(res, "ci/base.json")
	if len(res.Violations) != 1 || res.Violations[0].Fingerprint != "7" || res.Summary.Known != 1 {
		t.Errorf("got %+v left and %d known, want fingerprint 7 and 1", res.Violations, res.Summary.Known)
	}
	_, stale := b.Split(res, func(rule string) bool { return rule != "off" })
	var got []string
	for _, e := range stale {
		got = append(got, e.Fingerprint)
	}
	if diff := cmp.Diff([]string{"2", "5"}, got); diff != "" {
		t.Errorf("stale (-want +got):\n%s", diff)
	}
	b.Prune(stale)
	if len(b.Entries) != 4 {
		t.Errorf("got %d entries after pruning, want 4", len(b.Entries))
	}
}

func TestReadFaults(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, tt := range map[string]struct{ text, want string }{
		"no JSON":        {"{\n", "it ends too early"},
		"other version":  {`{"version":"9","violations":[]}`, `want version "2", got "9"`},
		"a list":         {`[]`, "line 1: "},
		"unknown field":  {"{\"version\":\"1\",\n\"entries\":[]}", "line 2: "},
		"no fingerprint": {`{"version":"1","violations":[{"file":"a"}]}`, "entry 1 has no fingerprint"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile("base.json", []byte(tt.text), 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := baseline.Read("base.json"); err == nil || !strings.HasPrefix(err.Error(), "read baseline base.json: "+tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	if _, err := baseline.Read("missing.json"); err == nil || !strings.Contains(err.Error(), "podlint baseline write missing.json") {
		t.Errorf("got %v, want the command that makes a baseline", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"version":"1","violations":[{"file":"a","rule":"b","message":"c","fingerprint":"d"}]}`))
	f.Add([]byte(`{"version":"1","violations":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		name := filepath.Join(t.TempDir(), "b.json")
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
		b, err := baseline.Read(name)
		if err != nil {
			return
		}
		res := &lint.Result{}
		b.Apply(res, name)
		if _, stale := b.Split(res, func(string) bool { return true }); len(stale) > len(b.Entries) {
			t.Errorf("got %d stale of %d", len(stale), len(b.Entries))
		}
	})
}

// TestFormerBaseline: what the build before wrote still holds, though its fingerprints hang on words and the words have changed.
func TestFormerBaseline(t *testing.T) {
	t.Chdir(t.TempDir())
	const text = `{"version":"1","violations":[
{"file":"a.yaml","rule":"x","message":"container \"app\" binds port 80","fingerprint":"old1"},
{"file":"a.yaml","rule":"x","message":"container \"web\" binds port 80","fingerprint":"old2"},
{"file":"b.yaml","rule":"y","message":"volume \"v\" is lost","fingerprint":"old3"},
{"file":"a.yaml","rule":"z","message":"container \"app\" waits","fingerprint":"old4"}
]}
`
	if err := os.WriteFile("base.json", []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	b, err := baseline.Read("base.json")
	if err != nil {
		t.Fatal(err)
	}
	said := func(file, rule, message string) lint.Violation {
		return lint.Violation{File: file, Rule: rule, Message: message, Fingerprint: file + rule + message}
	}
	res := &lint.Result{Sources: map[string][]byte{"a.yaml": nil, "c.yaml": nil}, Violations: []lint.Violation{
		said("a.yaml", "x", `container "app" binds port 80`),     // as it was
		said("a.yaml", "x", `port 80 is taken by "web" as well`), // in other words
		said("a.yaml", "x", `port 81 is taken by "web" as well`), // one more
		said("c.yaml", "y", `volume "v" is lost`),                // in a renamed file
		said("a.yaml", "x", `container "new" binds port 80`),     // new
	}}
	b.Apply(res, "base.json")
	var left []string
	for _, v := range res.Violations {
		left = append(left, v.Message)
	}
	if diff := cmp.Diff([]string{`port 81 is taken by "web" as well`, `container "new" binds port 80`}, left); diff != "" {
		t.Errorf("reported (-want +got):\n%s", diff)
	}
	_, stale := b.Split(res, func(string) bool { return true })
	if len(stale) != 1 || stale[0].Fingerprint != "old4" {
		t.Errorf("got %+v stale, want the one that is gone", stale)
	}
	b.Prune(stale)
	var out strings.Builder
	if err := b.Write(&out); err != nil || !strings.HasPrefix(out.String(), `{"version":"1"`) || strings.Count(out.String(), "old") != 3 {
		t.Errorf("got %v, %s, want the three entries that hold as they were", err, &out)
	}
}
