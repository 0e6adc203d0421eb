package policy

import (
	"io/fs"
	"path"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// module is one .rego file. It is parsed when first needed: most rules cannot fire in a short run.
type module struct {
	source string // Source.Name
	path   string // in the source's file system
	text   string

	mu     sync.Mutex
	parsed *ast.Module // nil: it was not asked for, or is forgotten
	err    error
}

// file is the name of the module as the user would type it.
func (m *module) file() string {
	if m.source == "" {
		return m.path
	}
	return path.Join(m.source, m.path)
}

// ast parses the module without its annotations, which cost more than the rules.
func (m *module) ast() (*ast.Module, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.parsed == nil && m.err == nil {
		m.parsed, m.err = ast.ParseModuleWithOpts(m.file(), m.body(), ast.ParserOptions{Capabilities: sandbox()})
		if m.err == nil && m.parsed == nil {
			m.err = &ast.Error{Code: ast.ParseErr, Message: "empty module", Location: ast.NewLocation(nil, m.file(), 1, 1)}
		}
	}
	return m.parsed, m.err
}

// forget lets go of what was parsed.
func (m *module) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.parsed = nil
}

// body is the text without the comments at its head, which are most of a rule's file; the lines keep their numbers.
func (m *module) body() string {
	end, lines := 0, 0
	for line := range strings.Lines(m.text) {
		if !strings.HasPrefix(line, "#") && strings.TrimSpace(line) != "" {
			break
		}
		end += len(line)
		lines++
	}
	return strings.Repeat("\n", lines) + m.text[end:]
}

// line is the n-th line of the text from 1, empty when there is none.
func (m *module) line(n int) string {
	lines := strings.Split(m.text, "\n")
	if n < 1 || n > len(lines) {
		return ""
	}
	return strings.TrimRight(lines[n-1], "\r")
}

// name is the dotted package by its first line, read without parsing; empty when no line says package.
func (m *module) name() string {
	for line := range strings.Lines(m.text) {
		rest, found := strings.CutPrefix(line, "package ")
		if !found {
			continue
		}
		name, _, _ := strings.Cut(rest, "#")
		return strings.TrimSpace(name)
	}
	return ""
}

// modules lists the Rego files of a source in the order of their paths. Tests and hidden folders stay out.
func modules(src Source) ([]*module, []Problem) {
	var out []*module
	var problems []Problem
	_ = fs.WalkDir(src.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && hidden(name) {
			return fs.SkipDir
		}
		if err == nil && !src.takes(name, d) {
			return nil
		}
		m := &module{source: src.Name, path: name}
		if err == nil {
			err = m.read(src.FS)
		}
		if err != nil { // what cannot be read is a problem of its own; the rest is still read
			problems = append(problems, Problem{File: m.file(), Message: "read policies: " + err.Error()})
		} else {
			out = append(out, m)
		}
		return nil
	})
	return out, problems
}

// takes tells whether the file is a policy of the source.
func (src Source) takes(name string, d fs.DirEntry) bool {
	policy := !d.IsDir() && strings.HasSuffix(name, ".rego") && !strings.HasSuffix(name, "_test.rego")
	return policy && (src.Skip == nil || !src.Skip(name))
}

func (m *module) read(from fs.FS) error {
	text, err := fs.ReadFile(from, m.path)
	m.text = string(text)
	return err
}

func hidden(name string) bool {
	return name != "." && strings.HasPrefix(path.Base(name), ".")
}
