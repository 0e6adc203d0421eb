package known

import (
	"fmt"
	"path"
	"strings"
)

type object = map[string]any

// scene is the manifest of an example in the making.
type scene struct {
	container, meta               object
	workload, namespace           object // metadata
	env, mounts, volumes, objects []object
	group, kind, at               string // of an object that holds the container at a path; empty for a Deployment
	held                          string // what is at that path: containers, a container, objects
	volumeAt                      string // the path of a list of volumes, where there is one
	fields                        []string
	init, beside                  []object
	kubernetes                    string
}

// options are those that an example can have, each with a value. Of a pair KEY=VALUE the value may be left out.
var options = map[string]func(s *scene, value string){
	"-e":                func(s *scene, v string) { s.env = append(s.env, named("name", "value", v)) },                    // a variable
	"--entrypoint":      func(s *scene, v string) { s.container["command"] = []string{v} },                                // in place of the image's
	"-v":                func(s *scene, v string) { s.mount(v, "configMap") },                                             // a path where something is mounted whose text is not in sight
	"--config":          func(s *scene, v string) { s.config(v, "") },                                                     // a path where a file without settings is mounted
	"--secret":          func(s *scene, v string) { s.mount(v, "secret") },                                                // a path where a Secret is mounted
	"--filled":          func(s *scene, v string) { s.config("/etc/filled", v) },                                          // an annotation of a ConfigMap that is mounted
	"--csi":             func(s *scene, v string) { s.driver(v) },                                                         // a driver of a mounted volume
	"--host":            func(s *scene, v string) { s.mountOf(v, object{"name": "host", "hostPath": object{"path": v}}) }, // a path of the node that is mounted
	"-p":                func(s *scene, v string) { s.container["ports"] = []object{s.port(v)} },                          // NAME=PORT
	"--volume":          func(s *scene, v string) { s.mountOf("/mnt", object{"name": v, "emptyDir": object{}}) },          // the name of a mounted emptyDir
	"--mount":           func(s *scene, v string) { s.mounts = append(s.mounts, object{"name": v, "mountPath": "/mnt"}) }, // of a volume that the pod does not declare
	"--init":            func(s *scene, v string) { s.init = append(s.init, object{"name": "before", "image": v}) },       // the image of an init container
	"--beside":          func(s *scene, v string) { s.beside = append(s.beside, object{"name": "beside", "image": v}) },   // the image of another container
	"--kubernetes":      func(s *scene, v string) { s.kubernetes = v },                                                    // the version of the cluster
	"-l":                func(s *scene, v string) { set(s.meta, "labels", v) },
	"--annotation":      func(s *scene, v string) { set(s.meta, "annotations", v) },
	"--on-workload":     func(s *scene, v string) { set(s.workload, "annotations", v) },
	"--on-namespace":    func(s *scene, v string) { set(s.namespace, "annotations", v) },
	"--namespace-label": func(s *scene, v string) { set(s.namespace, "labels", v) },
	"--selector":        func(s *scene, v string) { s.selector(v) },                    // a label for which a Service asks, and which the pod does not have
	"--in":              func(s *scene, v string) { s.place(v, "containers") },         // GROUP/KIND:PATH of the list of containers
	"--in-one":          func(s *scene, v string) { s.place(v, "container") },          // GROUP/KIND:PATH of the container
	"--inside":          func(s *scene, v string) { s.place(v, "objects") },            // GROUP/KIND:PATH of a list of objects
	"--volumes-at":      func(s *scene, v string) { s.volumeAt = v },                   // the path of a list of volumes, of which the container mounts one
	"--fields":          func(s *scene, v string) { s.fields = strings.Split(v, ",") }, // other fields of the container and beside it
}

// manifest is that of an example, and the version of the cluster.
func (e *example) manifest() (objects []object, kubernetes string) {
	s := &scene{container: object{"name": "app", "image": e.image}, meta: object{"labels": object{"app": "example"}}, workload: object{"name": "example", "namespace": "shop"}, namespace: object{"name": "shop"}}
	if len(e.args) > 0 {
		s.container["args"] = e.args
	}
	for _, o := range e.options {
		options[o.name](s, o.value)
	}
	s.container["env"], s.container["volumeMounts"] = s.env, s.mounts
	out := s.objects
	if len(s.namespace) > 1 {
		out = append(out, object{"apiVersion": "v1", "kind": "Namespace", "metadata": s.namespace})
	}
	return append(out, s.holder()), s.kubernetes
}

