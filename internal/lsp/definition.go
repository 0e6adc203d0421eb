package lsp

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/podlint/podlint/internal/manifest"
	"github.com/podlint/podlint/internal/pod"
	"github.com/podlint/podlint/internal/relate"
)

// definition leads from a name to what it names: a volume, a port, a container, another object or a key of one.
func (s *server) definition(ctx context.Context, raw json.RawMessage) (any, error) {
	p, err := params[positionParams](raw)
	if err != nil {
		return nil, err
	}
	out := []Location{}
	err = s.within(ctx, p.TextDocument.URI, func(st *state, name string) error {
		line, column := st.layout(name).at(p.Position)
		for _, o := range slices.Concat(st.set.Objects, st.set.Written) {
			if o.File != name || o.Render != nil || !st.around(o, line) {
				continue
			}
			f := &finder{st: st, o: o}
			f.value(pathAt(o.Root, line, column))
			f.named(line, column)
			out = append(out, f.found...)
		}
		return nil
	})
	return slices.CompactFunc(out, func(a, b Location) bool { return a == b }), err
}

// pathAt leads to the value, or the key, at a place.
func pathAt(n *manifest.Node, line, column int) manifest.Path {
	path := manifest.Path{}
next:
	for n != nil {
		for i := range n.Fields {
			f := &n.Fields[i]
			if inside(f.Span, line, column) {
				return append(path, f.Key, manifest.AtKey)
			}
			if inside(f.Value.Span, line, column) {
				path, n = append(path, f.Key), f.Value
				continue next
			}
		}
		for i, item := range n.Items {
			if inside(item.Span, line, column) {
				path, n = append(path, i), item
				continue next
			}
		}
		break
	}
	return path
}

// finder looks for what a value of an object names.
type finder struct {
	st    *state
	o     *manifest.Object
	found []Location
}

func (f *finder) add(o *manifest.Object, path manifest.Path) {
	if o == nil {
		return
	}
	if at, known := o.Place(path); known && at.Span.Line > 0 {
		f.found = append(f.found, f.st.location(at.File, at.Span.Line, at.Span.Column, at.Span.EndLine, at.Span.EndColumn))
	}
}

// text is the element of a path that is n from its end, when it is a key.
func fromEnd(path manifest.Path, n int) string {
	if len(path) < n {
		return ""
	}
	key, _ := path[len(path)-n].(string)
	return key
}

// objectFields are the fields that name another object of the namespace, by the field above them and their own.
var objectFields = [...]struct{ above, field, kind string }{
	{"configMap", "name", "ConfigMap"},
	{"configMapRef", "name", "ConfigMap"},
	{"configMapKeyRef", "name", "ConfigMap"},
	{"secret", "secretName", "Secret"},
	{"secret", "name", "Secret"},
	{"secretRef", "name", "Secret"},
	{"secretKeyRef", "name", "Secret"},
	{"persistentVolumeClaim", "claimName", "PersistentVolumeClaim"},
	{"spec", "serviceAccountName", "ServiceAccount"},
	{"spec", "serviceName", "Service"},
	{"service", "name", "Service"},
}

// kindOf is the kind of the object that a field names, empty when it names none.
func kindOf(above, field string) string {
	for _, f := range objectFields {
		if f.above == above && f.field == field {
			return f.kind
		}
	}
	return ""
}

// value finds what the value at a path names.
func (f *finder) value(path manifest.Path) {
	n := f.o.Root.Get(path...)
	if n == nil || n.Type != manifest.String || n.Text == "" {
		return
	}
	if !f.ofPod(path, n.Text) && !f.ofKey(path, n.Text) {
		f.ofObject(path, n.Text)
	}
}

// ofPod finds what a value names that is a part of a pod; false when it names no such part.
func (f *finder) ofPod(path manifest.Path, name string) bool {
	field, above, list := fromEnd(path, 1), fromEnd(path, 2), fromEnd(path, 3)
	switch {
	case field == "name" && (list == "volumeMounts" || list == "volumeDevices"):
		f.volume(path, name)
	case field == "port" && (above == "httpGet" || above == "tcpSocket"):
		f.port(f.o, containerOf(path), name)
	case field == "targetPort" && f.o.Kind == "Service":
		f.targetPort(name)
	default:
		return false
	}
	return true
}

// ofKey finds the key of a ConfigMap or Secret that a value names; false when it names none.
func (f *finder) ofKey(path manifest.Path, key string) bool {
	above := fromEnd(path, 2)
	switch {
	case fromEnd(path, 1) != "key":
		return false
	case above == "configMapKeyRef" || above == "secretKeyRef":
		f.key(kindOf(above, "name"), f.o.Root.Str(path[:len(path)-1].With("name")...), key)
	case fromEnd(path, 3) == "items":
		f.itemKey(path, key)
	}
	return true
}

// ofObject finds the object that a value names.
func (f *finder) ofObject(path manifest.Path, name string) {
	field, above := fromEnd(path, 1), fromEnd(path, 2)
	kind := kindOf(above, field)
	if field == "name" && above == "scaleTargetRef" {
		kind = f.o.Root.Str(path[:len(path)-1].With("kind")...)
	}
	if kind != "" {
		f.object(kind, name)
	}
}

// containerOf is the part of a path that leads to a container, nil when it runs through none.
func containerOf(path manifest.Path) manifest.Path {
	for i := range path {
		if _, item := path[i].(int); item && i > 0 && (path[i-1] == "containers" || path[i-1] == "initContainers" || path[i-1] == "ephemeralContainers") {
			return path[:i+1]
		}
	}
	return nil
}

