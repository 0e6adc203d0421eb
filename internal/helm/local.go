package helm

import (
	"path"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// mostNested is how many charts may need one another in a row.
const mostNested = 10

// locals copies the subcharts that a chart in a folder of the copy names by file:// and that lie in the project, into its charts/, as helm dependency
// build does. dir is where the chart lies in the tree. One that is in charts/ already stays.
func (c *copier) locals(top, dir, at string, depth int) error {
	if depth > mostNested {
		return nil
	}
	for _, d := range c.dependencies(at) {
		rel, ok := strings.CutPrefix(d.Str("repository"), "file://")
		name := d.Str("name")
		from := path.Join(dir, rel)
		into := path.Join(at, "charts", path.Base(from))
		if !ok || name == "" || path.IsAbs(rel) || c.holds(at, name) || !inside(from, top) || c.tree.Kind(path.Join(from, chartFile)) != source.IsFile {
			continue
		}
		if err := c.entry(from, into, depth); err != nil {
			return err
		}
		c.local[into] = from
		if err := c.locals(top, from, into, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// dependencies are what the chart in a folder of the copy needs.
func (c *copier) dependencies(at string) []*manifest.Node {
	var out []*manifest.Node
	for _, file := range [...]string{chartFile, "requirements.yaml"} {
		docs, _ := manifest.Documents(source.File{Name: file, Data: c.files[path.Join(at, file)]})
		if len(docs) > 0 {
			out = append(out, items(docs[0].Root.Get("dependencies"))...)
		}
	}
	return out
}

// holds tells whether the chart in a folder of the copy has a subchart of the name, in a folder or an archive.
func (c *copier) holds(at, name string) bool {
	charts := path.Join(at, "charts") + "/"
	for file, data := range c.files {
		rest, ok := strings.CutPrefix(file, charts)
		if !ok {
			continue
		}
		folder, inner, deeper := strings.Cut(rest, "/")
		switch {
		case !deeper && strings.HasPrefix(folder, name+"-") && strings.HasSuffix(folder, ".tgz"):
			return true
		case deeper && inner == chartFile && nameOf(data) == name:
			return true
		}
	}
	return false
}

func nameOf(data []byte) string {
	docs, _ := manifest.Documents(source.File{Name: chartFile, Data: data})
	if len(docs) == 0 {
		return ""
	}
	return docs[0].Root.Str("name")
}

func inside(name, top string) bool { return strings.HasPrefix(name, strings.TrimSuffix(top, "/")+"/") }
