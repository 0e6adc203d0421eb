package render

import (
	"cmp"
	"path"
	"strings"

	"github.com/podlint/podlint/internal/helm"
	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// application reads an Application of Argo CD, with one source or several.
func (f *deployments) application(o *manifest.Object) {
	sources := []manifest.Path{{"spec", "source"}}
	for i := range items(o.Root.Get("spec", "sources")) {
		sources = append(sources, manifest.Path{"spec", "sources", i})
	}
	for _, at := range sources {
		n := o.Root.Get(at...)
		if n == nil {
			continue
		}
		name := n.Str("path")
		chart, isChart := f.chart(o, name)
		dir, isDir := f.dir(o, name)
		switch {
		case n.Str("chart") != "":
			f.elsewhere(o, farChart, n.Str("chart"))
		case n.Get("plugin") != nil:
			f.elsewhere(o, notApplied, "plugin")
		case isChart:
			f.add(chart, f.source(o, chart, at))
		case isDir && name != "":
			f.folder(o, folder{dir: dir, plain: n.Get("directory"), flat: !isTrue(n.Get("directory", "recurse")), fields: f.kustomize(o, dir, n.Get("kustomize"))})
			f.without(o, n.Get("directory"), "jsonnet")
		case strings.Contains(name, "{{"): // is said of the set
		case name != "" || n.Str("ref") == "": // else it only holds values
			f.elsewhere(o, missingPath, name)
		}
	}
}

// source is a chart as a source of an Application deploys it.
func (f *deployments) source(o *manifest.Object, dir string, at manifest.Path) helm.Deployment {
	d := f.begin(o)
	n := o.Root.Get(at.With("helm")...)
	d.Release = cmp.Or(filled(n.Str("releaseName")), filled(o.Name))
	d.Namespace = cmp.Or(filled(n.Str("namespace")), filled(o.Root.Str("spec", "destination", "namespace")))
	d.Files = f.valueFiles(dir, o, n)
	if text := n.Str("values"); text != "" {
		d.Texts = append(d.Texts, text)
	}
	if values := n.Get("valuesObject"); values != nil && values.Type == manifest.Map {
		d.Object, d.Path = o, at.With("helm", "valuesObject")
	}
	setParameters(&d, n.Get("parameters"))
	f.without(o, n, "fileParameters")
	d.KubeVersion = n.Str("kubeVersion")
	for _, api := range items(n.Get("apiVersions")) {
		d.APIVersions = append(d.APIVersions, api.Text)
	}
	return d
}

// filled is a text, unless something in it is left that podlint cannot fill in.
func filled(text string) string {
	if strings.Contains(text, "{{") {
		return ""
	}
	return text
}

func setParameters(d *helm.Deployment, list *manifest.Node) {
	for _, parameter := range items(list) {
		if strings.Contains(parameter.Str("value"), "{{") { // nobody knows it here
			continue
		}
		set := parameter.Str("name") + "=" + strings.ReplaceAll(parameter.Str("value"), ",", `\,`)
		if isTrue(parameter.Get("forceString")) {
			d.SetText = append(d.SetText, set)
		} else {
			d.Set = append(d.Set, set)
		}
	}
}

// valueFiles are the files of values that the options for a chart name, n, as far as they are here.
func (f *deployments) valueFiles(dir string, o *manifest.Object, n *manifest.Node) []string {
	var out []string
	for _, item := range items(n.Get("valueFiles")) {
		name, here := f.valueFile(dir, o, item.Text)
		switch {
		case strings.Contains(item.Text, "{{"):
		case !here:
			f.elsewhere(o, missingValues, item.Text)
		case isTrue(n.Get("ignoreMissingValueFiles")) && f.p.tree.Kind(name) != source.IsFile:
		default:
			out = append(out, name)
		}
	}
	return out
}

// valueFile is a file of values of an Application: relative to the chart, or behind the name of another source to the root of the repository. False
// when it is fetched from somewhere.
func (f *deployments) valueFile(dir string, o *manifest.Object, name string) (string, bool) {
	top := f.p.top(path.Dir(f.p.abs(o.File)))
	switch {
	case remote.MatchString(name):
		return "", false
	case strings.HasPrefix(name, "$"):
		_, rest, _ := strings.Cut(name, "/")
		full := path.Join(top, rest)
		return full, f.p.tree.Kind(full) == source.IsFile
	case strings.HasPrefix(name, "/"):
		return path.Join(top, name), true
	}
	return path.Join(dir, name), true
}

// kustomize are the fields of a kustomization that the options of an Application stand for.
func (f *deployments) kustomize(o *manifest.Object, dir string, n *manifest.Node) *manifest.Node {
	if n == nil {
		return mapOf()
	}
	f.without(o, n, "commonAnnotationsEnvsubst")
	var images []*manifest.Node
	for _, item := range items(n.Get("images")) {
		images = append(images, image(item))
	}
	var labels *manifest.Node
	common := n.Get("commonLabels")
	if common != nil && isTrue(n.Get("labelWithoutSelector")) {
		labels = listOf(mapOf(manifest.Field{Key: "pairs", Value: common}, manifest.Field{Key: "includeTemplates", Value: n.Get("labelIncludeTemplates")}))
		common = nil
	}
	return mapOf(
		manifest.Field{Key: "namespace", Value: n.Get("namespace")},
		manifest.Field{Key: "namePrefix", Value: n.Get("namePrefix")},
		manifest.Field{Key: "nameSuffix", Value: n.Get("nameSuffix")},
		manifest.Field{Key: "components", Value: f.presentComponents(dir, n)},
		manifest.Field{Key: "patches", Value: n.Get("patches")},
		manifest.Field{Key: "replicas", Value: n.Get("replicas")},
		manifest.Field{Key: "images", Value: listOf(images...)},
		manifest.Field{Key: "commonLabels", Value: common},
		manifest.Field{Key: "labels", Value: labels},
		manifest.Field{Key: "commonAnnotations", Value: n.Get("commonAnnotations")},
	)
}

// presentComponents are the components of an Application, those that may be missing only where they are there.
func (f *deployments) presentComponents(dir string, n *manifest.Node) *manifest.Node {
	list := n.Get("components")
	if !isTrue(n.Get("ignoreMissingComponents")) {
		return list
	}
	var there []*manifest.Node
	for _, item := range items(list) {
		if f.p.tree.Kind(path.Join(dir, item.Text)) == source.IsFolder {
			there = append(there, item)
		}
	}
	return listOf(there...)
}

// image is an entry of images of a kustomization for the short form NAME=NEW:TAG, NAME:TAG or NAME@DIGEST.
func image(item *manifest.Node) *manifest.Node {
	name, to, renamed := strings.Cut(item.Text, "=")
	if !renamed {
		to = name
	}
	to, digest, _ := strings.Cut(to, "@")
	tag := ""
	if i := strings.LastIndexByte(to, ':'); i > strings.LastIndexByte(to, '/') {
		to, tag = to[:i], to[i+1:]
	}
	if !renamed {
		name, to = to, ""
	}
	n := mapOf(manifest.Field{Key: "name", Value: textAt(name, item.Span)})
	for _, f := range [...]struct{ key, text string }{{"newName", to}, {"newTag", tag}, {"digest", digest}} {
		if f.text != "" {
			n.Fields = append(n.Fields, manifest.Field{Key: f.key, Span: item.Span, Value: textAt(f.text, item.Span)})
		}
	}
	return n
}
