package pod

import (
	"slices"
	"strings"
	"unicode"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/nearest"
)

// makerOf names the custom resource beside a selector whose controller may make the pods that are meant: its spec says how many there are or
// what they run, and its kind, its name or its labels are what is asked for. An object that installs a chart from elsewhere may make any. Empty when there is none.
func (b *Builder) makerOf(selector *manifest.Object, asked *requirement) string {
	if asked.wanted == "" {
		return ""
	}
	for _, o := range b.set.Objects {
		if installs(o) && b.set.Near(selector, o) > manifest.Sibling {
			return o.Kind + " " + o.Name
		}
		if !makesPods(o) || b.set.Near(selector, o) <= manifest.Sibling {
			continue
		}
		if o.Name == asked.wanted || letters(o.Kind) == letters(asked.wanted) || stringMap(o.Root, "metadata", "labels")[asked.key] == asked.wanted || givesLabel(o.Root.Get("spec"), asked, 12) {
			return o.Kind + " " + o.Name
		}
	}
	return ""
}

// givesLabel tells whether a part of a custom resource, no deeper than depth, gives what is made of it the label that is asked for.
func givesLabel(n *manifest.Node, asked *requirement, depth int) bool {
	if n == nil || depth == 0 {
		return false
	}
	for i := range n.Fields {
		f := &n.Fields[i]
		if f.Key == asked.key && f.Value.Type == manifest.String && f.Value.Text == asked.wanted || givesLabel(f.Value, asked, depth-1) {
			return true
		}
	}
	return slices.ContainsFunc(n.Items, func(item *manifest.Node) bool { return givesLabel(item, asked, depth-1) })
}

// installs tells of an object of a GitOps controller that installs a chart from elsewhere, whose pods nobody sees here.
func installs(o *manifest.Object) bool {
	switch o.Kind {
	case "HelmRelease":
		chart := text(o.Root, "spec", "chart", "spec", "chart")
		return isCustom(o.APIVersion) && !strings.HasPrefix(chart, ".") && !strings.HasPrefix(chart, "/")
	case "HelmChart":
		return groupOf(o.APIVersion) == "helm.cattle.io"
	case "Application":
		return isCustom(o.APIVersion) && text(o.Root, "spec", "source", "chart") != ""
	}
	return false
}

// isCustom tells whether an API is none of Kubernetes' own.
func isCustom(apiVersion string) bool {
	group := groupOf(apiVersion)
	return strings.Contains(group, ".") && !strings.HasSuffix(group, ".k8s.io")
}

// makesPods tells of a custom resource whose spec has a field of those that only something with pods has.
func makesPods(o *manifest.Object) bool {
	return isCustom(o.APIVersion) && slices.ContainsFunc(podFields[:], func(field string) bool { return o.Root.Get("spec", field) != nil })
}

var podFields = [...]string{"replicas", "instances", "size", "image", "resources", "podTemplate", "podMetadata", "containers", "nodeSets", "storage"}

// letters leaves the letters and digits of a name, in lower case: ThanosRuler and thanos-ruler are one.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// speltLike tells whether one name is the other one misspelt. Of names of as many parts one part may differ: web-querry is web-query, but
// thanos-ruler is not thanos-query.
func speltLike(a, b string) bool {
	x, y := parts(a), parts(b)
	if a == "" || b == "" || len(x) != len(y) {
		return nearest.Of(a, []string{b}) != ""
	}
	differ := -1
	for i := range x {
		if x[i] != y[i] {
			if differ >= 0 {
				return false
			}
			differ = i
		}
	}
	return differ < 0 || nearest.Of(x[differ], []string{y[differ]}) != ""
}

func parts(name string) []string {
	return strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("-._/", r) })
}
