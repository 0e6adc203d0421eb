package cli_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	pathInPage = regexp.MustCompile("`((?:internal|policies|docs|cmd|testdata|\\.ci)/[A-Za-z0-9_./-]*)`")
	linkInPage = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)
	makeTarget = regexp.MustCompile("(?m)(?:^|`)make ([a-z-]+)")
)

// TestPagesForDevelopersNameWhatIsThere: every path, link and make target of the pages about podlint's own code exists.
func TestPagesForDevelopersNameWhatIsThere(t *testing.T) {
	pages, err := filepath.Glob("../../docs/design/*.md")
	if err != nil {
		t.Fatal(err)
	}
	targets := read(t, "../../Makefile")
	for _, page := range append(pages, "../../CONTRIBUTING.md", "../../SECURITY.md", "../../CHANGELOG.md") {
		text := read(t, page)
		for _, m := range pathInPage.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join("../..", m[1])); err != nil {
				t.Errorf("%s: %s is not there", page, m[1])
			}
		}
		for _, m := range linkInPage.FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s: the link %s leads nowhere", page, m[1])
			}
		}
		for _, m := range makeTarget.FindAllStringSubmatch(text, -1) {
			if !strings.Contains(targets, "\n"+m[1]+":") {
				t.Errorf("%s: the Makefile has no target %s", page, m[1])
			}
		}
	}
}
