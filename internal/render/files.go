package render

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"

	"github.com/podlint/podlint/internal/source"
)

// files is the file system of one build: a Tree that cannot be written.
type files struct {
	ctx    context.Context
	tree   *source.Record
	read   map[string]*sourceFile // what was read already, by name
	edits  map[string][]byte      // what is read in place of files
	root   string                 // the kustomization file that is built
	marked map[string][]byte      // files of resources with marks; nil when there are none
	whole  bool                   // read definitions with their specs
	lean   map[string]bool        // files of resources, which may be read without
	left   int                    // bytes that may still be read
}

var errReadOnly = errors.New("nothing is written while a kustomization is linted")

// Create and the others that would write fail.
func (f *files) Create(string) (filesys.File, error) { return nil, errReadOnly }

// Mkdir fails.
func (f *files) Mkdir(string) error { return errReadOnly }

// MkdirAll fails.
func (f *files) MkdirAll(string) error { return errReadOnly }

// RemoveAll fails.
func (f *files) RemoveAll(string) error { return errReadOnly }

// WriteFile fails.
func (f *files) WriteFile(string, []byte) error { return errReadOnly }

// Open fails: kustomize reads whole files.
func (f *files) Open(string) (filesys.File, error) { return nil, errReadOnly }

// Walk fails: no field of a kustomization searches folders.
func (f *files) Walk(string, filepath.WalkFunc) error { return errReadOnly }

// ReadDir fails, as Walk does.
func (f *files) ReadDir(string) ([]string, error) { return nil, errReadOnly }

// Glob finds nothing, as Walk does.
func (f *files) Glob(string) ([]string, error) { return nil, nil }

// IsDir tells folders.
func (f *files) IsDir(name string) bool { return f.kind(slash(name)) == source.IsFolder }

// Exists tells what is there.
func (f *files) Exists(name string) bool { return f.kind(slash(name)) != source.IsNothing }

// kind finds nothing any more when the build has been given up.
func (f *files) kind(name string) source.Kind {
	if f.ctx.Err() != nil {
		return source.IsNothing
	}
	return f.tree.Kind(name)
}

// CleanedAbs follows links, within the project.
func (f *files) CleanedAbs(name string) (filesys.ConfirmedDir, string, error) {
	if f.ctx.Err() != nil {
		return "", "", context.Cause(f.ctx)
	}
	full, err := f.tree.Resolve(slash(name))
	if err != nil {
		return "", "", err
	}
	if f.tree.Kind(full) == source.IsFolder {
		return filesys.ConfirmedDir(filepath.FromSlash(full)), "", nil
	}
	return filesys.ConfirmedDir(filepath.FromSlash(path.Dir(full))), path.Base(full), nil
}

// ReadFile reads a file; the kustomization that is built asks for the origin of what it makes.
func (f *files) ReadFile(name string) ([]byte, error) {
	name = slash(name)
	data, err := f.bytes(name)
	if err != nil {
		return nil, err
	}
	if f.left -= len(data); f.left < 0 || len(data) > maxFile {
		return nil, fmt.Errorf("read %s: the build reads more than %d bytes", path.Base(name), maxBuild)
	}
	if name == f.root {
		return withOrigins(data)
	}
	return data, nil
}

// bytes returns what the positions go by, also when the file has changed since.
func (f *files) bytes(name string) ([]byte, error) {
	if f.ctx.Err() != nil {
		return nil, context.Cause(f.ctx)
	}
	if data := f.edits[name]; data != nil {
		return data, nil
	}
	if known := f.read[name]; known != nil {
		f.tree.Saw(name, known.data)
		if data := f.marked[name]; data != nil {
			return data, nil
		}
		if known.lean != nil && f.lean[name] && !f.whole {
			return known.lean, nil
		}
		return known.data, nil
	}
	if _, err := f.tree.Resolve(name); err != nil {
		return nil, err
	}
	return f.tree.ReadFile(name)
}

func slash(name string) string { return path.Clean(filepath.ToSlash(name)) }

// withOrigins adds originAnnotations to the buildMetadata of a kustomization.
func withOrigins(data []byte) ([]byte, error) {
	var doc map[string]any
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	list, _ := doc["buildMetadata"].([]any)
	if slices.Contains(list, any("originAnnotations")) {
		return data, nil
	}
	if len(list) == 0 && !strings.Contains(string(data), "buildMetadata") && !isFlow(data) {
		return append(slices.Clone(data), "\nbuildMetadata: [originAnnotations]\n"...), nil
	}
	doc["buildMetadata"] = append(list, "originAnnotations")
	return yaml.Marshal(doc)
}

// isFlow tells a kustomization in JSON or flow style, or with an end marker: a line behind it would not be part of it.
func isFlow(data []byte) bool {
	text := strings.TrimSpace(string(data))
	return strings.HasSuffix(text, "}") || strings.Contains(text, "\n...") || strings.HasSuffix(text, "---")
}
