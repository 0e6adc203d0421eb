package source

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/podlint/podlint/internal/safefile"
)

// ignoreFile is one .gitignore and, by parent, those of the folders above it.
type ignoreFile struct {
	dir    string // absolute, with forward slashes
	rules  []ignoreRule
	parent *ignoreFile
}

// ignoreRule is one line of a .gitignore.
type ignoreRule struct {
	pattern string // for doublestar, relative to the folder of the .gitignore
	negated bool
	folders bool // only folders match
}

// maxIgnore is the largest .gitignore that is read, in bytes: far beyond what people write.
const maxIgnore = 4 << 20

// readIgnore returns the rules that hold in dir: its own .gitignore, if it has one, before those of above.
func readIgnore(dir string, above *ignoreFile) *ignoreFile {
	p := filepath.Join(filepath.FromSlash(dir), ".gitignore")
	if info, err := os.Lstat(p); err != nil || !info.Mode().IsRegular() { // git follows no link here either
		return above
	}
	return patterns(p, dir, above)
}

// patterns reads a file of patterns for a folder; one that is not there has none.
func patterns(name, dir string, above *ignoreFile) *ignoreFile {
	data, err := safefile.For(name).Read(name, maxIgnore)
	if err != nil {
		return above
	}
	f := &ignoreFile{dir: dir, parent: above}
	for line := range strings.Lines(string(data)) {
		if rule, ok := parseIgnore(line); ok {
			f.rules = append(f.rules, rule)
		}
	}
	return f
}

// parseIgnore reads a line of a .gitignore as gitignore(5) describes it.
func parseIgnore(line string) (ignoreRule, bool) {
	line = strings.TrimRight(line, "\r\n")
	for strings.HasSuffix(line, " ") && !strings.HasSuffix(line, `\ `) {
		line = strings.TrimSuffix(line, " ")
	}
	if line == "" || line[0] == '#' {
		return ignoreRule{}, false
	}
	rule := ignoreRule{}
	if line[0] == '!' {
		rule.negated = true
		line = line[1:]
	}
	rule.folders = strings.HasSuffix(line, "/")
	line = strings.TrimSuffix(line, "/")
	if line == "" {
		return ignoreRule{}, false
	}
	if !strings.Contains(line, "/") {
		line = "**/" + line
	}
	if strings.HasSuffix(line, "/**") {
		line += "/*" // all that is in the folder, but not the folder, which doublestar would take too
	}
	// Braces are plain characters in a .gitignore and alternatives in doublestar.
	rule.pattern = strings.NewReplacer("{", `\{`, "}", `\}`).Replace(strings.TrimPrefix(line, "/"))
	return rule, doublestar.ValidatePattern(rule.pattern)
}

// ignored tells whether the last rule that matches the absolute path name, in the nearest file that has one, leaves it out.
func (f *ignoreFile) ignored(name string, folder bool) bool {
	for ; f != nil; f = f.parent {
		rel := strings.TrimPrefix(strings.TrimPrefix(name, f.dir), "/")
		for _, rule := range slices.Backward(f.rules) {
			if rule.folders && !folder {
				continue
			}
			if ok, err := doublestar.Match(rule.pattern, rel); ok && err == nil {
				return !rule.negated
			}
		}
	}
	return false
}

// ignoresAbove reads what holds for the absolute path dir: the patterns of the user and of the clone, and the .gitignore files from the root
// of the repository down to the folder above. Without a repository there are none: a stray .gitignore in a home folder is nobody's
// intention.
func (r *reader) ignoresAbove(dir string) (*checkout, *ignoreFile) {
	var above []string // from the inside out
	for at := dir; ; at = path.Dir(at) {
		if _, err := os.Lstat(filepath.Join(filepath.FromSlash(at), ".git")); err == nil {
			break
		}
		if path.Dir(at) == at {
			return nil, nil
		}
		above = append(above, path.Dir(at))
	}
	root := dir
	if len(above) > 0 {
		root = above[len(above)-1]
	}
	c := r.checkout(root)
	f := c.excludes
	for _, at := range slices.Backward(above) {
		f = readIgnore(at, f)
	}
	return c, f
}
