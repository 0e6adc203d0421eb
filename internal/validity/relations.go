package validity

import (
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/podlint/podlint/internal/manifest"
)

type node = manifest.Node

// seen notes where values stand that must be unique, as paths from the root.
type seen map[string]manifest.Path

// unique states that the value at elems stands elsewhere already.
func (w *walk) unique(in seen, key, of, got string, elems ...any) {
	if key == "" || manifest.Placeholder(key) {
		return
	}
	if first, ok := in[key]; ok {
		w.add(Value{Problem: Repeated, Of: of, Got: got, First: first}, elems...)
		return
	}
	in[key] = slices.Concat(manifest.Path(w.path), elems)
}

// items are the elements of the list at path, each with its index.
func items(n *node, path ...any) []*node {
	if list := n.Get(path...); list != nil {
		return list.Items
	}
	return nil
}

// in does something in a container of the pod, as the walk is there.
func (w *walk) in(list string, index int, do func()) {
	w.path = append(w.path, list, index)
	w.enter(len(w.pod.Spec))
	do()
	w.leave()
	w.path = w.path[:len(w.path)-2]
}

var containerLists = [...]string{"containers", "initContainers", "ephemeralContainers"}

// podNames: names that must be unique in the pod.
func (w *walk) podNames(n *node) {
	names := seen{}
	for _, list := range containerLists {
		for i, c := range items(n, list) {
			w.in(list, i, func() { w.unique(names, c.Str("name"), "container name", c.Str("name"), "name") })
		}
	}
	for _, of := range []struct{ list, what, key string }{
		{"volumes", "volume name", "name"}, {"resourceClaims", "resource claim", "name"}, {"schedulingGates", "scheduling gate", "name"},
	} {
		names := seen{}
		for i, item := range items(n, of.list) {
			w.unique(names, item.Str(of.key), of.what, item.Str(of.key), of.list, i, of.key)
		}
	}
	names = seen{}
	for i, item := range items(n, "securityContext", "sysctls") {
		w.unique(names, item.Str("name"), "sysctl", item.Str("name"), "securityContext", "sysctls", i, "name")
	}
}

// names are the names of the entries of some of the pod's lists.
func (w *walk) names(lists ...string) nameSet {
	names := nameSet{has: map[string]bool{}, known: true}
	for _, list := range lists {
		for _, item := range items(w.spec, list) {
			names.add(item.Str("name"))
		}
	}
	return names
}

// volumes are the names that a mount may use, those of volume claim templates included.
func (w *walk) volumes() nameSet {
	if w.mountable.has == nil {
		w.mountable = w.names("volumes")
		for _, name := range w.pod.claims() {
			w.mountable.add(name)
		}
	}
	return w.mountable
}

// claims are the names of the volumes that claim templates make.
func (p *Pod) claims() []string {
	names := make([]string, len(p.Claims))
	for i, at := range p.Claims {
		names[i] = p.Root.Get(at...).Str("metadata", "name")
	}
	return names
}

// declared states that a name is none of those that the pod declares.
func (w *walk) declared(of, name string, names nameSet, elems ...any) {
	if name == "" || manifest.Placeholder(name) || names.has[name] {
		return
	}
	v := Value{Problem: Undeclared, Of: of, Got: name}
	if w.guesses++; w.guesses <= maxGuesses && len(names.all) <= maxGuesses {
		v.Nearest = near(name, names.all)
	}
	w.add(v, elems...)
}

// maxGuesses bounds the names that are compared letter by letter in one pod, and with how many: a manifest may have any number of both.
const maxGuesses = 200

// nameSet are the names of a list.
type nameSet struct {
	all []string
	has map[string]bool
	// known is false when one of them is not known yet.
	known bool
}

func (s *nameSet) add(name string) {
	s.all = append(s.all, name)
	s.has[name], s.known = true, s.known && !manifest.Placeholder(name)
}

// podReferences: ephemeral containers name a container.
func (w *walk) podReferences(n *node) {
	names := w.names(containerLists[:2]...)
	for i, c := range items(n, "ephemeralContainers") {
		w.in("ephemeralContainers", i, func() { w.declared("container", c.Str("targetContainerName"), names, "targetContainerName") })
	}
}

