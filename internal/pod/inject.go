package pod

import (
	"cmp"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/podlint/podlint/internal/fact"
	"github.com/podlint/podlint/internal/knowledge"
	"github.com/podlint/podlint/internal/manifest"
)

// inject adds the containers that webhooks and operators would add, and notes the injectors. The API server asks webhooks in the order of
// their names, and the later one finds the containers of the earlier one.
func (d *draft) inject() {
	ns := d.namespace()
	var asked []*knowledge.Injector
	by := map[*knowledge.Injector]Injector{}
	for i := range d.b.opt.Knowledge.Injectors {
		inj := &d.b.opt.Knowledge.Injectors[i]
		if out, ok := d.injector(inj, ns); ok {
			d.pod.Injectors = append(d.pod.Injectors, out)
			asked, by[inj] = append(asked, inj), out
		}
	}
	slices.SortStableFunc(asked, func(a, b *knowledge.Injector) int { return strings.Compare(a.Webhook, b.Webhook) })
	for _, inj := range asked {
		out := by[inj]
		front := 0
		for j := range inj.Containers {
			d.injectContainer(inj, &inj.Containers[j], &out, &front)
		}
	}
	for i, c := range d.containers {
		c.out.Order = i
	}
}

// injector notes an injector that is switched on for the pod.
func (d *draft) injector(inj *knowledge.Injector, ns *manifest.Object) (Injector, bool) {
	sw, on, at, ok := d.switched(inj.Switches, ns)
	if !ok {
		return Injector{}, false
	}
	if _, _, _, off := d.switched(inj.Offs, ns); off {
		return Injector{}, false
	}
	return Injector{
		ID: inj.ID, Switch: sw, On: on, Ports: d.owned(inj), UID: inj.UID, Adds: inj.Names(), Path: at, Ends: d.ends(inj), Native: d.native(inj), From: inj.NativeFrom,
		Outbound: d.outbound(inj),
	}, true
}

// owned are the ports that an injector takes in this pod: not those that an annotation takes it off.
func (d *draft) owned(inj *knowledge.Injector) []int {
	return slices.DeleteFunc(slices.Clone(inj.Ports), func(port int) bool {
		return slices.ContainsFunc(inj.Moves, func(m knowledge.Move) bool { return m.Port == port && d.annotated(m.When) })
	})
}

// namespace returns the pod's Namespace when it is in the set.
func (d *draft) namespace() *manifest.Object {
	o, _ := d.namespaceNear()
	return o
}

func (d *draft) namespaceNear() (*manifest.Object, manifest.Near) {
	name := cmp.Or(d.obj.Namespace, "default")
	d.asked.Name("Namespace", "", name)
	found := d.b.set.FindNear(d.obj, "Namespace", "", name)
	d.b.ambiguous.add(found.Ambiguous)
	return found.Object, found.Near
}

// switched returns the first switch that is on, as key=value, where it stands and its place.
func (d *draft) switched(list []knowledge.Switch, ns *manifest.Object) (sw, on string, at Path, ok bool) {
	for i := range list {
		s := &list[i]
		for _, field := range switchFields(s) {
			values := d.switchValues(s.On, field, ns)
			for _, k := range keysLike(s.Key, values) {
				if globMatch(s.Value, values[k]) {
					return k + "=" + values[k], s.On, d.switchPath(s.On, ns).With(field, k), true
				}
			}
		}
	}
	return "", "", nil, false
}

// keysLike lists the keys that a pattern matches, sorted; most patterns are plain keys.
func keysLike(pattern string, values map[string]string) []string {
	if !strings.ContainsAny(pattern, "*?[") {
		if _, ok := values[pattern]; ok {
			return []string{pattern}
		}
		return nil
	}
	return slices.DeleteFunc(sortedKeys(values), func(k string) bool { return !globMatch(pattern, k) })
}

// switchFields are the fields of metadata that a switch may stand in.
func switchFields(s *knowledge.Switch) []string {
	switch s.As {
	case "annotation":
		return bothFields[:1]
	case "label":
		return bothFields[1:]
	}
	return bothFields
}

var bothFields = []string{annotations, labels}

const (
	annotations = "annotations"
	labels      = "labels"
)

// switchValues is what stands in a field of the metadata of the pod, its Namespace or its workload.
func (d *draft) switchValues(on, field string, ns *manifest.Object) map[string]string {
	switch {
	case on == "pod" && field == annotations:
		return d.meta.Annotations
	case on == "pod":
		return d.meta.Labels
	case on == "namespace" && ns != nil:
		return stringMap(ns.Root, "metadata", field)
	case on == "workload" && field == annotations:
		return d.pod.Workload.Annotations
	case on == "workload":
		return d.pod.Workload.Labels
	}
	return nil
}

