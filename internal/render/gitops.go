package render

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/helm"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// deployments collects the objects of Argo CD and Flux that deploy charts of the project, by the folders of the charts, and says in one note
// what they deploy from elsewhere.
func (p *project) deployments(objects []*manifest.Object) (map[string][]helm.Deployment, []string) {
	f := &deployments{p: p, found: map[string][]helm.Deployment{}}
	for _, o := range objects {
		switch {
		case o.Kind == "Application" && strings.HasPrefix(o.APIVersion, "argoproj.io/"):
			f.application(o)
		case o.Kind == "HelmRelease" && strings.HasPrefix(o.APIVersion, "helm.toolkit.fluxcd.io/"):
			f.release(o)
		}
	}
	if f.outside == 0 {
		return f.found, nil
	}
	return f.found, []string{fmt.Sprintf("%s: what lies outside of this repository, or is no chart, is not rendered for the object of Argo CD or Flux that deploys it%s",
		f.first, more(f.outside-1))}
}

func more(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" (and %d more)", n)
}

// deployments is the state of the search.
type deployments struct {
	p       *project
	found   map[string][]helm.Deployment
	outside int
	first   string
}

// elsewhere notes an object whose source is not looked at.
func (f *deployments) elsewhere(o *manifest.Object) {
	if f.outside == 0 {
		f.first = o.File + ":" + strconv.Itoa(o.Line)
	}
	f.outside++
}

// chart returns the folder of the chart that an object names by a path from the root of the repository.
func (f *deployments) chart(o *manifest.Object, name string) (string, bool) {
	top := f.p.top(path.Dir(f.p.abs(o.File)))
	dir := path.Join(top, name)
	inside := strings.HasPrefix(dir, strings.TrimSuffix(top, "/")+"/")
	return dir, name != "" && inside && f.p.tree.Kind(path.Join(dir, chartFile)) == source.IsFile
}

func (f *deployments) begin(o *manifest.Object) helm.Deployment {
	at, _ := o.Place(nil)
	return helm.Deployment{By: fmt.Sprintf("%s %q", o.Kind, o.Name), At: at}
}

// application reads an Application of Argo CD, with one source or several.
func (f *deployments) application(o *manifest.Object) {
	sources := []manifest.Path{{"spec", "source"}}
	for i := range items(o.Root.Get("spec", "sources")) {
		sources = append(sources, manifest.Path{"spec", "sources", i})
	}
	found := false
	for _, at := range sources {
		dir, ok := f.chart(o, o.Root.Str(at.With("path")...))
		if !ok || o.Root.Str(at.With("chart")...) != "" {
			continue
		}
		found = true
		d := f.begin(o)
		d.Release, d.Namespace = o.Root.Str(at.With("helm", "releaseName")...), o.Root.Str("spec", "destination", "namespace")
		if d.Release == "" {
			d.Release = o.Name
		}
		for _, name := range items(o.Root.Get(at.With("helm", "valueFiles")...)) {
			d.Files = append(d.Files, f.valueFile(dir, o, name.Text))
		}
		if text := o.Root.Str(at.With("helm", "values")...); text != "" {
			d.Texts = append(d.Texts, text)
		}
		if n := o.Root.Get(at.With("helm", "valuesObject")...); n != nil && n.Type == manifest.Map {
			d.Object, d.Path = o, at.With("helm", "valuesObject")
		}
		for _, parameter := range items(o.Root.Get(at.With("helm", "parameters")...)) {
			d.Set = append(d.Set, parameter.Str("name")+"="+strings.ReplaceAll(parameter.Str("value"), ",", `\,`))
		}
		f.found[dir] = append(f.found[dir], d)
	}
	if !found {
		f.elsewhere(o)
	}
}

// valueFile is a file of values of an Application: relative to the chart, or behind the name of another source to the root of the repository.
func (f *deployments) valueFile(dir string, o *manifest.Object, name string) string {
	if strings.HasPrefix(name, "$") {
		_, rest, _ := strings.Cut(name, "/")
		return path.Join(f.p.top(path.Dir(f.p.abs(o.File))), rest)
	}
	return path.Join(dir, name)
}

// release reads a HelmRelease of Flux whose chart is a path.
func (f *deployments) release(o *manifest.Object) {
	spec := manifest.Path{"spec", "chart", "spec"}
	dir, ok := f.chart(o, o.Root.Str(spec.With("chart")...))
	kind := o.Root.Str(spec.With("sourceRef", "kind")...)
	if !ok || kind != "GitRepository" && kind != "Bucket" {
		f.elsewhere(o)
		return
	}
	d := f.begin(o)
	d.Namespace = o.Root.Str("spec", "targetNamespace")
	if d.Namespace == "" {
		d.Namespace = o.Namespace
	}
	if d.Release = o.Root.Str("spec", "releaseName"); d.Release == "" {
		d.Release = o.Name
	}
	for _, name := range items(o.Root.Get(spec.With("valuesFiles")...)) {
		d.Files = append(d.Files, path.Join(f.p.top(dir), name.Text))
	}
	if n := o.Root.Get("spec", "values"); n != nil && n.Type == manifest.Map {
		d.Object, d.Path = o, manifest.Path{"spec", "values"}
	}
	f.found[dir] = append(f.found[dir], d)
}
