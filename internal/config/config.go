// Package config reads podlint's configuration file. One file wins; there is no merging of several.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/podlint/podlint/internal/bundle"
	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/policy"
	"github.com/podlint/podlint/internal/safefile"
)

// Config is what a configuration file says. The zero value is that of no file.
type Config struct {
	// File is the file as the user would type it, empty when there is none.
	File string
	// Dir is the absolute folder of the file. Exclude, Include and Policies are relative to it.
	Dir      string
	Rules    []Setting
	Policies []Folder
	Exclude  []string
	Include  []string
	// Roots are patterns of folders that are environments of their own: an object below one is never related to one below another.
	Roots []string
	// FailOn is the lowest severity that fails, empty when the file does not say.
	FailOn string
	// MinSeverity and MinConfidence are the lowest that are reported, empty when the file does not say.
	MinSeverity   string
	MinConfidence string
	// Doubts reports what is in doubt, too.
	Doubts bool
	// KubeVersion is the minor version of the cluster such as "1.31", empty when the file does not say.
	KubeVersion string
	// Images are entries beside, or in place of, the shipped knowledge of images.
	Images []knowledge.Image
	// Roles are entries beside, or in place of, the shipped knowledge of roles.
	Roles []knowledge.Role
	// Mirrors are copies of registries, sorted by prefix.
	Mirrors []knowledge.Mirror
	// Overrides are what the file says of rules in some files; of several the later one wins.
	Overrides []Override
	// Kinds are entries in place of, or beside, the shipped knowledge of the kinds that hold pods.
	Kinds  []knowledge.Kind
	Render Render
	// RequireReason makes a suppression without a reason void.
	RequireReason bool
	// At is where each key of the file stands.
	At map[string]Position
	// Root is the folder that the files must lie in which the configuration names; nil: they may lie anywhere.
	Root *safefile.Root
}

// Setting is what the file says about one rule or category.
type Setting struct {
	Name string // of a rule or a category
	At   Position
	// State is "on" or "off", empty when only a severity or parameters are given; a severity switches the rule on as well.
	State      string
	Severity   string // error, warning or info; empty: the rule's own
	Parameters []Parameter
}

// Parameter is one setting of a rule.
type Parameter struct {
	Name  string
	At    Position // of the name
	Value any      // as JSON would decode it
	Place Position // of the value
}

// Position is a line and a column of the file, both from 1.
type Position struct{ Line, Column int }

// Folder is a folder, or a file, that the file names.
type Folder struct {
	Path string // relative to the folder of the file
	At   Position
}

// Names of the file, and of the variable that names another one.
const (
	Name     = ".podlint.yaml"
	OtherEnd = ".podlint.yml"
	Variable = "PODLINT_CONFIG"
)

// Candidates are the files that a configuration is looked for in, the nearest folder first.
func Candidates(dir string) []string {
	var all []string
	for _, at := range upwards(dir) {
		all = append(all, filepath.Join(at, Name), filepath.Join(at, OtherEnd))
	}
	return all
}

// Find returns the configuration file for a working directory: the nearest one from dir upwards to the root of the repository, or
// in dir itself when there is no repository. It is empty when there is none.
func Find(dir string) (string, error) {
	for _, at := range upwards(dir) {
		found, err := inFolder(at)
		if found != "" || err != nil {
			return found, err
		}
	}
	return "", nil
}

// upwards lists dir and the folders above it that belong to the same repository.
func upwards(dir string) []string {
	var all []string
	for at := dir; ; at = filepath.Dir(at) {
		all = append(all, at)
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return all
		}
		if filepath.Dir(at) == at {
			return []string{dir} // a stray file in a home folder is nobody's intention
		}
	}
}

func inFolder(dir string) (string, error) {
	var found []string
	for _, name := range []string{Name, OtherEnd} {
		p := filepath.Join(dir, name)
		switch _, err := os.Stat(p); {
		case err == nil:
			found = append(found, p)
		case !errors.Is(err, fs.ErrNotExist):
			return "", fmt.Errorf("open configuration: %w", err)
		}
	}
	switch len(found) {
	case 0:
		return "", nil
	case 1:
		return found[0], nil
	default:
		return "", fmt.Errorf("both %s and %s are there: keep one of them", found[0], found[1])
	}
}

