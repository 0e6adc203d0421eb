package config

import (
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Wanted tells whether a file is to be read, or a folder to be looked into, as include and exclude say. name is an absolute path with
// forward slashes; a path outside the folder of the configuration is always wanted.
func (c *Config) Wanted(name string, folder bool) bool {
	if len(c.Exclude) == 0 && len(c.Include) == 0 {
		return true
	}
	rel, err := filepath.Rel(c.Dir, filepath.FromSlash(name))
	if err != nil {
		return true
	}
	rel = filepath.ToSlash(rel)
	if rel == "." || rel == ".." || strings.HasPrefix(rel, "../") {
		return true
	}
	if covered(c.Exclude, rel, folder) {
		return false
	}
	return folder || len(c.Include) == 0 || covered(c.Include, rel, false)
}

// Environment is the innermost folder above a file that a pattern of Roots matches, absolute; empty when there is none. name is an absolute path with
// forward slashes.
func (c *Config) Environment(name string) string {
	for dir := path.Dir(name); len(c.Roots) > 0; dir = path.Dir(dir) {
		rel, err := filepath.Rel(c.Dir, filepath.FromSlash(dir))
		if rel = filepath.ToSlash(rel); err != nil || rel == "." || rel == ".." || strings.HasPrefix(rel, "../") {
			return ""
		}
		for _, p := range c.Roots {
			if matches(p, rel, true) {
				return dir
			}
		}
	}
	return ""
}

// covered tells whether a pattern matches the path or a folder above it.
func covered(patterns []string, rel string, folder bool) bool {
	for ; rel != "."; rel, folder = path.Dir(rel), true {
		for _, p := range patterns {
			if matches(p, rel, folder) {
				return true
			}
		}
	}
	return false
}

// matches reads a pattern as a .gitignore does: without a slash it matches at any depth, with one at the end only folders.
func matches(pattern, rel string, folder bool) bool {
	trimmed := strings.TrimSuffix(pattern, "/")
	if trimmed != pattern && !folder {
		return false
	}
	if !strings.Contains(trimmed, "/") {
		trimmed = "**/" + trimmed
	}
	trimmed = strings.TrimPrefix(strings.TrimPrefix(trimmed, "./"), "/")
	ok, err := doublestar.Match(trimmed, rel)
	return ok && err == nil
}

// Excluding is a choice of files and folders like Config.Wanted, made by patterns of --exclude, which are relative to dir. A pattern that
// is malformed or negated is an error.
func Excluding(dir string, patterns []string) (func(name string, folder bool) bool, error) {
	for _, p := range patterns {
		if p == "" || strings.HasPrefix(p, "!") || !doublestar.ValidatePattern(p) {
			return nil, fmt.Errorf("read --exclude %q: want a pattern as in a .gitignore, without negation, such as vendor/ or '*.generated.yaml'", p)
		}
	}
	c := &Config{Dir: dir, Exclude: patterns}
	return c.Wanted, nil
}