// containerMounts: mounts and devices name volumes of the pod, and no two share a path.
func (w *walk) containerMounts(n *node) {
	names := w.volumes()
	paths, mounted := seen{}, seen{}
	for i, m := range items(n, "volumeMounts") {
		if names.known {
			w.declared("volume", m.Str("name"), names, "volumeMounts", i, "name")
		}
		w.unique(paths, m.Str("mountPath"), "mount path", m.Str("mountPath"), "volumeMounts", i, "mountPath")
		mounted[m.Str("name")] = slices.Concat(manifest.Path(w.path), manifest.Path{"volumeMounts", i, "name"})
	}
	for i, m := range items(n, "volumeDevices") {
		if names.known {
			w.declared("volume", m.Str("name"), names, "volumeDevices", i, "name")
		}
		w.unique(paths, m.Str("devicePath"), "mount path", m.Str("devicePath"), "volumeDevices", i, "devicePath")
		w.unique(mounted, m.Str("name"), "volume device", m.Str("name"), "volumeDevices", i, "name")
		if kind := w.volumeKind(m.Str("name")); kind != "" && kind != "persistentVolumeClaim" && kind != "ephemeral" {
			w.add(Value{Problem: Conflict, Of: "volume", Got: m.Str("name"), Expected: "a persistentVolumeClaim or ephemeral volume, not " + kind}, "volumeDevices", i, "name")
		}
	}
	w.containerClaims(n)
	for i, e := range items(n, "env") {
		name := e.Str("valueFrom", "fileKeyRef", "volumeName")
		at := manifest.Path{"env", i, "valueFrom", "fileKeyRef", "volumeName"}
		if names.known {
			w.declared("volume", name, names, at...)
		}
		if kind := w.volumeKind(name); kind != "" && kind != "emptyDir" {
			w.add(Value{Problem: Conflict, Of: "volume", Got: name, Expected: "an emptyDir, not " + kind}, at...)
		}
	}
}

// volumeKind is the field that declares a volume of the pod, empty when that is not known; of two with one name the first counts.
func (w *walk) volumeKind(name string) string {
	if w.kinds == nil {
		w.kinds = map[string]string{}
		for _, v := range items(w.spec, "volumes") {
			if name := v.Str("name"); name != "" && w.kinds[name] == "" {
				w.kinds[name] = kindOf(v)
			}
		}
	}
	return w.kinds[name]
}

func kindOf(volume *node) string {
	for i := range volume.Fields {
		if f := &volume.Fields[i]; f.Key != "name" && f.Value.Type != manifest.Null {
			return f.Key
		}
	}
	return "emptyDir"
}

// containerClaims: a container uses claims of the pod.
func (w *walk) containerClaims(n *node) {
	claims := w.names("resourceClaims")
	used := seen{}
	for i, c := range items(n, "resources", "claims") {
		w.declared("resource claim", c.Str("name"), claims, "resources", "claims", i, "name")
		w.unique(used, c.Str("name")+"/"+c.Str("request"), "resource claim", c.Str("name"), "resources", "claims", i, "name")
	}
}

// containerPorts: names are unique in one container.
func (w *walk) containerPorts(n *node) {
	names := seen{}
	for i, p := range items(n, "ports") {
		w.unique(names, p.Str("name"), "port name", p.Str("name"), "ports", i, "name")
	}
}

// hostPorts: a node has each port once. Init containers run one by one, so that each has them all.
func (w *walk) hostPorts(n *node) {
	ports := seen{}
	for i, c := range items(n, "containers") {
		w.in("containers", i, func() { w.onNode(c, ports, true) })
	}
	for i, c := range items(n, "initContainers") {
		w.in("initContainers", i, func() { w.onNode(c, seen{}, false) })
	}
}

// onNode notes the ports that a container has on the node. With the node's network a container's port is one of the node's.
func (w *walk) onNode(c *node, ports seen, match bool) {
	network := w.spec.Get("hostNetwork")
	onNetwork := network != nil && network.Text == "true"
	for i, p := range items(c, "ports") {
		port, host, key := number(p, "containerPort"), number(p, "hostPort"), "hostPort"
		if onNetwork && host == 0 {
			host, key = port, "containerPort"
		}
		protocol := p.Str("protocol")
		if protocol == "" {
			protocol = string(corev1.ProtocolTCP)
		}
		if host != 0 {
			w.unique(ports, protocol+"/"+p.Str("hostIP")+"/"+strconv.Itoa(host), "host port", strconv.Itoa(host), "ports", i, key)
		}
		if onNetwork && match && host != port {
			w.add(Value{Problem: Conflict, Of: "hostPort", Got: strconv.Itoa(host), Expected: "containerPort " + strconv.Itoa(port) + ", as hostNetwork is true"}, "ports", i, "hostPort")
		}
	}
}

