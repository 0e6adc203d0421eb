package pod

// templated are the kinds whose controllers copy nothing but the template into their pods.
var templated = map[string]bool{"Deployment": true, "StatefulSet": true, "DaemonSet": true, "ReplicaSet": true, "ReplicationController": true, "Job": true, "CronJob": true}

// settleForPods lists the annotations of the workload itself that tools read on pods.
func (d *draft) settleForPods() {
	if !templated[d.obj.Kind] {
		return
	}
	d.forPods(d.obj.Kind, Path{"metadata", "annotations"})
	if d.obj.Kind == "CronJob" {
		d.forPods("jobTemplate", Path{"spec", "jobTemplate", "metadata", "annotations"})
	}
}

func (d *draft) forPods(on string, at Path) {
	n := d.obj.Root.Get(at...)
	if n == nil {
		return
	}
	for i := range n.Fields {
		if key := n.Fields[i].Key; d.readOnPods(key) {
			d.pod.Workload.ForPods = append(d.pod.Workload.ForPods, Annotation{
				Key: key, Value: n.Fields[i].Value.Text, On: on, OnPod: d.onPod(key), OnService: d.onService(key), Path: at.With(key),
			})
		}
	}
}

func (d *draft) onPod(key string) bool {
	_, annotated := d.meta.Annotations[key]
	_, labelled := d.meta.Labels[key]
	return annotated || labelled
}

// readOnPods tells whether a key means something on pods only.
func (d *draft) readOnPods(key string) bool {
	for _, g := range d.b.opt.Knowledge.PodAnnotations {
		if globMatch(g, key) {
			return true
		}
	}
	return false
}

// onService tells whether a Service that selects the pod bears the key.
func (d *draft) onService(key string) bool {
	for _, s := range d.services() {
		if _, ok := stringMap(s.Root, "metadata", "annotations")[key]; ok {
			return true
		}
	}
	return false
}
