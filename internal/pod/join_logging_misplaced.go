package pod

import (
	"strings"
)

// Misplaced is an annotation for pods that stands where nobody reads it: on the workload's own metadata.
type Misplaced struct {
	Key  string `json:"key"   jsonschema:"the first of them"`
	More int    `json:"more"  jsonschema:"how many other annotations of the same domain stand there"`
	On   string `json:"on"    jsonschema:"what bears it: the workload's kind, or jobTemplate"`

	OnService bool `json:"on_service" jsonschema:"a Service of the set bears the key as well, so that the tool may find what it needs"`
	Path      Path `json:"path"  jsonschema:"of the annotation"`
}

// templated are the kinds whose controllers copy nothing but the template into their pods.
var templated = map[string]bool{"Deployment": true, "StatefulSet": true, "DaemonSet": true, "ReplicaSet": true, "ReplicationController": true, "Job": true, "CronJob": true}

func (d *draft) joinMisplaced() {
	if !templated[d.obj.Kind] {
		return
	}
	d.misplaced(d.obj.Kind, Path{"metadata", "annotations"})
	if d.obj.Kind == "CronJob" {
		d.misplaced("jobTemplate", Path{"spec", "jobTemplate", "metadata", "annotations"})
	}
}

// misplaced reports the annotations at one place once per domain, at the first of them.
func (d *draft) misplaced(on string, at Path) {
	n := d.obj.Root.Get(at...)
	if n == nil {
		return
	}
	byTool := map[string]int{}
	for _, f := range n.Fields {
		if !d.podOnly(f.Key) {
			continue
		}
		tool, _, _ := strings.Cut(f.Key, "/")
		if i, ok := byTool[tool]; ok {
			d.pod.Logging.Misplaced[i].More++
			continue
		}
		byTool[tool] = len(d.pod.Logging.Misplaced)
		d.pod.Logging.Misplaced = append(d.pod.Logging.Misplaced, Misplaced{Key: f.Key, On: on, OnService: d.onService(f.Key), Path: at.With(f.Key)})
	}
}

// podOnly tells whether a key means something on pods only, and the pod template does not have it.
func (d *draft) podOnly(key string) bool {
	if _, ok := d.meta.Annotations[key]; ok {
		return false
	}
	if _, ok := d.meta.Labels[key]; ok {
		return false
	}
	for _, g := range d.b.opt.Knowledge.NeverAnnotations {
		if globMatch(g, key) {
			return false
		}
	}
	for _, g := range d.b.opt.Knowledge.PodAnnotations {
		if globMatch(g, key) {
			return true
		}
	}
	return false
}

// onService tells whether a Service that selects the pod bears the key.
func (d *draft) onService(key string) bool {
	for _, s := range d.b.index.all("Service", d.obj.Namespace) {
		if !selects(stringMap(s.Root, "spec", "selector"), d.meta.Labels) {
			continue
		}
		if _, ok := stringMap(s.Root, "metadata", "annotations")[key]; ok {
			return true
		}
	}
	return false
}
