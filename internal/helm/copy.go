package helm

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/podlint/podlint/internal/source"
)

// What one chart may hold, far beyond what people write.
const (
	maxFiles = 20_000
	maxBytes = 128 << 20
	maxDepth = 40
)

// copier copies a chart out of a tree, links replaced by what they lead to.
type copier struct {
	tree  source.Tree
	to    string
	files map[string][]byte // by their paths in the chart
	bytes int
	local map[string]string // folders of the copy that lie elsewhere in the tree
}

// copyChart copies the chart in a folder of the tree into a folder of the disk, and returns what it holds, and which folders of that lie elsewhere.
func copyChart(project Project, dir, to string) (files map[string][]byte, local map[string]string, err error) {
	c := &copier{tree: project.Tree, to: to, files: map[string][]byte{}, local: map[string]string{}}
	if err := c.folder(dir, "", 0); err != nil {
		return nil, nil, err
	}
	if err := c.vendored(project.Vendored, path.Join(dir, "charts")); err != nil {
		return nil, nil, err
	}
	top := dir
	if project.Top != nil {
		top = project.Top(dir)
	}
	return c.files, c.local, c.locals(top, dir, "", 0)
}

// vendored copies the subcharts that only the other tree has.
func (c *copier) vendored(from source.Tree, charts string) error {
	if from == nil || from.Kind(charts) != source.IsFolder {
		return nil
	}
	names, err := from.List(charts)
	if err != nil {
		return fmt.Errorf("charts: %w", err)
	}
	own := c.tree
	c.tree = from
	for _, name := range names {
		if full := path.Join(charts, name); own.Kind(full) == source.IsNothing {
			if err := c.entry(full, path.Join("charts", name), 1); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *copier) folder(dir, at string, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("%s: more than %d folders lie in one another", at, maxDepth)
	}
	names, err := c.tree.List(dir)
	if err != nil {
		return fmt.Errorf("%s: %w", path.Join(".", at), err)
	}
	if err := os.MkdirAll(filepath.Join(c.to, filepath.FromSlash(at)), 0o700); err != nil {
		return cause(err)
	}
	for _, name := range names {
		if isVersionControl(name) {
			continue
		}
		if err := c.entry(path.Join(dir, name), path.Join(at, name), depth); err != nil {
			return err
		}
	}
	return nil
}

// isVersionControl tells the folders that no chart is about, and that may be huge.
func isVersionControl(name string) bool {
	return name == ".git" || name == ".hg" || name == ".svn" || name == ".bzr"
}

func (c *copier) entry(full, at string, depth int) error {
	kind := c.tree.Kind(full)
	if kind == source.IsNothing {
		return nil // pipes, and links to nothing, which helm does not read either
	}
	if _, err := c.tree.Resolve(full); err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	if kind == source.IsFolder {
		return c.folder(full, at, depth+1)
	}
	data, err := c.tree.ReadFile(full)
	if err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	c.bytes += len(data)
	c.files[at] = data
	switch {
	case len(c.files) > maxFiles:
		return fmt.Errorf("it holds more than %d files", maxFiles)
	case c.bytes > maxBytes:
		return fmt.Errorf("it holds more than %d bytes", maxBytes)
	}
	return writeFile(c.to, at, data)
}

// writeFile writes a file of a copy.
func writeFile(to, at string, data []byte) error {
	full := filepath.Join(to, filepath.FromSlash(at))
	if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
		return cause(err)
	}
	if err := os.WriteFile(full, data, 0o600); err != nil {
		return cause(err)
	}
	return nil
}

// cause is an error without the name of the temporary file, which the user has never seen.
func cause(err error) error {
	if p, ok := errors.AsType[*os.PathError](err); ok {
		return fmt.Errorf("copy it: %w", p.Err)
	}
	return err
}

// inTemplates tells a file that helm renders, or that holds what such a file includes: below templates/ of the chart itself or of a
// subchart in a folder. sub is the subchart's folder in the chart, empty for the chart itself.
func inTemplates(name string) (sub string, ok bool) {
	for {
		rest := strings.TrimPrefix(strings.TrimPrefix(name, sub), "/")
		if strings.HasPrefix(rest, "templates/") {
			return sub, true
		}
		parts := strings.SplitN(rest, "/", 3)
		if len(parts) < 3 || parts[0] != "charts" {
			return "", false
		}
		sub = path.Join(sub, parts[0], parts[1])
	}
}
