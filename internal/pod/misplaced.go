package pod

import (
	"reflect"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/podlint/podlint/internal/manifest"
)

// misplaced lists the fields of the pod's specification, or of its metadata, that stand one level too high: beside the spec of the template.
// Only Kubernetes' own kinds are known to have nothing else there.
func (d *draft) misplaced() []UnknownField {
	at, ok := d.templatePath()
	if !ok {
		return nil
	}
	var out []UnknownField
	for _, f := range d.obj.Root.Get(at...).Fields {
		var below string
		switch {
		case f.Key == "metadata", f.Key == "spec", f.Value.Type == manifest.Null:
			continue
		case hasField(reflect.TypeFor[corev1.PodSpec](), f.Key):
			below = "spec"
		case hasField(reflect.TypeFor[metav1.ObjectMeta](), f.Key):
			below = "metadata"
		default:
			continue
		}
		out = append(out, UnknownField{Key: f.Key, In: pathText(d.obj.Root, at), Below: below, Path: at.With(f.Key, manifest.AtKey)})
	}
	return out
}

// templatePath is the place of the pod's template in an object of Kubernetes' own.
func (d *draft) templatePath() (at Path, ok bool) {
	switch text(d.obj.Root, "apiVersion") {
	case "v1", "apps/v1", "batch/v1":
	default:
		return nil, false
	}
	last := len(d.at.spec) - 1
	if last < 1 || d.at.spec[last] != "spec" || d.at.spec[last-1] != "template" {
		return nil, false
	}
	at = d.at.spec[:last:last]
	n := d.obj.Root.Get(at...)
	return at, n != nil && n.Type == manifest.Map
}

// hasField tells whether a type of the API has a field of that name.
func hasField(t reflect.Type, name string) bool {
	for f := range t.Fields() {
		if got, _, _ := strings.Cut(f.Tag.Get("json"), ","); got == name {
			return true
		}
	}
	return false
}