// switchPath is where that metadata lies.
func (d *draft) switchPath(on string, ns *manifest.Object) Path {
	switch on {
	case "pod":
		return d.at.metadata
	case "namespace":
		return atObject(ns).With("metadata")
	}
	return Path{"metadata"}
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// globMatch matches "*" and "?" in a pattern; an empty pattern matches anything, and "?*" anything but an empty text.
func globMatch(pattern, s string) bool {
	if pattern == "?*" {
		return s != ""
	}
	if pattern == "" || pattern == "*" || pattern == s {
		return true
	}
	ok, err := path.Match(pattern, s)
	return err == nil && ok || strings.HasSuffix(pattern, "*") && strings.HasPrefix(s, strings.TrimSuffix(pattern, "*"))
}

// annotated tells whether the pod carries "key=value".
func (d *draft) annotated(keyValue string) bool {
	k, v, _ := strings.Cut(keyValue, "=")
	if got, ok := d.meta.Annotations[k]; ok {
		return globMatch(v, got)
	}
	got, ok := d.meta.Labels[k]
	return ok && globMatch(v, got)
}

func (d *draft) ends(inj *knowledge.Injector) bool {
	return slices.ContainsFunc(inj.EndsWith, d.annotated) || slices.ContainsFunc(inj.NativeWith, d.annotated)
}

// native tells whether the injector adds native sidecars: an annotation says so, or the target's version is one from which it does.
func (d *draft) native(inj *knowledge.Injector) bool {
	if slices.ContainsFunc(inj.NativeWith, d.annotated) {
		return true
	}
	if slices.ContainsFunc(inj.ClassicWith, d.annotated) {
		return false
	}
	_, from, _ := strings.Cut(inj.NativeFrom, ".")
	minor, err := strconv.Atoi(from)
	return err == nil && d.b.target().Minor >= minor
}

func (d *draft) injectContainer(inj *knowledge.Injector, add *knowledge.Injected, by *Injector, front *int) {
	if add.When != "" && !d.annotated(add.When) || add.Unless != "" && d.annotated(add.Unless) {
		return
	}
	if c := d.byName[add.Name]; c != nil { // written into the manifest: the injector's settings are its own
		c.out.Drains, c.out.Redirects = d.drains(add.Drains, d.heir(inj)), d.redirects(add)
		return
	}
	c := d.injected(inj, add, by)
	img := knowledge.Image{ID: inj.ID, Verified: inj.Verified, Settings: add.Listens}
	for _, f := range img.Facts(knowledge.Invocation{}) {
		c.facts = append(c.facts, placed{Fact: f, origin: "injected", path: by.Path, phase: c.phase()})
	}
	d.readTails(add)
	if add.Upstreams != "" {
		c.facts = append(c.facts, d.upstreams(add.Upstreams)...)
	}
	d.containers = slices.Insert(d.containers, d.placeOf(c, add, by, front), c)
	d.byName[add.Name] = c
}

// injected is the container that an injector adds.
func (d *draft) injected(inj *knowledge.Injector, add *knowledge.Injected, by *Injector) *draftContainer {
	as := add.Class
	if as == "regular" && by.Native {
		as = "sidecar"
	}
	out := &Container{
		Name: add.Name, Path: by.Path, Class: "injected", InjectedAs: as, InjectedBy: by.Switch, Role: add.Role, Known: inj.ID, Verified: inj.Verified,
		Part: "helper", PartBy: "injected by " + inj.ID, Lifetime: string(fact.Endless), Image: Image{Path: by.Path}, Resources: Resources{Path: by.Path}, Security: Security{Path: by.Path, CapabilitiesPath: by.Path},
		Drains: d.drains(add.Drains, d.heir(inj)), Redirects: d.redirects(add), CallsOut: add.Network,
		Unrequested: d.unrequested(inj, add.Asks, by, d.heir(inj)),
	}
	if as == "init" {
		out.Lifetime = string(fact.Finite)
	}
	if uid, at, ok := d.setting(add.User, nil); ok && add.User != "" {
		if n, err := strconv.ParseInt(uid, 10, 64); err == nil {
			out.Security.RunAsUser = Sourced{Value: n, Origin: "container", Certainty: Stated, Path: at}
		}
	}
	return &draftContainer{d: d, out: out}
}

// redirects tells whether the pod's outgoing connections lead to the proxy from the container on.
func (d *draft) redirects(add *knowledge.Injected) bool {
	return add.Redirects && (len(add.RedirectsWith) == 0 || slices.ContainsFunc(add.RedirectsWith, d.annotated))
}

// placeOf is where an injected container comes in the start order: a regular one at the end, others before the regular ones, in front of
// or behind those that are there. A native sidecar goes to the front, and what prepares for it with it.
func (d *draft) placeOf(c *draftContainer, add *knowledge.Injected, by *Injector, front *int) int {
	switch {
	case c.out.InjectedAs == "regular":
		return len(d.containers)
	case add.Place == "last" && !by.Native && !slices.ContainsFunc(add.FirstWith, d.annotated):
		at := 0
		for i, o := range d.containers {
			if o.out.Class == "init" || o.out.Class == "sidecar" || o.out.Class == "injected" && o.out.InjectedAs != "regular" {
				at = i + 1
			}
		}
		return at
	}
	*front++
	return *front - 1
}

// addControllers adds the container that the kind's controller makes when the manifest does not begin it. Nobody knows what it does.
func (d *draft) addControllers() {
	name := d.at.kind.Adds
	if path, ok := strings.CutPrefix(name, "/"); ok {
		name = text(d.obj.Root, steps(path)...)
	}
	if name == "" || d.byName[name] != nil {
		return
	}
	out := &Container{
		Name: name, Path: d.at.spec, Class: "injected", InjectedAs: "regular", InjectedBy: d.obj.Kind, Role: "unknown", Part: "app",
		PartBy: "made by the controller of " + d.obj.Kind, Opaque: true, Lifetime: string(fact.Unknown), Order: len(d.containers),
		Image: Image{Path: d.at.spec}, Resources: Resources{Path: d.at.spec}, Security: Security{Path: d.at.spec, CapabilitiesPath: d.at.spec},
	}
	c := &draftContainer{d: d, out: out}
	d.containers = append(d.containers, c)
	d.byName[name] = c
}
