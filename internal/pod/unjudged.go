package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
)

// copied are kinds that hold copies or descriptions of pods that stand elsewhere, or the values of charts, whose templates make pods of them.
var copied = map[string]bool{"ControllerRevision": true, "CustomResourceDefinition": true, "HelmRelease": true, "HelmChart": true, "HelmChartConfig": true}

// maxSearched bounds how many values of an object are looked at for a pod; the containers of any known kind come long before.
const maxSearched = 100_000

// Unjudged tells whether an object of a kind that nothing is known of plainly holds a pod, and which entry of kinds: would have it judged.
// Nothing but the names and the places of the first pods that are found is in the entry.
func (b *Builder) Unjudged(obj *manifest.Object) (knowledge.Kind, bool) {
	if copied[obj.Kind] || obj.Patch || len(b.kinds.of(obj)) > 0 {
		return knowledge.Kind{}, false
	}
	s := &search{left: maxSearched}
	s.walk(obj.Root, nil)
	if len(s.template)+len(s.spec) == 0 {
		return knowledge.Kind{}, false
	}
	k := knowledge.Kind{Kind: obj.Kind, Group: groupOf(obj.APIVersion), Template: s.template}
	if k.Group == "" {
		k.Group = knowledge.Core
	}
	if len(k.Template) == 0 {
		k.Spec = s.spec
	}
	return k, true
}

// Groups are the API groups in which a kind of that name holds pods; a group of Kubernetes itself, without a dot, in which there is none,
// is a mistake.
func (b *Builder) Groups(kind string) []string {
	var out []string
	for _, k := range b.kinds[kind] {
		if k.Group != "" && k.Group != "*" && !slices.Contains(out, k.Group) {
			out = append(out, k.Group)
		}
	}
	return out
}

// search finds the maps of an object that hold containers.
type search struct {
	left           int
	template, spec knowledge.Paths
}

func (s *search) walk(n *manifest.Node, at []string) {
	if s.left--; s.left < 0 {
		return
	}
	for i := range n.Fields {
		f := &n.Fields[i]
		if f.Key == listContainers && plainly(f.Value) {
			s.found(at)
			return
		}
	}
	for i := range n.Fields {
		s.walk(n.Fields[i].Value, append(slices.Clip(at), n.Fields[i].Key))
	}
	for _, item := range n.Items {
		s.walk(item, append(slices.Clip(at), "*"))
	}
}

// found notes the path of a map of containers: of a spec, what holds it is a template, unless it is the object.
func (s *search) found(at []string) {
	list, path := &s.spec, strings.Join(at, ".")
	if last := len(at) - 1; last > 0 && at[last] == "spec" {
		list, path = &s.template, strings.Join(at[:last], ".")
	}
	if path == "" {
		path = "."
	}
	if !slices.Contains(*list, path) && !slices.ContainsFunc(at, func(step string) bool { return step == "" || strings.Contains(step, ".") }) {
		*list = append(*list, path)
	}
}

// plainly tells whether a list is one of containers: each has a name and an image, and none is a pattern of a policy.
func plainly(list *manifest.Node) bool {
	if list.Type != manifest.List || len(list.Items) == 0 {
		return false
	}
	return !slices.ContainsFunc(list.Items, func(c *manifest.Node) bool {
		name, image := c.Str("name"), c.Str("image")
		return name == "" || image == "" || strings.ContainsAny(name+image, "*?")
	})
}
