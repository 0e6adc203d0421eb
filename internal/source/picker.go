package source

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// picker chooses the files of a tree that the arguments mean.
type picker struct {
	repository *repository
	opt        Options
	tree       map[string]entry
	names      []string // of the tree, sorted; made when it is needed
	renamed    map[string]string
	chosen     map[string]bool
	list       []string
}

func (p *picker) argument(ctx context.Context, commit, arg string) error {
	name, ok := p.repository.inside(arg)
	if !ok {
		return nil // at the revision it was outside as well
	}
	if _, isFile := p.tree[name]; isFile {
		p.add(name)
		return nil
	}
	here := exists(arg)
	if !here && strings.ContainsAny(arg, "*?[{") {
		p.glob(name, arg)
		return nil
	}
	before := len(p.list)
	p.folder(name)
	if here && len(p.list) == before {
		return p.oldName(ctx, commit, name)
	}
	return nil
}

func exists(name string) bool {
	_, err := os.Stat(filepath.FromSlash(name))
	return err == nil
}

// oldName adds the file that had another name at the commit.
func (p *picker) oldName(ctx context.Context, commit, name string) error {
	if p.renamed == nil {
		var err error
		if p.renamed, err = p.repository.renames(ctx, commit); err != nil {
			return err
		}
	}
	if old, ok := p.renamed[name]; ok {
		p.add(old)
	}
	return nil
}

func (p *picker) sorted() []string {
	if p.names == nil {
		for name := range p.tree {
			p.names = append(p.names, name)
		}
		slices.Sort(p.names)
	}
	return p.names
}

// folder adds what Read would find below a folder.
func (p *picker) folder(dir string) {
	for _, name := range p.sorted() {
		below, ok := strings.CutPrefix(name, dir+"/")
		if dir == "." {
			below, ok = name, true
		}
		if ok && isManifestName(name) && !hidden(below) {
			p.add(name)
		}
	}
}

func hidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.Contains(name, "/.")
}

// glob adds what a pattern matches, folders included unless it goes down by itself.
func (p *picker) glob(pattern, arg string) {
	for _, name := range p.sorted() {
		if hidden(name) {
			continue
		}
		ok, err := doublestar.Match(pattern, name)
		if ok && err == nil && (isManifestName(name) || path.Ext(name) == path.Ext(arg)) {
			p.add(name)
		}
		if strings.Contains(pattern, "**") || !isManifestName(name) {
			continue
		}
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if ok, err := doublestar.Match(pattern, dir); ok && err == nil {
				p.add(name)
			}
		}
	}
}

// add takes a file once, unless it is not wanted. A link stands for what it leads to in the tree.
func (p *picker) add(name string) {
	if p.chosen[name] || !p.wanted(p.repository.shown(name)) {
		return
	}
	p.chosen[name] = true
	p.list = append(p.list, name)
}

func (p *picker) wanted(shown string) bool {
	if p.opt.Wanted == nil {
		return true
	}
	abs, err := filepath.Abs(filepath.FromSlash(shown))
	return err != nil || p.opt.Wanted(filepath.ToSlash(abs), false)
}

// chartOf returns the folder of the chart whose templates/ a file of the tree is under, empty when it is under none.
func chartOf(name string, tree map[string]entry) string {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if path.Base(dir) != "templates" {
			continue
		}
		if _, is := tree[path.Join(path.Dir(dir), "Chart.yaml")]; is {
			return path.Dir(dir)
		}
	}
	return ""
}
