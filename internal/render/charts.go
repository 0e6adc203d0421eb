package render

import (
	"context"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/helm"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

const chartFile = "Chart.yaml"

// charts lists the folders of the charts among the inputs, those left out that lie in charts/ of another one.
func (p *project) charts(files []source.File) []string {
	var dirs []string
	for _, f := range files {
		var dir string
		switch {
		case f.Chart != "":
			dir = p.abs(f.Chart)
		case path.Base(f.Name) == chartFile && p.isChart(path.Dir(p.abs(f.Name))):
			dir = path.Dir(p.abs(f.Name))
		default:
			if dir = p.chartOfValues(p.abs(f.Name)); dir == "" {
				continue
			}
		}
		p.absolute = p.absolute || path.IsAbs(f.Name)
		if !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	return slices.DeleteFunc(dirs, func(dir string) bool {
		return slices.ContainsFunc(dirs, func(above string) bool { return strings.HasPrefix(dir, path.Join(above, "charts")+"/") })
	})
}

// chartOfValues is the folder of the chart that a file of values belongs to, as hooks name one: beside Chart.yaml, or in ci/ below it. Empty: none.
func (p *project) chartOfValues(name string) string {
	dir, base := path.Dir(name), path.Base(name)
	switch {
	case path.Base(dir) == "ci" && strings.HasSuffix(base, "values.yaml"):
		dir = path.Dir(dir)
	case !strings.HasPrefix(base, "values") || !isYAML(base):
		return ""
	}
	if p.tree.Kind(path.Join(dir, chartFile)) != source.IsFile || !p.isChart(dir) {
		return ""
	}
	return dir
}

// isChart tells whether there is something to render beside a Chart.yaml.
func (p *project) isChart(dir string) bool {
	for _, name := range [...]string{"templates", "charts"} {
		if p.tree.Kind(path.Join(dir, name)) == source.IsFolder {
			return true
		}
	}
	if p.tree.Kind(path.Join(dir, "requirements.yaml")) == source.IsFile {
		return true
	}
	data, err := p.tree.ReadFile(path.Join(dir, chartFile))
	if err != nil {
		return false
	}
	docs, _ := manifest.Documents(source.File{Name: chartFile, Data: data})
	return len(docs) > 0 && len(items(docs[0].Root.Get("dependencies"))) > 0
}

// ofChart tells the files that a chart consists of, and that nobody applies as they are.
func (p *project) ofChart(dirs []string, name string, f source.File) bool {
	for _, dir := range dirs {
		inside, ok := strings.CutPrefix(name, strings.TrimSuffix(dir, "/")+"/")
		if !ok {
			continue
		}
		first, _, deeper := strings.Cut(inside, "/")
		switch {
		case f.Chart != "" || f.Contains("{{") && !isWhole(f):
			return true
		case deeper && slices.Contains(chartFolders[:], first):
			return true
		case !deeper && (strings.HasPrefix(first, "values") || slices.Contains(chartFiles[:], first)):
			return true
		case p.ingredientsOf(dir).holds(inside):
			return true
		}
	}
	return false
}

// isWhole tells a file that can be read as it is: braces in its texts make no template of it.
func isWhole(f source.File) bool {
	if f.Large != nil {
		return false
	}
	docs, errs := manifest.Documents(f)
	return len(docs) > 0 && len(errs) == 0
}

var (
	// chartFolders are what Helm renders, installs or takes values from, and tests: where helm-unittest looks for the tests of a chart and what they
	// compare with (https://github.com/helm-unittest/helm-unittest/blob/main/DOCUMENT.md).
	chartFolders = [...]string{"templates", "charts", "crds", "ci", "tests"}
	chartFiles   = [...]string{chartFile, "requirements.yaml"}
)

// renderCharts adds what the charts in the folders render to.
func (p *project) renderCharts(ctx context.Context, set *manifest.Set, dirs []string, after map[string]*manifest.Object, opt Options) ([]*manifest.Set, bool) {
	res := opt.Memory.renderCharts(ctx, helm.Project{Tree: p.tree, Vendored: opt.Vendored, Top: p.top, Name: p.name}, dirs, opt.Helm)
	if !p.postRender(ctx, res.Sets, after) {
		return nil, false
	}
	set.Renders = append(set.Renders, res.Sets...)
	set.Errors = append(set.Errors, res.Errors...)
	set.Notes = append(set.Notes, res.Notes...)
	set.Templates = append(set.Templates, res.Templates...)
	set.Values = append(set.Values, res.Values...)
	maps.Copy(set.Sources, res.Sources)
	return res.Sets, true
}
