package config

import (
	"path/filepath"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
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
		"helm":    func(_, v *yaml.Node) { r.helm(v) },
	})
}

func (r *reader) helm(n *yaml.Node) {
	h := &r.conf.Render.Helm
	r.fields(n, "helm", map[string]read{
		"values":    func(_, v *yaml.Node) { h.Values = r.paths(v, "values", "a file of values") },
		"set":       func(_, v *yaml.Node) { h.Set = r.pairs(v) },
		"release":   func(_, v *yaml.Node) { h.Release = r.name(v, "release", ReleaseName) },
		"namespace": func(_, v *yaml.Node) { h.Namespace = r.name(v, "namespace", NamespaceName) },
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

// IsPair tells a setting of Helm, KEY=VALUE.
func IsPair(s string) bool {
	key, _, ok := strings.Cut(s, "=")
	return ok && strings.TrimSpace(key) != ""
}

var (
	label   = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?$`)
	release = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`)
)

// ReleaseName tells whether Helm takes a name for a release.
func ReleaseName(s string) bool { return len(s) <= 53 && release.MatchString(s) }

// NamespaceName tells whether Kubernetes takes a name for a namespace.
func NamespaceName(s string) bool { return len(s) <= 63 && label.MatchString(s) }