// maxBytes is the largest configuration that is read: far beyond what people write.
const maxBytes = 4 << 20

// Read reads the file called path, which is named as shown in messages. With problems, the configuration is not to be used. What the file
// names must lie in its repository, or below its folder where there is none, unless the file itself lies outside of the project in the
// working directory: such a one no change to the project can have brought.
func Read(path, shown string) (*Config, []policy.Problem, error) {
	return ReadFor(".", path, shown, nil)
}

// ReadFor is Read for the project in a folder. data is what the file holds, for one that an editor shows; nil: what the disk has.
func ReadFor(project, path, shown string, data []byte) (*Config, []policy.Problem, error) {
	if data == nil {
		var err error
		if data, err = safefile.For(path).Read(path, maxBytes); err != nil {
			return nil, nil, fmt.Errorf("read configuration %s: %s", shown, safefile.Reason(err))
		}
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, nil, fmt.Errorf("read configuration %s: %w", shown, err)
	}
	c, problems := Parse(data, shown)
	c.Dir = filepath.Dir(abs)
	if _, err := safefile.Of(project).Resolve(path); err == nil {
		root := safefile.Of(c.Dir)
		c.Root = &root
	}
	return c, slices.Concat(problems, c.checkFolders(), c.checkValues()), nil
}

// resolve follows the links of a file that the configuration names.
func (c *Config) resolve(name string) (string, error) {
	if c.Root == nil {
		return c.path(name), nil
	}
	return c.Root.Resolve(c.path(name))
}

// checkValues demands that the files of values lie where they may.
func (c *Config) checkValues() []policy.Problem {
	var problems []policy.Problem
	for _, f := range c.Render.Helm.Values {
		if _, err := c.resolve(f.Path); err != nil && !errors.Is(err, fs.ErrNotExist) { // a chart may never ask for it
			problems = append(problems, c.problem(f.At, "open values %s: %s", f.Path, safefile.Reason(err)))
		}
	}
	return problems
}

// checkFolders demands that the folders of rules exist.
func (c *Config) checkFolders() []policy.Problem {
	var problems []policy.Problem
	for _, f := range c.Policies {
		if bundle.Remote(f.Path) {
			if _, err := bundle.Parse(f.Path); err != nil {
				problems = append(problems, c.problem(f.At, "%s", err))
			}
			continue
		}
		full, err := c.resolve(f.Path)
		if err != nil {
			problems = append(problems, c.problem(f.At, "open policy folder %s: %s", f.Path, safefile.Reason(err)))
			continue
		}
		info, err := os.Stat(full)
		switch {
		case err != nil:
			problems = append(problems, c.problem(f.At, "open policy folder %s: %s", f.Path, safefile.Reason(err)))
		case !info.IsDir():
			problems = append(problems, c.problem(f.At, "open policy folder %s: want a folder, got a file", f.Path))
		}
	}
	return problems
}

func (c *Config) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.Dir, filepath.FromSlash(name))
}

// PolicyDirs are the folders of rules, relative to the working directory where they can be, and references to rules elsewhere.
func (c *Config) PolicyDirs() []string {
	dirs := make([]string, 0, len(c.Policies))
	for _, f := range c.Policies {
		if bundle.Remote(f.Path) {
			dirs = append(dirs, f.Path)
			continue
		}
		dirs = append(dirs, Shown(c.path(f.Path)))
	}
	return dirs
}

// Shown is a path as the user would type it: relative to the working directory where it can be, with forward slashes.
func Shown(path string) string {
	wd, err := os.Getwd()
	if err != nil {
		return filepath.ToSlash(path)
	}
	if rel, err := filepath.Rel(wd, path); err == nil {
		path = rel
	}
	return filepath.ToSlash(path)
}

func (c *Config) problem(at Position, format string, args ...any) policy.Problem {
	return policy.Problem{File: c.File, Line: at.Line, Column: at.Column, Message: fmt.Sprintf(format, args...)}
}
