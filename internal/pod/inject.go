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

// inject adds the containers that webhooks and operators would add, and notes the injectors.
func (d *draft) inject() {
	ns := d.namespace()
	for i := range d.b.opt.Knowledge.Injectors {
		inj := &d.b.opt.Knowledge.Injectors[i]
		sw, on, at, ok := d.switched(inj.Switches, ns)
		if !ok {
			continue
		}
		if _, _, _, off := d.switched(inj.Offs, ns); off {
			continue
		}
		out := Injector{ID: inj.ID, Switch: sw, On: on, Ports: d.owned(inj), UID: inj.UID, Adds: inj.Names(), Path: at, Ends: d.ends(inj), Native: d.native(inj), From: inj.NativeFrom}
		d.pod.Injectors = append(d.pod.Injectors, out)
		for j := range inj.Containers {
			d.injectContainer(inj, &inj.Containers[j], &out)
		}
	}
	for i, c := range d.containers {
		c.out.Order = i
	}
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
	found := d.b.set.FindNear(d.obj, "Namespace", "", cmp.Or(d.obj.Namespace, "default"))
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

// globMatch matches "*" and "?" in a pattern; an empty pattern matches anything.
func globMatch(pattern, s string) bool {
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
	return slices.ContainsFunc(inj.EndsWith, d.annotated)
}

// native tells whether the target's version is one from which the injector adds native sidecars.
func (d *draft) native(inj *knowledge.Injector) bool {
	_, from, _ := strings.Cut(inj.NativeFrom, ".")
	minor, err := strconv.Atoi(from)
	return err == nil && d.b.target().Minor >= minor
}

func (d *draft) injectContainer(inj *knowledge.Injector, add *knowledge.Injected, by *Injector) {
	if add.When != "" && !d.annotated(add.When) || add.Unless != "" && d.annotated(add.Unless) || d.byName[add.Name] != nil {
		return
	}
	as := add.Class
	if as == "regular" && by.Native {
		as = "sidecar"
	}
	out := &Container{
		Name: add.Name, Path: by.Path, Class: "injected", InjectedAs: as, InjectedBy: by.Switch, Role: add.Role, Known: inj.ID, Verified: inj.Verified,
		Part: "helper", PartBy: "injected by " + inj.ID, Lifetime: string(fact.Endless), Image: Image{Path: by.Path}, Resources: Resources{Path: by.Path}, Security: Security{Path: by.Path, CapabilitiesPath: by.Path},
	}
	if as == "init" {
		out.Lifetime = string(fact.Finite)
	}
	c := &draftContainer{d: d, out: out}
	inv := knowledge.Invocation{}
	img := knowledge.Image{ID: inj.ID, Verified: inj.Verified, Settings: add.Listens}
	for _, f := range img.Facts(inv) {
		c.facts = append(c.facts, placed{Fact: f, origin: "injected", path: by.Path, phase: c.phase()})
	}
	if as == "regular" {
		d.containers = append(d.containers, c)
	} else {
		d.containers = slices.Insert(d.containers, 0, c)
	}
	d.byName[add.Name] = c
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
