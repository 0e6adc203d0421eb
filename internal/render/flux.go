package render

import (
	"cmp"
	"path"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// kustomization reads a Kustomization of Flux.
func (f *deployments) kustomization(o *manifest.Object) {
	dir, ok := f.dir(o, o.Root.Str("spec", "path"))
	if !ok {
		f.elsewhere(o)
		return
	}
	spec := o.Root.Get("spec")
	metadata := spec.Get("commonMetadata")
	var labels *manifest.Node
	if l := metadata.Get("labels"); l != nil {
		labels = listOf(mapOf(manifest.Field{Key: "pairs", Value: l}))
	}
	f.folder(o, folder{dir: dir, plain: true, vars: f.variables(o), fields: mapOf(
		manifest.Field{Key: "namespace", Value: spec.Get("targetNamespace")},
		manifest.Field{Key: "namePrefix", Value: spec.Get("namePrefix")},
		manifest.Field{Key: "nameSuffix", Value: spec.Get("nameSuffix")},
		manifest.Field{Key: "components", Value: spec.Get("components")},
		manifest.Field{Key: "patches", Value: spec.Get("patches")},
		manifest.Field{Key: "images", Value: spec.Get("images")},
		manifest.Field{Key: "labels", Value: labels},
		manifest.Field{Key: "commonAnnotations", Value: metadata.Get("annotations")},
	)})
}

// dir is the folder that an object names by a path from the root of the repository. The root itself counts only where it is put together by
// somebody: any repository has one.
func (f *deployments) dir(o *manifest.Object, name string) (string, bool) {
	top := f.p.top(path.Dir(f.p.abs(o.File)))
	dir := path.Join(top, name)
	if dir == top {
		return dir, f.p.fileIn(dir) != ""
	}
	return dir, strings.HasPrefix(dir, strings.TrimSuffix(top, "/")+"/") && f.p.tree.Kind(dir) == source.IsFolder
}

// variables are those of spec.postBuild; nil when there are none.
func (f *deployments) variables(o *manifest.Object) *variables {
	after := o.Root.Get("spec", "postBuild")
	if after == nil {
		return nil
	}
	v := &variables{values: map[string]string{}}
	for _, from := range items(after.Get("substituteFrom")) {
		if !f.addFrom(v, o, from) {
			v.partial = true
		}
	}
	if set := after.Get("substitute"); set != nil {
		for i := range set.Fields {
			v.values[set.Fields[i].Key] = set.Fields[i].Value.Text
		}
	}
	return v
}

// addFrom adds the variables of a ConfigMap or Secret; false when it is out of sight.
func (f *deployments) addFrom(v *variables, o *manifest.Object, from *manifest.Node) bool {
	data := f.data(o, from)
	if data == nil {
		return false
	}
	whole := true
	for i := range data.Fields {
		if strings.HasPrefix(data.Fields[i].Value.Text, "ENC[") {
			whole = false
			continue
		}
		v.values[data.Fields[i].Key] = data.Fields[i].Value.Text
	}
	return whole
}

// data are the entries of a ConfigMap, or of a Secret in plain text, that an object refers to; nil when it is not among the inputs.
func (f *deployments) data(o *manifest.Object, from *manifest.Node) *manifest.Node {
	field := "data"
	if from.Str("kind") == "Secret" {
		field = "stringData"
	}
	for _, other := range f.objects {
		if other.Kind == from.Str("kind") && other.Name == from.Str("name") && (other.Namespace == o.Namespace || other.Namespace == "" || o.Namespace == "") {
			if data := other.Root.Get(field); data != nil {
				return data
			}
		}
	}
	return nil
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
	d.Texts = f.valuesFrom(o)
	if n := o.Root.Get("spec", "values"); n != nil && n.Type == manifest.Map {
		d.Object, d.Path = o, manifest.Path{"spec", "values"}
	}
	f.add(dir, d)
}

// valuesFrom are the values that a HelmRelease takes from other objects, as far as these are among the inputs.
func (f *deployments) valuesFrom(o *manifest.Object) []string {
	var out []string
	for _, from := range items(o.Root.Get("spec", "valuesFrom")) {
		data := f.data(o, from)
		if data == nil || from.Str("targetPath") != "" {
			f.elsewhere(o)
			continue
		}
		out = append(out, data.Str(cmp.Or(from.Str("valuesKey"), "values.yaml")))
	}
	return out
}
