package render

import (
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// owners finds the kustomizations above inputs that make use of them, as of a patch that a hook names, and takes the builds that use these in turn.
// What they make is reported as far as the inputs have a part in it.
func (p *project) owners(files []source.File) {
	f := &ownerFinder{p: p, in: map[string][]string{}}
	for i := range files {
		if files[i].Chart == "" && files[i].Name != source.StdinName {
			f.file(p.abs(files[i].Name))
		}
	}
	if len(f.owning) == 0 {
		return
	}
	f.findBuilds()
	for _, dir := range f.tops() {
		if !slices.Contains(p.given, dir) && p.load(dir) != nil {
			p.aside[dir] = true
			p.given = append(p.given, dir)
		}
	}
	slices.Sort(p.given)
}

// ownerFinder is the state of the search.
type ownerFinder struct {
	p      *project
	in     map[string][]string // folders of the kustomizations above a folder, the nearest first
	owning []string            // folders of the kustomizations that make use of an input
	users  map[string][]string // of the kustomizations of the repository: who uses a folder
}

// file looks for the nearest kustomization above a file that names it, unless one of the inputs does.
func (f *ownerFinder) file(name string) {
	if isKustomization(name) || f.p.used[name] {
		return
	}
	for _, dir := range f.above(path.Dir(name)) {
		o := f.p.outline(dir)
		if slices.Contains(f.p.given, dir) || !slices.Contains(o.files, name) {
			continue
		}
		f.p.named[name] = true
		f.p.used[name] = true
		if !slices.Contains(f.owning, dir) {
			f.owning = append(f.owning, dir)
		}
		return
	}
}

// above lists the folders with a kustomization from dir up to the root of the project.
func (f *ownerFinder) above(dir string) []string {
	if known, ok := f.in[dir]; ok {
		return known
	}
	var out []string
	if f.p.fileIn(dir) != "" {
		out = append(out, dir)
	}
	if top := f.p.top(dir); dir != top && strings.HasPrefix(dir, strings.TrimSuffix(top, "/")+"/") {
		out = append(out, f.above(path.Dir(dir))...)
	}
	f.in[dir] = out
	return out
}

// top is the folder beyond which nothing of the project lies: that of the repository, else the working directory.
func (p *project) top(dir string) string {
	for at := dir; path.Dir(at) != at; at = path.Dir(at) {
		if p.tree.Kind(path.Join(at, ".git")) != source.IsNothing {
			return at
		}
	}
	if dir == p.dir || strings.HasPrefix(dir, strings.TrimSuffix(p.dir, "/")+"/") {
		return p.dir
	}
	return dir
}

// outline is what a kustomization names, without a word about its faults.
type outline struct {
	files []string // absolute
	dirs  []string
}

// outline reads the kustomization of a folder; of one that cannot be parsed it takes what looks like the name of a patch.
func (p *project) outline(dir string) outline {
	if o, ok := p.outlines[dir]; ok {
		return o
	}
	var out outline
	if file := p.fileIn(dir); file != "" {
		if data, err := p.tree.ReadFile(file); err == nil && len(data) <= maxFile {
			docs, errs := manifest.Documents(source.File{Name: file, Data: data})
			switch {
			case len(errs) > 0:
				out.files = patchesIn(dir, string(data))
			case len(docs) > 0 && !isForeign(docs[0]):
				p.namesIn(dir, docs[0].Root, &out)
			}
		}
	}
	p.outlines[dir] = out
	return out
}

// namesIn collects the texts of a kustomization that are names of files and folders below its fields that load something.
func (p *project) namesIn(dir string, n *manifest.Node, out *outline) {
	for i := range n.Fields {
		if !slices.Contains(free[:], n.Fields[i].Key) {
			p.namesIn(dir, n.Fields[i].Value, out)
		}
	}
	for _, item := range n.Items {
		p.namesIn(dir, item, out)
	}
	if n.Type != manifest.String || n.Text == "" || strings.ContainsAny(n.Text, "\n{") || remote.MatchString(n.Text) {
		return
	}
	_, name := keyAndFile(n.Text)
	full := path.Join(dir, name)
	out.files = append(out.files, full)
	out.dirs = append(out.dirs, full)
}

// patchesIn are the words below the fields for patches of a text that is no YAML, as names below a folder.
func patchesIn(dir, text string) []string {
	var out []string
	patches := false
	for line := range strings.Lines(text) {
		if line == strings.TrimLeft(line, " \t-#\r\n") { // a field
			patches = strings.HasPrefix(line, "patches")
		}
		if !patches {
			continue
		}
		for _, word := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\r\n\"',[]{}", r) }) {
			out = append(out, path.Join(dir, word))
		}
	}
	return out
}

// mostListed bounds the search for builds, in files and folders of the repository.
const mostListed = 100_000

// findBuilds notes who uses whom among the kustomizations of the repository.
func (f *ownerFinder) findBuilds() {
	f.users = map[string][]string{}
	left := mostListed
	seen := map[string]bool{}
	for _, dir := range f.owning {
		if top := f.p.top(dir); !seen[top] {
			seen[top] = true
			f.walk(top, &left)
		}
	}
	if left < 0 {
		f.p.notes = append(f.p.notes, "the repository holds too many files: overlays that lie far from the files named were not looked for")
	}
}

func (f *ownerFinder) walk(dir string, left *int) {
	names, err := f.p.tree.List(dir)
	if *left -= len(names); err != nil || *left < 0 {
		return
	}
	for _, name := range names {
		full := path.Join(dir, name)
		switch {
		case strings.HasPrefix(name, "."):
		case isKustomization(name):
			for _, used := range f.p.outline(dir).dirs {
				f.users[used] = append(f.users[used], dir)
			}
		case !isData(name) && f.p.tree.Kind(full) == source.IsFolder && f.p.wanted(full):
			f.walk(full, left)
		}
	}
}

// isData tells names that are hardly those of folders, so that nobody need look.
func isData(name string) bool {
	switch path.Ext(name) {
	case ".yaml", ".yml", ".json", ".md", ".go", ".tpl", ".txt", ".sh", ".tgz", ".png", ".svg":
		return true
	}
	return false
}

// tops are the kustomizations that nobody uses of those that use the owning ones, and the owning ones themselves.
func (f *ownerFinder) tops() []string {
	var out []string
	seen := map[string]bool{}
	var visit func(dir string)
	visit = func(dir string) {
		if seen[dir] {
			return
		}
		seen[dir] = true
		if len(f.users[dir]) == 0 {
			out = append(out, dir)
		}
		for _, user := range f.users[dir] {
			visit(user)
		}
	}
	for _, dir := range f.owning {
		visit(dir)
	}
	slices.Sort(out)
	return out
}
