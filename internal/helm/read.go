package helm

import (
	"context"
	"path"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// read makes a set of what helm printed.
func (r *renderer) read(ctx context.Context, c *chart, run *run) *manifest.Set {
	docs := printed(run.plain.text)
	places := r.places(ctx, c, run, docs)
	for i, at := range places {
		at.number()
		at.layers = r.layers(c, run, chartOf(docs[i].source))
	}
	files := make([]source.File, 0, len(docs))
	for i := range docs {
		files = append(files, source.File{Name: strconv.Itoa(i), Data: []byte(docs[i].text + "\n")})
	}
	set := manifest.Read(files, 1)
	for i, e := range set.Errors {
		set.Errors[i] = c.start("cannot read what helm prints: " + e.Message)
	}
	r.result.Errors = append(r.result.Errors, set.Errors...)
	for _, o := range set.Objects {
		i, err := strconv.Atoi(o.File)
		if err != nil {
			continue
		}
		c.object(o, run, places[i])
		o.Render.Stopgap = run.stopgap(&r.opt)
		c.hold(o, docs[i].source)
	}
	out := &manifest.Set{Objects: set.Objects, Sources: map[string][]byte{}}
	out.Index()
	return out
}

// object makes a rendered object one of its template.
func (c *chart) object(o *manifest.Object, run *run, at *origin) {
	plain := *o
	locate := func(path manifest.Path) (manifest.Place, bool) {
		span, _ := plain.Locate(path)
		return at.place(span)
	}
	o.Render = &manifest.Render{
		From: run.from, Locate: locate, Of: at.place,
		Line: func(path manifest.Path) (manifest.Excerpt, bool) {
			span, _ := plain.Locate(path)
			return at.excerpt(span)
		},
		Settings: func(path manifest.Path) []manifest.Setting { return at.settings(&plain, path) },
		Unset:    func(path manifest.Path) string { return at.unset(plain.Root.Get(path...)) },
	}
	begin, _ := locate(nil)
	o.File, o.Line, o.Document = begin.File, begin.Span.Line, 0
	o.Render.Written = at.written(c, &plain)
}

// hold says of a rendered object what its template, of which helm has a name, holds besides.
func (c *chart) hold(o *manifest.Object, source string) {
	t := c.templateOf(source)
	if t == nil {
		return
	}
	o.Render.Asks = func() bool { return c.withheld().asked(t.path) }
	o.Render.Under = func(key string) (string, bool) { return c.withheld().under(t.path, key) }
}

// places finds the lines of every document.
func (r *renderer) places(ctx context.Context, c *chart, run *run, docs []document) []*origin {
	out := make([]*origin, len(docs))
	var missing []int
	full := c.full.parts(run.full.text)
	for i, lines := range match(docs, full) {
		out[i] = &origin{marker: c.full, lines: lines, start: c.startOf(docs[i].source), text: strings.Split(docs[i].text, "\n")}
		if lines == nil && c.templateOf(docs[i].source) != nil {
			missing = append(missing, i)
		}
	}
	if len(missing) == 0 || !r.runOwn(ctx, c, run) {
		return out
	}
	again := match(docs, c.own.parts(run.own.text))
	for _, i := range missing {
		out[i].marker, out[i].lines = c.own, again[i]
	}
	return out
}

// runOwn renders the chart once more, with no marks in what files define for one another.
func (r *renderer) runOwn(ctx context.Context, c *chart, run *run) bool {
	if c.own == nil {
		var err error
		if c.own, err = c.mark(c.copies.own, false); err != nil {
			return false
		}
	}
	run.own = &output{}
	run.own.text, run.own.err = r.template(ctx, c, c.copies.own, run)
	return run.own.err == nil
}

// parts are the documents of each marked file that helm printed, by the name that helm has for the file.
func (m *marker) parts(text string) map[string][]part {
	out := map[string][]part{}
	for _, d := range printed(text) {
		if b, ok := body(d.text); ok {
			out[d.source] = append(out[d.source], split(m.letters.lines(b))...)
		}
	}
	return out
}

// templateOf is the file that helm has a name for; nil for one that lies in an archive.
func (c *chart) templateOf(name string) *template {
	i := strings.LastIndex("/"+name, "/templates/")
	for i >= 0 {
		above, rest := strings.Trim(name[:max(i-1, 0)], "/"), name[i:]
		if folder, ok := c.folders[above]; ok {
			return c.templates[path.Join(folder, rest)]
		}
		i = strings.LastIndex("/"+name[:max(i-1, 0)], "/templates/")
	}
	return nil
}

// chartOf is helm's path of the chart that a file lies in.
func chartOf(name string) string {
	above, _, _ := strings.Cut(name, "/templates/")
	return above
}

// startOf is the first character of the file that helm has a name for, and for one in an archive the entry of the subchart in Chart.yaml.
func (c *chart) startOf(name string) manifest.Place {
	if t := c.templateOf(name); t != nil {
		return manifest.Place{File: t.shown, Span: manifest.Span{Line: 1, Column: 1, EndLine: 1, EndColumn: 2}}
	}
	parts := strings.Split(name, "/")
	if len(parts) > 2 && parts[1] == "charts" {
		return c.dependency(parts[2])
	}
	return c.dependency("")
}

// dependency is the entry that names a subchart, in Chart.yaml or for old charts in requirements.yaml; else the start of Chart.yaml.
func (c *chart) dependency(name string) manifest.Place {
	for _, file := range [...]*manifest.Object{c.about, c.required} {
		if file == nil {
			continue
		}
		for i, d := range items(file.Root.Get("dependencies")) {
			if d.Str("alias") == name || d.Str("name") == name {
				span, _ := file.Locate(manifest.Path{"dependencies", i, "name"})
				return manifest.Place{File: file.File, Span: span}
			}
		}
	}
	return manifest.Place{File: c.file, Span: manifest.Span{Line: 1, Column: 1, EndLine: 1, EndColumn: 2}}
}

func items(list *manifest.Node) []*manifest.Node {
	if list == nil {
		return nil
	}
	return list.Items
}
