package main

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// all lists every mutant of the files whose path begins with only.
func all(root fs.FS, only string) ([]mutant, error) {
	modules, known, err := modulesOf(root)
	if err != nil {
		return nil, err
	}
	var out []mutant
	err = eachFile(root, func(file string, text []byte) error {
		if !strings.HasPrefix(file, only) {
			return nil
		}
		found, err := mutantsOf(file, text, modules[file], known)
		out = append(out, found...)
		return err
	})
	return out, err
}

func mutantsOf(file string, text []byte, m *ast.Module, known values) ([]mutant, error) {
	room := roomOf(file)
	switch room {
	case "knowledge":
		return rowMutants(file, text)
	case "relations":
		edits, err := goEdits(file, text)
		return mutants(room, file, text, edits), err
	}
	return mutants(room, file, text, regoEdits(m, text, known)), nil
}

// modulesOf parses the Rego files that can be changed.
func modulesOf(root fs.FS) (map[string]*ast.Module, values, error) {
	modules, known := map[string]*ast.Module{}, values{}
	err := eachFile(root, func(file string, text []byte) error {
		if !strings.HasSuffix(file, ".rego") {
			return nil
		}
		m, err := ast.ParseModule(file, string(text))
		if err != nil {
			return err
		}
		modules[file] = m
		known.collect(m)
		return nil
	})
	return modules, known, err
}

// eachFile visits the files that can be changed, by path.
func eachFile(root fs.FS, visit func(file string, text []byte) error) error {
	for _, dir := range []string{"internal/relate", "policies"} {
		err := fs.WalkDir(root, dir, func(file string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || roomOf(file) == "" {
				return err
			}
			text, err := fs.ReadFile(root, file)
			if err != nil {
				return fmt.Errorf("read what is to be changed: %w", err)
			}
			return visit(file, text)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
