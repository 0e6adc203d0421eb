package pod

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
)

// assembled is a pod whose containers and volumes stand elsewhere than a PodSpec has them. Its lists are those of a PodSpec, each element
// with the place where it stands.
type assembled struct {
	init, containers, volumes []element
}

// element is one container or volume.
type element struct {
	node *manifest.Node
	path Path
	// shared is set for a volume of several pods, which need not be of use to this one.
	shared bool
}

// Names of the lists of a PodSpec.
const (
	listContainers = "containers"
	listInit       = "initContainers"
	listVolumes    = "volumes"
)

// assemble collects the lists of a pod. Of steps, which run one after the other, all but the last are init containers, and what runs beside
// them are init containers that go on.
func assemble(k *knowledge.Kind, root *manifest.Node, spec Path) *assembled {
	a := &assembled{}
	collect := func(paths knowledge.Paths) []element { return elements(root, spec, paths) }
	a.init = collect(pathsOr(k.Init, listInit))
	a.containers = collect(k.Containers)
	if len(k.Containers)+len(k.Steps) == 0 {
		a.containers = collect(knowledge.Paths{listContainers})
	}
	beside, steps := collect(k.Sidecars), collect(k.Steps)
	if last := len(steps) - 1; last >= 0 {
		defaults(steps, root, spec, k.Defaults)
		for i := range beside {
			beside[i].node = endless(beside[i].node)
		}
		a.init = slices.Concat(a.init, beside, steps[:last])
		beside = steps[last:]
	}
	defaults(a.containers, root, spec, k.Defaults)
	if len(a.containers) > 0 || len(k.Steps) > 0 {
		a.containers = append(a.containers, beside...)
	}
	a.volumes = collect(pathsOr(k.Volumes, listVolumes))
	return a
}

func pathsOr(paths knowledge.Paths, path string) knowledge.Paths {
	if len(paths) > 0 {
		return paths
	}
	return knowledge.Paths{path}
}

// elements lists what stands at the paths: the items of lists, and maps that are no list's.
func elements(root *manifest.Node, spec Path, paths knowledge.Paths) []element {
	var out []element
	for _, p := range paths {
		at, shared := lead(spec, p)
		n := root.Get(at...)
		switch {
		case n == nil:
		case n.Type == manifest.Map:
			out = append(out, element{node: called(n, "main"), path: at, shared: shared})
		default:
			for i, item := range n.Items {
				out = append(out, element{node: called(item, "unnamed-"+itoa(i)), path: at.With(i), shared: shared})
			}
		}
	}
	return out
}

// lead follows a path from the spec on, or from the object when it begins with a slash.
func lead(spec Path, path string) (at Path, fromObject bool) {
	if rest, ok := strings.CutPrefix(path, "/"); ok {
		return steps(rest), true
	}
	return spec.With(steps(path)...), false
}

// called is a map that has a name: its own, or the one that its controller gives it.
func called(n *manifest.Node, name string) *manifest.Node {
	if n.Type != manifest.Map || n.Get("name") != nil {
		return n
	}
	return withField(n, "name", &manifest.Node{Type: manifest.String, Text: name, Span: n.Span})
}

// endless is an init container that goes on while the others run.
func endless(n *manifest.Node) *manifest.Node {
	if n.Type != manifest.Map || n.Get("restartPolicy") != nil {
		return n
	}
	return withField(n, "restartPolicy", &manifest.Node{Type: manifest.String, Text: string(corev1.ContainerRestartPolicyAlways), Span: n.Span})
}

func withField(n *manifest.Node, key string, value *manifest.Node) *manifest.Node {
	out := *n
	out.Fields = append(slices.Clone(n.Fields), manifest.Field{Key: key, Span: n.Span, Value: value})
	return &out
}

// defaulted are the fields of a container that a map of defaults may hold.
var defaulted = []string{
	"image", "command", "args", "workingDir", "envFrom", "env", "resources", "volumeMounts", "volumeDevices", "imagePullPolicy", "securityContext",
}

// defaults gives the containers what maps of defaults hold for them.
func defaults(to []element, root *manifest.Node, spec Path, paths knowledge.Paths) {
	for _, p := range paths {
		at, _ := lead(spec, p)
		from := root.Get(at...)
		for i := range to {
			to[i].node = merged(to[i].node, from)
		}
	}
}

func merged(n, from *manifest.Node) *manifest.Node {
	if n.Type != manifest.Map || from == nil {
		return n
	}
	for _, key := range defaulted {
		value, own := from.Get(key), n.Get(key)
		switch {
		case value == nil:
		case own == nil:
			n = withField(n, key, value)
		case own.Type == manifest.List && value.Type == manifest.List && key != "command" && key != "args":
			n = replaced(n, key, own, value.Items)
		}
	}
	return n
}

// replaced is n with more items in one of its lists.
func replaced(n *manifest.Node, key string, list *manifest.Node, more []*manifest.Node) *manifest.Node {
	longer := *list
	longer.Items = slices.Concat(list.Items, more)
	out := *n
	out.Fields = slices.Clone(n.Fields)
	for i := range out.Fields {
		if out.Fields[i].Key == key {
			out.Fields[i].Value = &longer
		}
	}
	return &out
}

// node is the spec as a PodSpec would have it. Volumes that several pods share are part of it when a container mounts them.
func (a *assembled) node(spec *manifest.Node) *manifest.Node {
	out := &manifest.Node{Type: manifest.Map, Span: spec.Span}
	for _, f := range spec.Fields {
		if f.Key != listContainers && f.Key != listInit && f.Key != listVolumes {
			out.Fields = append(out.Fields, f)
		}
	}
	mounted := a.mounted()
	a.volumes = slices.DeleteFunc(a.volumes, func(v element) bool { return v.shared && !mounted[v.node.Str("name")] })
	for _, l := range []struct {
		key  string
		list []element
	}{{listInit, a.init}, {listContainers, a.containers}, {listVolumes, a.volumes}} {
		list := &manifest.Node{Type: manifest.List, Span: spec.Span}
		for _, e := range l.list {
			list.Items = append(list.Items, e.node)
		}
		out.Fields = append(out.Fields, manifest.Field{Key: l.key, Span: spec.Span, Value: list})
	}
	return out
}

// mounted are the names of the volumes that containers mount.
func (a *assembled) mounted() map[string]bool {
	names := map[string]bool{}
	for _, c := range slices.Concat(a.init, a.containers) {
		for _, field := range []string{"volumeMounts", "volumeDevices"} {
			for _, m := range items(c.node, field) {
				names[m.Str("name")] = true
			}
		}
	}
	return names
}

// place is where in the object something of the assembled spec stands; ok is false when it is none of its elements.
func (a *assembled) place(path []any) (at Path, ok bool) {
	if a == nil || len(path) < 2 {
		return nil, false
	}
	list := map[any][]element{listInit: a.init, listContainers: a.containers, listVolumes: a.volumes}[path[0]]
	i, isIndex := path[1].(int)
	if !isIndex || i >= len(list) {
		return nil, false
	}
	return list[i].path.With(path[2:]...), true
}