// holder is the object that holds the container.
func (s *scene) holder() object {
	spec := object{"containers": append([]object{s.container}, s.beside...), "initContainers": s.init, "volumes": s.volumes}
	if s.kind == "" {
		return object{
			"apiVersion": "apps/v1", "kind": "Deployment", "metadata": s.workload,
			"spec": object{"selector": object{"matchLabels": object{"app": "example"}}, "template": object{"metadata": s.meta, "spec": spec}},
		}
	}
	out := object{"apiVersion": s.group, "kind": s.kind, "metadata": s.workload}
	for _, f := range s.fields {
		s.container[f] = "x"
	}
	held := map[string]any{
		"containers": append([]object{s.container}, s.beside...), "container": s.container,
		"objects": []object{{"apiVersion": "v1", "kind": "Pod", "metadata": s.meta, "spec": spec}},
	}
	put(out, strings.Split(s.at, "."), held[s.held], s.fields)
	if len(s.volumes) > 0 {
		put(out, append(strings.Split(path.Dir(strings.ReplaceAll(s.at, ".", "/")), "/"), "volumes"), s.volumes, nil)
	}
	if s.volumeAt != "" {
		s.container["volumeMounts"] = []object{{"name": "scratch", "mountPath": "/scratch"}}
		put(out, strings.Split(s.volumeAt, "."), []object{{"name": "scratch", "emptyDir": object{}}}, nil)
	}
	return out
}

// put lays a value down at a path, in which * is the first element of a list, and the fields beside it.
func put(in object, at []string, value any, fields []string) {
	if len(at) == 1 {
		in[at[0]] = value
		for _, f := range fields {
			in[f] = "x"
		}
		return
	}
	rest := at[1:]
	if rest[0] != "*" {
		next, there := in[at[0]].(object)
		if !there {
			next = object{}
			in[at[0]] = next
		}
		put(next, rest, value, fields)
		return
	}
	list, there := in[at[0]].([]object)
	if !there {
		list = []object{{}}
		in[at[0]] = list
	}
	put(list[0], rest[1:], value, fields)
}

func (s *scene) place(value, held string) {
	kind, at, _ := strings.Cut(value, ":")
	group, kind, _ := strings.Cut(kind, "/")
	s.group, s.kind, s.at, s.held = group+"/v1", kind, at, held
	if group == "core" {
		s.group = "v1"
	}
}

// mount mounts something of a kind that is not in the set.
func (s *scene) mount(at, kind string) {
	name := fmt.Sprintf("volume-%d", len(s.volumes))
	source := object{"name": name}
	if kind == "secret" {
		source = object{"secretName": name}
	}
	s.mountOf(at, object{"name": name, kind: source})
}

func (s *scene) mountOf(at string, volume object) {
	s.volumes = append(s.volumes, volume)
	s.mounts = append(s.mounts, object{"name": volume["name"], "mountPath": at})
}

// config mounts a ConfigMap of the set.
func (s *scene) config(at, annotation string) {
	s.mount(at, "configMap")
	file := "extra.conf"
	if path.Ext(at) != "" {
		file = path.Base(at)
		s.mounts[len(s.mounts)-1]["subPath"] = file
	}
	meta := object{"name": s.volumes[len(s.volumes)-1]["name"], "namespace": "shop"}
	if annotation != "" {
		set(meta, "annotations", annotation)
	}
	s.objects = append(s.objects, object{"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta, "data": object{file: "# no settings\n"}})
}

func (s *scene) driver(name string) {
	s.mountOf("/mnt", object{"name": "bucket", "csi": object{"driver": name}})
}

func (s *scene) port(value string) object {
	name, number, _ := strings.Cut(value, "=")
	n := 0
	_, _ = fmt.Sscan(number, &n)
	return object{"name": name, "containerPort": n}
}

func (s *scene) selector(value string) {
	selector := object{"app": "example"}
	key, wanted, _ := strings.Cut(value, "=")
	selector[key] = wanted
	s.objects = append(s.objects, object{"apiVersion": "v1", "kind": "Service", "metadata": object{"name": "example", "namespace": "shop"}, "spec": object{"selector": selector, "ports": []object{{"port": 80}}}})
}

func named(key, value, pair string) object {
	name, text, _ := strings.Cut(pair, "=")
	return object{key: name, value: text}
}

// set adds a label or an annotation.
func set(meta object, field, pair string) {
	if meta[field] == nil {
		meta[field] = object{}
	}
	key, value, _ := strings.Cut(pair, "=")
	meta[field].(object)[key] = value
}
