package pod

import (
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
)

// template is one pod that an object holds.
type template struct {
	kind     *knowledge.Kind
	spec     Path       // of the PodSpec, or of a map that holds its fields among others
	metadata Path       // of the pod's metadata
	lists    *assembled // nil when containers and volumes stand where a PodSpec has them
}

// kindTable holds the kinds that hold pods, by their names.
type kindTable map[string][]podKind

// podKind is a kind with its paths taken apart.
type podKind struct {
	*knowledge.Kind

	pods    []Path // of the templates, or of the specs
	objects []Path
}

// Kinds are the kinds of a base of knowledge that hold pods or objects, ready to be asked. They are safe for concurrent use.
type Kinds struct{ table kindTable }

// NewKinds reads the kinds of a base.
func NewKinds(base *knowledge.Base) *Kinds { return &Kinds{table: newKindTable(base)} }

func newKindTable(base *knowledge.Base) kindTable {
	table := make(kindTable, len(base.Kinds))
	for i := range base.Kinds {
		k := podKind{Kind: &base.Kinds[i]}
		for _, p := range slices.Concat(k.Template, k.Spec) {
			k.pods = append(k.pods, steps(p))
		}
		for _, p := range k.Objects {
			k.objects = append(k.objects, steps(p))
		}
		table[k.Kind.Kind] = append(table[k.Kind.Kind], k)
	}
	return table
}

// of lists the entries about an object. Those that name its group leave no room for those about any group.
func (t kindTable) of(obj *manifest.Object) []podKind {
	all := t[obj.Kind]
	if len(all) == 0 {
		return nil
	}
	group := groupOf(obj.APIVersion)
	var exact, loose, misplaced []podKind
	for _, k := range all {
		switch {
		case k.Group == "" || k.Group == "*":
			loose = append(loose, k)
		case k.InGroup(group):
			exact = append(exact, k)
		case k.ofKubernetes() && !strings.Contains(group, "."):
			misplaced = append(misplaced, k)
		}
	}
	for _, list := range [][]podKind{exact, loose} {
		if len(list) > 0 {
			return list
		}
	}
	return misplaced
}

// ofKubernetes tells whether a kind is Kubernetes' own, by its group: under another one of its groups it is still meant.
func (k *podKind) ofKubernetes() bool { return !strings.Contains(k.Group, ".") }

// holds lists where an object holds whole objects.
func (t kindTable) holds(obj *manifest.Object) []Path {
	var out []Path
	for _, k := range t.of(obj) {
		for _, p := range k.objects {
			out = append(out, expand(obj.Root, p)...)
		}
	}
	return out
}

// Inside lists the objects that an object holds, as a List or a Template does; the object itself when it holds none.
func (b *Builder) Inside(obj *manifest.Object) []*manifest.Object { return obj.Unfold(b.kinds.holds) }

// Holds tells whether objects of a kind hold pods.
func (b *Builder) Holds(apiVersion, kind string) bool {
	return len(b.kinds.of(&manifest.Object{APIVersion: apiVersion, Kind: kind})) > 0
}

// groupOf is the API group of an apiVersion, empty for that of Pod and Service.
func groupOf(apiVersion string) string {
	group, _, found := strings.Cut(apiVersion, "/")
	if !found {
		return ""
	}
	return group
}

// steps takes a path such as spec.template apart.
func steps(path string) Path {
	if path == "." {
		return Path{}
	}
	var out Path
	for step := range strings.SplitSeq(path, ".") {
		out = append(out, step)
	}
	return out
}

// templates finds the pods of an object; none when its kind has none or it declares no containers.
func (b *Builder) templates(obj *manifest.Object) []template {
	var out []template
	for _, k := range b.kinds.of(obj) {
		for _, pod := range k.pods {
			for _, at := range expand(obj.Root, pod) {
				if t, ok := k.template(obj.Root, at); ok {
					out = append(out, t)
				}
			}
		}
	}
	return out
}

// template is the pod at a place; ok is false when there are no containers.
func (k *podKind) template(root *manifest.Node, at Path) (t template, ok bool) {
	t = template{kind: k.Kind, spec: at, metadata: at.With("metadata")}
	if len(k.Template) > 0 {
		t.spec = at.With("spec")
	}
	spec := root.Get(t.spec...)
	if k.Lists() && spec != nil {
		t.lists = assemble(k.Kind, root, t.spec)
		return t, len(t.lists.containers) > 0
	}
	n := spec.Get("containers")
	return t, n != nil && n.Type != manifest.Null
}

// expand replaces each "*" of steps by the indexes of the list, or the keys of the map, that stands there.
func expand(root *manifest.Node, steps Path) []Path {
	if !slices.Contains(steps, any("*")) {
		return []Path{steps}
	}
	paths := []Path{{}}
	for _, step := range steps {
		var next []Path
		for _, p := range paths {
			if step != "*" {
				next = append(next, p.With(step))
				continue
			}
			next = append(next, children(root.Get(p...), p)...)
		}
		paths = next
	}
	return paths
}

// children lists the paths of what a list or a map at a path holds.
func children(n *manifest.Node, at Path) []Path {
	if n == nil {
		return nil
	}
	var out []Path
	for i := range n.Items {
		out = append(out, at.With(i))
	}
	for i := range n.Fields {
		out = append(out, at.With(n.Fields[i].Key))
	}
	return out
}
