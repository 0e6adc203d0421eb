package render

import (
	"path"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// layered is a tree with files that are nowhere but in memory: the kustomizations that a GitOps controller makes.
type layered struct {
	source.Tree

	files map[string][]byte
}

// Kind finds the files in memory first.
func (t *layered) Kind(name string) source.Kind {
	if t.files[name] != nil {
		return source.IsFile
	}
	if t.above(name) {
		return source.IsFolder
	}
	return t.Tree.Kind(name)
}

// above tells a folder that is there only because of a file in memory.
func (t *layered) above(name string) bool {
	for file := range t.files {
		if path.Dir(file) == name && t.Tree.Kind(name) == source.IsNothing {
			return true
		}
	}
	return false
}

// ReadFile reads the files in memory first.
func (t *layered) ReadFile(name string) ([]byte, error) {
	if data := t.files[name]; data != nil {
		return data, nil
	}
	return t.Tree.ReadFile(name)
}

// Resolve finds no links in what is in memory.
func (t *layered) Resolve(name string) (string, error) {
	if t.files[name] == nil && !t.above(name) {
		return t.Tree.Resolve(name)
	}
	if t.files[name] == nil {
		return name, nil
	}
	dir, err := t.Resolve(path.Dir(name))
	if err != nil {
		return "", err
	}
	return path.Join(dir, path.Base(name)), nil
}

// virtual puts a kustomization into memory: what kustomize reads, and the object that places are found by.
func (p *project) virtual(dir string, object *manifest.Object) (*kustomization, error) {
	data, err := object.Root.MarshalJSON()
	if err != nil {
		return nil, err
	}
	file := path.Join(dir, fileNames[0])
	p.inMemory(file, data)
	p.made[file] = object
	return p.load(dir), nil
}

// inMemory puts a file over the tree.
func (p *project) inMemory(file string, data []byte) {
	tree, ok := p.tree.(*layered)
	if !ok {
		tree = &layered{Tree: p.tree, files: map[string][]byte{}}
		p.tree = tree
	}
	tree.files[file] = data
	if resolved, err := tree.Resolve(file); err == nil {
		tree.files[resolved] = data
	}
}

// isTrue tells the value true.
func isTrue(n *manifest.Node) bool { return n != nil && n.Text == "true" }

// mapOf is a map of fields that stand elsewhere, those without a value left out.
func mapOf(fields ...manifest.Field) *manifest.Node {
	n := &manifest.Node{Type: manifest.Map}
	for _, f := range fields {
		if f.Value == nil || f.Value.Type == manifest.Null || f.Value.Type == manifest.String && f.Value.Text == "" {
			continue
		}
		if f.Span.Line == 0 {
			f.Span = f.Value.Span
		}
		n.Fields = append(n.Fields, f)
	}
	return n
}

// textAt is a text that is said to stand where something else does.
func textAt(text string, span manifest.Span) *manifest.Node {
	return &manifest.Node{Type: manifest.String, Text: text, Span: span}
}

func listOf(all ...*manifest.Node) *manifest.Node {
	if len(all) == 0 {
		return nil
	}
	return &manifest.Node{Type: manifest.List, Items: all, Span: all[0].Span}
}

// relative is a path from one folder to another; both are absolute.
func relative(from, to string) string {
	a, b := strings.Split(strings.Trim(from, "/"), "/"), strings.Split(strings.Trim(to, "/"), "/")
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	up := strings.Repeat("../", len(a))
	return path.Clean(up + strings.Join(b, "/"))
}
