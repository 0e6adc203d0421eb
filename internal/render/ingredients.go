package render

import (
	"path"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/podlint/podlint/internal/pattern"
	"github.com/podlint/podlint/internal/source"
)

// ingredients are the files of a chart that its templates read with .Files: what becomes of them is in what is rendered, and nobody applies
// them as they are.
type ingredients struct {
	reads    bool     // some template speaks of .Files
	patterns []string // what texts of templates and values name, with wildcards
}

// Bounds of the search, far above what charts have.
const (
	mostTemplates = 2000
	mostDepth     = 10
)

var (
	filesObject  = pattern.New(`\.Files\.|\.Files\s*[)}|]`)
	quotedText   = pattern.New("\"([^\"\\s]+)\"|`([^`\\s]+)`")
	scalarOfLine = pattern.New(`(?m)^[^#\n]*?[:\-]\s+["']?([\w./*-]+)["']?\s*$`)
	formatVerb   = pattern.New(`%[a-z]`)
)

// ingredientsOf reads the templates of a chart once.
func (p *project) ingredientsOf(dir string) *ingredients {
	if got, ok := p.chartFiles[dir]; ok {
		return got
	}
	in, left := &ingredients{}, mostTemplates
	p.readTemplates(path.Join(dir, "templates"), mostDepth, &left, in)
	if in.reads {
		if values, err := p.tree.ReadFile(path.Join(dir, "values.yaml")); err == nil {
			in.name(scalarOfLine, string(values))
		}
	}
	p.chartFiles[dir] = in
	return in
}

func (p *project) readTemplates(dir string, depth int, left *int, in *ingredients) {
	names, err := p.tree.List(dir)
	if err != nil || depth == 0 {
		return
	}
	for _, name := range names {
		full := path.Join(dir, name)
		if p.tree.Kind(full) == source.IsFolder {
			p.readTemplates(full, depth-1, left, in)
			continue
		}
		if *left--; *left < 0 {
			return
		}
		if text, err := p.tree.ReadFile(full); err == nil {
			in.reads = in.reads || filesObject.Match(text)
			in.name(quotedText, string(text))
		}
	}
}

// name notes the texts that may be names of files: helpers are often told by their callers what to read.
func (in *ingredients) name(form *pattern.Pattern, text string) {
	for _, found := range form.FindAllStringSubmatch(text, -1) {
		for _, s := range found[1:] {
			if strings.ContainsAny(s, "/.") {
				in.patterns = append(in.patterns, formatVerb.ReplaceAllString(s, "*"))
			}
		}
	}
}

// holds tells whether a file, named from the chart's folder, is one of them: a text names it, or it lies in the folder that is meant for
// such files.
func (in *ingredients) holds(name string) bool {
	if !in.reads {
		return false
	}
	if strings.HasPrefix(name, "files/") {
		return true
	}
	for _, pattern := range in.patterns {
		if ok, err := doublestar.Match(path.Clean(pattern), name); ok && err == nil {
			return true
		}
	}
	return false
}