// volume finds the volume, or the template of a claim, that a mount names.
func (f *finder) volume(path manifest.Path, name string) {
	container := containerOf(path)
	if container == nil {
		return
	}
	spec := container[:len(container)-2]
	f.item(f.o, spec.With("volumes"), manifest.Path{"name"}, name)
	f.item(f.o, manifest.Path{"spec", "volumeClaimTemplates"}, manifest.Path{"metadata", "name"}, name)
}

// item finds the items of a list that have a name.
func (f *finder) item(o *manifest.Object, list, at manifest.Path, name string) {
	n := o.Root.Get(list...)
	if n == nil {
		return
	}
	for i, item := range n.Items {
		if item.Str(at...) == name {
			f.add(o, list.With(i).With(at...))
		}
	}
}

// mayMean tells whether the object may be about another one: it names it, or it selects labels that the other one has. It costs less than a model.
func (f *finder) mayMean(o *manifest.Object) bool {
	for _, field := range []string{"scaleTargetRef", "targetRef"} {
		if name := f.o.Root.Str("spec", field, "name"); name != "" {
			return name == o.Name
		}
	}
	selector := f.o.Root.Get("spec", "selector")
	if f.o.Kind != "Service" || selector == nil || len(selector.Fields) == 0 {
		return false
	}
	for _, at := range []manifest.Path{{}, {"spec", "template"}, {"spec", "jobTemplate", "spec", "template"}} {
		labels, all := o.Root.Get(at.With("metadata", "labels")...), true
		for i := range selector.Fields {
			all = all && labels != nil && labels.Str(selector.Fields[i].Key) == selector.Fields[i].Value.Text
		}
		if all {
			return true
		}
	}
	return false
}

func (f *finder) port(o *manifest.Object, container manifest.Path, name string) {
	if container != nil {
		f.item(o, container.With("ports"), manifest.Path{"name"}, name)
	}
}

// targetPort finds the ports of that name in the pods that the Service selects.
func (f *finder) targetPort(name string) {
	for _, at := range f.st.objects() {
		if !f.mayMean(at.object) {
			continue
		}
		for _, in := range at.builder.Build(at.object) {
			leads := slices.ContainsFunc(in.Related.Services, func(s pod.Service) bool { return s.Name == f.o.Name })
			for _, c := range in.Pod.Containers {
				if leads && c.Class != classInjected {
					f.port(at.object, c.Path, name)
				}
			}
		}
	}
}

// object finds an object of the namespace by its name.
func (f *finder) object(kind, name string) {
	f.add(f.other(kind, name), manifest.Path{"metadata", "name"})
}

// other is an object of the folder: of those that are judged, else of those that builds consist of.
func (f *finder) other(kind, name string) *manifest.Object {
	if o := f.st.set.FindNear(f.o, kind, f.o.Namespace, name).Object; o != nil {
		return o
	}
	for _, o := range f.st.set.Written {
		if o.Kind == kind && o.Name == name {
			return o
		}
	}
	return nil
}

// key finds a key of a ConfigMap or Secret.
func (f *finder) key(kind, name, key string) {
	o := f.other(kind, name)
	if o == nil {
		return
	}
	for _, field := range []string{"data", "stringData", "binaryData"} {
		if o.Root.Get(field, key) != nil {
			f.add(o, manifest.Path{field, key, manifest.AtKey})
		}
	}
}

// itemKey finds the key that an item of a volume of settings names.
func (f *finder) itemKey(path manifest.Path, key string) {
	source := path[:len(path)-3]
	switch fromEnd(source, 1) {
	case "configMap":
		f.key("ConfigMap", f.o.Root.Str(source.With("name")...), key)
	case "secret":
		f.key("Secret", f.o.Root.Str(source.With("secretName")...)+f.o.Root.Str(source.With("name")...), key)
	}
}

// named finds what annotations, autoscalers and fields name, as the model has it.
func (f *finder) named(line, column int) {
	if len(f.found) > 0 {
		return
	}
	for _, at := range f.st.objects() {
		if at.object.Render != nil || at.object != f.o && !f.mayMean(at.object) {
			continue
		}
		for _, in := range at.builder.Build(at.object) {
			relate.Attach(in)
			refs := in.Pod.References.Get()
			for i := range refs {
				o, span, exact := at.set.Locate(at.object, refs[i].Path)
				if exact && o == f.o && refs[i].Found && inside(span, line, column) {
					f.meant(at.object, in.Pod, &refs[i])
				}
			}
		}
	}
}

func (f *finder) meant(o *manifest.Object, p *pod.Pod, r *pod.Reference) {
	switch r.Of {
	case "container":
		for _, c := range p.Containers {
			if c.Name == r.Name {
				f.add(o, c.Path.With("name"))
			}
		}
	case "volume":
		for _, v := range p.Volumes {
			if v.Name == r.Name {
				f.add(o, v.Path.With("name"))
			}
		}
	case "port":
		for _, c := range p.Containers {
			f.listener(o, c, strings.TrimSpace(r.Name))
		}
	}
}

// listener finds the port that a container declares by a name or a number.
func (f *finder) listener(o *manifest.Object, c *pod.Container, port string) {
	for i := range c.Listens {
		if l := &c.Listens[i]; l.Declared && (l.Name == port || port == textOf(l.Port)) {
			f.add(o, l.Path)
		}
	}
}
