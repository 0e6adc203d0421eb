package render

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/source"
)

// kustomization reads a Kustomization of Flux.
func (f *deployments) kustomization(o *manifest.Object) {
	dir, ok := f.dir(o, o.Root.Str("spec", "path"))
	if !ok {
		f.elsewhere(o, missingPath, o.Root.Str("spec", "path"))
		return
	}
	spec := o.Root.Get("spec")
	f.without(o, spec, "patchesStrategicMerge", "patchesJson6902")
	metadata := spec.Get("commonMetadata")
	var labels *manifest.Node
	if l := metadata.Get("labels"); l != nil {
		labels = listOf(mapOf(manifest.Field{Key: "pairs", Value: l}))
	}
	f.folder(o, folder{dir: dir, vars: f.variables(o), fields: mapOf(
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
			f.elsewhere(o, unseenData, from.Str("kind")+" "+from.Str("name"))
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
	spec := f.chartSpec(o)
	kind := spec.Str("sourceRef", "kind")
	if spec == nil || kind != "GitRepository" && kind != "Bucket" {
		f.elsewhere(o, farChart, spec.Str("chart"))
		return
	}
	dir, ok := f.chart(o, spec.Str("chart"))
	if !ok {
		f.elsewhere(o, missingPath, spec.Str("chart"))
		return
	}
	d := f.begin(o)
	d.Namespace, d.Release = cmp.Or(o.Root.Str("spec", "targetNamespace"), o.Namespace), cmp.Or(o.Root.Str("spec", "releaseName"), o.Name)
	for _, name := range items(spec.Get("valuesFiles")) {
		d.Files = append(d.Files, path.Join(f.p.top(dir), name.Text))
	}
	if name := spec.Str("valuesFile"); name != "" && len(d.Files) == 0 {
		d.Files = append(d.Files, path.Join(f.p.top(dir), name))
	}
	d.Texts = f.valuesFrom(o)
	if n := o.Root.Get("spec", "values"); n != nil && n.Type == manifest.Map {
		d.Object, d.Path = o, manifest.Path{"spec", "values"}
	}
	if len(items(o.Root.Get("spec", "postRenderers"))) > 0 {
		f.after[deployedAs(f.p.name(dir), d.By)] = o
		f.withoutPostRenderers(o)
	}
	f.add(dir, d)
}

// withoutPostRenderers notes the settings of post-renderers that are not applied.
func (f *deployments) withoutPostRenderers(o *manifest.Object) {
	for _, item := range items(o.Root.Get("spec", "postRenderers")) {
		f.without(o, item.Get("kustomize"), "patchesStrategicMerge", "patchesJson6902")
	}
}

// chartSpec is where a HelmRelease says which chart it deploys: in itself, or in a HelmChart among the inputs. Nil: it lies elsewhere.
func (f *deployments) chartSpec(o *manifest.Object) *manifest.Node {
	ref := o.Root.Get("spec", "chartRef")
	if ref == nil {
		return o.Root.Get("spec", "chart", "spec")
	}
	for _, other := range f.objects {
		if ref.Str("kind") == "HelmChart" && other.Kind == "HelmChart" && other.Name == ref.Str("name") {
			return other.Root.Get("spec")
		}
	}
	return nil
}

// valuesFrom are the values that a HelmRelease takes from other objects, as far as these are among the inputs.
func (f *deployments) valuesFrom(o *manifest.Object) []string {
	var out []string
	for _, from := range items(o.Root.Get("spec", "valuesFrom")) {
		data := f.data(o, from)
		if data == nil {
			f.elsewhere(o, unseenData, from.Str("kind")+" "+from.Str("name"))
			continue
		}
		text := data.Str(cmp.Or(from.Str("valuesKey"), "values.yaml"))
		if at := from.Str("targetPath"); strings.ContainsAny(at, `[]{}\`) {
			f.elsewhere(o, notApplied, "targetPath "+at)
			continue
		} else if at != "" {
			text = nested(at, text)
		}
		out = append(out, text)
	}
	return out
}

// nested are values in which a text stands at a path of keys.
func nested(at, text string) string {
	n := &manifest.Node{Type: manifest.String, Text: text}
	if docs, errs := manifest.Documents(source.File{Data: []byte(text)}); len(errs) == 0 && len(docs) == 1 {
		if got := docs[0].Root; got.Type != manifest.Map && got.Type != manifest.List {
			n.Type, n.Text = got.Type, got.Text
		}
	}
	keys := strings.Split(at, ".")
	for _, key := range slices.Backward(keys) {
		n = &manifest.Node{Type: manifest.Map, Fields: []manifest.Field{{Key: key, Value: n}}}
	}
	out, err := n.MarshalJSON()
	if err != nil {
		return ""
	}
	return string(out)
}