// number is the whole number at a field, 0 when there is none.
func number(n *node, name string) int {
	v := n.Get(name)
	if v == nil || v.Type != manifest.Int {
		return 0
	}
	i, err := strconv.Atoi(v.Text)
	if err != nil {
		return 0
	}
	return i
}

// yes tells whether the value at path is true.
func yes(n *node, path ...any) bool {
	v := n.Get(path...)
	return v != nil && v.Type == manifest.Bool && v.Text == "true"
}

// no tells whether the value at path is false; what is absent is not.
func no(n *node, path ...any) bool {
	v := n.Get(path...)
	return v != nil && v.Type == manifest.Bool && v.Text == "false"
}

// projected: no two sources of one volume make the same file.
func (w *walk) projected(n *node) {
	files := seen{}
	for i, src := range items(n, "sources") {
		for _, kind := range [...]string{"secret", "configMap", "downwardAPI"} {
			for j, item := range items(src, kind, "items") {
				w.unique(files, item.Str("path"), "file of the projected volume", item.Str("path"), "sources", i, kind, "items", j, "path")
			}
		}
		w.unique(files, src.Str("clusterTrustBundle", "path"), "file of the projected volume", src.Str("clusterTrustBundle", "path"), "sources", i, "clusterTrustBundle", "path")
	}
}

// spreads: one constraint for each topology key and way.
func (w *walk) spreads(n *node) {
	pairs := seen{}
	for i, c := range items(n, "topologySpreadConstraints") {
		key, when := c.Str("topologyKey"), c.Str("whenUnsatisfiable")
		if key != "" && when != "" {
			w.unique(pairs, key+" "+when, "topologyKey with "+when, key, "topologySpreadConstraints", i, "topologyKey")
		}
	}
}

// mount: where a mount's fields contradict each other.
func (w *walk) mount(n *node) {
	if n.Str("subPath") != "" && n.Str("subPathExpr") != "" {
		w.conflict("subPathExpr", "subPath or subPathExpr, not both", n)
	}
	container := w.pod.Root.Get(w.path[:len(w.path)-2]...)
	if n.Str("mountPropagation") == string(corev1.MountPropagationBidirectional) && !yes(container, "securityContext", "privileged") {
		w.conflict("mountPropagation", "HostToContainer, or privileged: true", n)
	}
	if r := n.Str("recursiveReadOnly"); r == string(corev1.RecursiveReadOnlyEnabled) || r == string(corev1.RecursiveReadOnlyIfPossible) {
		if !yes(n, "readOnly") {
			w.conflict("recursiveReadOnly", "Disabled, as readOnly is not true", n)
		}
		if p := n.Str("mountPropagation"); p != "" && p != string(corev1.MountPropagationNone) {
			w.conflict("recursiveReadOnly", "Disabled, as mountPropagation is not None", n)
		}
	}
	if w.class == ephemeralContainer {
		w.wholeVolume(n)
	}
}

func (w *walk) wholeVolume(n *node) {
	for _, name := range [...]string{"subPath", "subPathExpr"} {
		if n.Str(name) != "" {
			w.forbid(name, "ephemeral containers mount whole volumes")
		}
	}
}

// conflict states that a field of n contradicts another one.
func (w *walk) conflict(name, expected string, n *node) {
	got := ""
	if v := n.Get(name); v != nil && v.Type != manifest.Map && v.Type != manifest.List {
		got = v.Text
	}
	w.add(Value{Problem: Conflict, Of: name, Got: got, Expected: expected}, name)
}

// forbid states that a field may not stand where it does.
func (w *walk) forbid(name, why string) {
	w.add(Value{Problem: Forbidden, Of: name, Expected: why}, name)
}

// lacks states that the object at the walk's path needs a field.
func (w *walk) lacks(name, expected string) {
	w.add(Value{Problem: Missing, Of: name, Expected: expected})
	last := &w.out[len(w.out)-1]
	last.Field = joinField(last.Field, name)
}

// prefixed tells whether a text begins in one of several ways.
func prefixed(s string, prefixes ...string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) })
}
