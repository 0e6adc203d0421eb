package known_test

import (
	"os"
	"regexp"
	"testing"
)

// TestEveryEntryHasAnExample: an entry of which no example speaks could be lost without anybody seeing it.
func TestEveryEntryHasAnExample(t *testing.T) {
	b := base(t)
	var images, programs, injectors, kinds []string
	for i := range b.Images {
		images = append(images, b.Images[i].ID)
	}
	for name := range b.Programs {
		programs = append(programs, name)
	}
	for i := range b.Injectors {
		injectors = append(injectors, b.Injectors[i].ID)
	}
	for i := range b.Kinds {
		kinds = append(kinds, b.Kinds[i].Kind)
	}
	for _, of := range []struct {
		file, speaks string
		entries      []string
	}{
		{"images", `[\t ]known=([^;\n]+)`, images},
		{"programs", `(?m)^(?:\$|.*--entrypoint) (\S+)`, programs},
		{"injectors", `\binjector ([^.]+)\.`, injectors},
		{"kinds", `(?m)^--in\S* [^/]+/([^:]+):`, kinds},
	} {
		text, err := os.ReadFile("testdata/" + of.file + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		spoken := map[string]bool{}
		for _, m := range regexp.MustCompile(of.speaks).FindAllStringSubmatch(string(text), -1) {
			spoken[m[1]] = true
		}
		for _, entry := range of.entries {
			if !spoken[entry] {
				t.Errorf("policies/knowledge/%s.yaml: no example in internal/known/testdata/%s.txt speaks of %q: add one, and run: go test ./internal/known -update", of.file, of.file, entry)
			}
		}
	}
}
