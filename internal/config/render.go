package config

import (
	"path"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/podlint/podlint/internal/pattern"
)

// Render says how kustomizations and charts are rendered.
type Render struct {
	// Off reads their files as they are.
	Off  bool
	Helm Helm
}

// Helm are the settings of every chart.
type Helm struct {
	Values    []Folder // files, relative to the folder of the configuration
	Set       []string // as in image.tag=1.2
	Release   string
	Namespace string
	// APIVersions are APIs that templates are told the cluster has, such as example.com/v1.
	APIVersions []string
	// Charts are choices of values for some charts.
	Charts []Chart
}

// Chart names the choices of values that a chart is rendered with.
type Chart struct {
	Chart  string     // its folder, relative to that of the configuration
	Values [][]string // files of each choice, relative to the chart, merged in their order
}

// ChartValues are the files of values of each choice, by the folders of the charts; all names are absolute.
func (c *Config) ChartValues() map[string][][]string {
	out := map[string][][]string{}
	for _, chart := range c.Render.Helm.Charts {
		dir := filepath.ToSlash(filepath.Clean(c.path(chart.Chart)))
		for _, files := range chart.Values {
			var choice []string
			for _, name := range files {
				choice = append(choice, path.Join(dir, filepath.ToSlash(name)))
			}
			out[dir] = append(out[dir], choice)
		}
	}
	return out
}

// ValueFiles are the files of values as absolute names.
func (c *Config) ValueFiles() []string {
	files := make([]string, 0, len(c.Render.Helm.Values))
	for _, f := range c.Render.Helm.Values {
		files = append(files, filepath.ToSlash(c.path(f.Path)))
	}
	return files
}

func (r *reader) render(n *yaml.Node) {
	c := &r.conf.Render
	r.fields(n, "render", map[string]read{
		"enabled": func(_, v *yaml.Node) { c.Off = !r.boolean(v, "enabled") },
		"helm":    block(func(_, v *yaml.Node) { r.helm(v) }),
	})
}

func (r *reader) helm(n *yaml.Node) {
	h := &r.conf.Render.Helm
	r.fields(n, "helm", map[string]read{
		"values":       func(_, v *yaml.Node) { h.Values = r.paths(v, "values", "a file of values") },
		"set":          func(_, v *yaml.Node) { h.Set = r.pairs(v) },
		"charts":       func(_, v *yaml.Node) { r.items(v, "charts", r.chart) },
		"api-versions": func(_, v *yaml.Node) { h.APIVersions = r.apis(v) },
		"release":      func(_, v *yaml.Node) { h.Release = r.name(v, "release", ReleaseName) },
		"namespace":    func(_, v *yaml.Node) { h.Namespace = r.name(v, "namespace", NamespaceName) },
	})
}

func (r *reader) pairs(n *yaml.Node) []string {
	var all []string
	r.items(n, "set", func(item *yaml.Node) {
		switch pair := r.text(item, "a setting"); {
		case pair == "":
		case !IsPair(pair):
			r.problem(item, "want KEY=VALUE such as image.tag=1.2 for set, got %q", pair)
		default:
			all = append(all, pair)
		}
	})
	return all
}

func (r *reader) name(n *yaml.Node, what string, valid func(string) bool) string {
	text := r.text(n, what)
	if text != "" && !valid(text) {
		r.problem(n, "want lower-case letters, digits and - for %s, got %q", what, text)
		return ""
	}
	return text
}

func (r *reader) chart(n *yaml.Node) {
	var c Chart
	r.fields(n, "an entry of charts", map[string]read{
		"chart": func(_, v *yaml.Node) { c.Chart = r.text(v, "the folder of a chart") },
		"values": func(_, v *yaml.Node) {
			r.items(v, "values", func(choice *yaml.Node) {
				c.Values = append(c.Values, r.texts(choice, "a choice of values", "a file of values"))
			})
		},
	})
	if c.Chart == "" || len(c.Values) == 0 {
		r.problem(n, "want chart and values for an entry of charts")
		return
	}
	r.conf.Render.Helm.Charts = append(r.conf.Render.Helm.Charts, c)
}

func (r *reader) texts(n *yaml.Node, what, one string) []string {
	var all []string
	r.items(n, what, func(item *yaml.Node) {
		if text := r.text(item, one); text != "" {
			all = append(all, text)
		}
	})
	return all
}

func (r *reader) apis(n *yaml.Node) []string {
	var all []string
	r.items(n, "api-versions", func(item *yaml.Node) {
		switch api := r.text(item, "an API"); {
		case api == "":
		case !IsAPI(api):
			r.problem(item, "want GROUP/VERSION or GROUP/VERSION/KIND such as example.com/v1 for api-versions, got %q", api)
		default:
			all = append(all, api)
		}
	})
	return all
}

var api = pattern.New(`^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?v[0-9][a-z0-9]*(/[A-Za-z0-9]+)?$`)

// IsAPI tells an API as Helm's Capabilities.APIVersions names it.
func IsAPI(s string) bool { return api.MatchString(s) }

// IsPair tells a setting of Helm, KEY=VALUE.
func IsPair(s string) bool {
	key, _, ok := strings.Cut(s, "=")
	return ok && strings.TrimSpace(key) != ""
}

var (
	label   = pattern.New(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`)
	release = pattern.New(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)
)

// ReleaseName tells whether Helm takes a name for a release.
func ReleaseName(s string) bool { return len(s) <= 53 && release.MatchString(s) }

// NamespaceName tells whether Kubernetes takes a name for a namespace.
func NamespaceName(s string) bool { return len(s) <= 63 && label.MatchString(s) }
