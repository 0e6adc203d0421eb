package helm

import (
	"errors"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// chart is a folder with a Chart.yaml.
type chart struct {
	dir      string           // absolute
	shown    string           // as the user would type it
	file     string           // Chart.yaml, as the user would type it
	about    *manifest.Object // what Chart.yaml says; its Root is nil when it cannot be read
	required *manifest.Object // what requirements.yaml of an old chart says; nil when there is none
	copies   struct{ plain, full, own string }
	// unchecked tells that values are not checked by schemas: one in an archive leads out of itself.
	unchecked bool
	files     map[string][]byte // of the chart, by their paths in it

	local      map[string]string     // folders in the copy that lie elsewhere in the tree, and where
	kube       string                // version of the cluster that is not the user's but one that the chart allows; empty: none is needed
	valueFiles map[string]*valueFile // by their paths in the chart

	templates map[string]*template // by their paths in the chart
	folders   map[string]string    // of the chart and its subcharts: helm's path, such as web/charts/db, to the folder in the chart
	full, own *marker              // of the two marked copies; own is nil until it is needed
	runs      []*run

	read  sync.Once
	holds *withheld

	summed   sync.Once
	digested []byte // of files
}

// run is one choice of values.
type run struct {
	from  string       // as the report names it
	over  []*valueFile // files of values over those of the chart, as far as the user does not name them for all charts
	by    *Deployment  // what deploys the chart in this way; nil: nothing does
	tried bool         // nobody asked for it: that it fails is no error
	files []string     // that helm is given
	plain output
	full  output
	own   *output // nil: not run
}

// output is what a run of helm printed.
type output struct {
	text string
	err  error
}

// values says which values the run is about.
func (r *run) values() string {
	if len(r.over) == 0 {
		return "its default values alone"
	}
	return r.over[0].name
}

const chartFile = "Chart.yaml"

// load reads the Chart.yaml of each folder and leaves out what is not rendered for itself.
func (r *renderer) load(dirs []string) []*chart {
	var out []*chart
	for _, dir := range dirs {
		c := &chart{dir: dir, shown: r.project.Name(dir), file: r.project.Name(path.Join(dir, chartFile))}
		c.about = &manifest.Object{File: c.file, Line: 1}
		data, err := r.project.Tree.ReadFile(path.Join(dir, chartFile))
		if err != nil {
			r.fail(c.start("cannot read the chart: " + err.Error()))
			continue
		}
		r.result.Sources[c.file] = data
		docs, errs := manifest.Documents(source.File{Name: c.file, Data: data})
		switch {
		case len(errs) > 0:
			r.fail(errs[0])
			continue
		case len(docs) > 0:
			c.about = docs[0]
		}
		if strings.EqualFold(c.about.Root.Str("type"), "library") {
			r.note("%s: library chart, judged where another chart uses it", c.shown)
			continue
		}
		out = append(out, c)
	}
	return out
}

// start is an error at the first character of Chart.yaml.
func (c *chart) start(message string) manifest.Error {
	return manifest.Error{File: c.file, Line: 1, Column: 1, Message: message}
}

// prepare copies the chart, once as it is and once with marks. false: an error says why not.
func (r *renderer) prepare(c *chart, to string) bool {
	c.copies.plain, c.copies.full, c.copies.own = filepath.Join(to, "plain"), filepath.Join(to, "full"), filepath.Join(to, "own")
	var err error
	if c.files, c.local, err = copyChart(r.project, c.dir, c.copies.plain); err != nil {
		r.fail(c.start("cannot render the chart: " + err.Error()))
		return false
	}
	c.folders = map[string]string{}
	c.name("", "", "")
	r.readRequirements(c)
	if refused, err := r.foreign(c); refused {
		if err != nil {
			r.fail(c.start(cannot + err.Error()))
		}
		return false
	}
	c.findTemplates(r.project.Name)
	c.findValues(r.project.Name)
	switch c.full, err = c.mark(c.copies.full, true); {
	case errors.Is(err, errNoLetters):
		c.full = &marker{} // no place in it is known
	case err != nil:
		r.fail(c.start("cannot render the chart: " + err.Error()))
		return false
	}
	return r.choose(c)
}

// readRequirements reads where charts of the first API version list their subcharts.
func (r *renderer) readRequirements(c *chart) {
	const file = "requirements.yaml"
	data, ok := c.files[file]
	if !ok {
		return
	}
	shown := r.project.Name(c.join(file))
	r.result.Sources[shown] = data
	if docs, _ := manifest.Documents(source.File{Name: shown, Data: data}); len(docs) > 0 {
		c.required = docs[0]
	}
}

// name notes under which paths helm shows the files of the chart in a folder of the copy, and of its subcharts.
func (c *chart) name(folder, above, alias string) {
	about := c.document(path.Join(folder, chartFile))
	name := alias
	if name == "" {
		name = about.Str("name")
	}
	full := path.Join(above, name)
	c.folders[full] = folder
	for _, sub := range c.subcharts(folder) {
		own := c.document(path.Join(sub, chartFile)).Str("name")
		for _, as := range c.aliases(folder, own) {
			c.name(sub, path.Join(full, "charts"), as)
		}
	}
}

// document is the first document of a file of the copy, nil when there is none.
func (c *chart) document(name string) *manifest.Node {
	docs, _ := manifest.Documents(source.File{Name: name, Data: c.files[name]})
	if len(docs) == 0 {
		return nil
	}
	return docs[0].Root
}

// subcharts lists the folders of the charts that lie in charts/ of a folder, those in archives left out.
func (c *chart) subcharts(folder string) []string {
	var out []string
	for name := range c.files {
		if path.Base(name) == chartFile && path.Dir(path.Dir(name)) == path.Join(folder, "charts") {
			out = append(out, path.Dir(name))
		}
	}
	slices.Sort(out)
	return out
}

// aliases lists the names under which a chart uses a subchart.
func (c *chart) aliases(folder, name string) []string {
	var out []string
	for _, file := range [...]string{chartFile, "requirements.yaml"} {
		for _, d := range items(c.document(path.Join(folder, file)).Get("dependencies")) {
			if alias := d.Str("alias"); alias != "" && d.Str("name") == name {
				out = append(out, alias)
			}
		}
	}
	return append(out, name)
}

// findTemplates lists what can be marked.
func (c *chart) findTemplates(name func(string) string) {
	c.templates = map[string]*template{}
	for file, data := range c.files {
		if sub, ok := inTemplates(file); ok && c.files[path.Join(sub, chartFile)] != nil {
			c.templates[file] = newTemplate(file, name(c.join(file)), data)
		}
	}
}

var errNoLetters = errors.New("its files use all of the characters that would mark lines")

// mark writes a copy of the chart with marks; defines tells whether what stands in a define is marked as well.
func (c *chart) mark(to string, defines bool) (*marker, error) {
	letters, ok := chooseAlphabet(c.files)
	if !ok {
		return nil, errNoLetters
	}
	m := &marker{letters: letters, defines: defines, uses: uses{calls: map[string][]string{}, read: map[string]bool{}}}
	for _, t := range c.templates {
		m.uses.add(t)
	}
	m.uses.close()
	for i, name := range sortedNames(c.files) {
		data := c.files[name]
		if t := c.templates[name]; t != nil && !isNotes(name) {
			if marked, ok := m.rewrite(t, i, isPartial(name)); ok {
				data = marked
			}
		}
		if err := writeFile(to, name, data); err != nil {
			return nil, err
		}
	}
	return m, os.MkdirAll(to, 0o700)
}
