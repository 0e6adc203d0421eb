package pod

import (
	"reflect"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
)

// specs are the types of what holds the pod template, by kind.
var specs = map[string]reflect.Type{
	"Deployment": reflect.TypeFor[appsv1.DeploymentSpec](), "StatefulSet": reflect.TypeFor[appsv1.StatefulSetSpec](), "DaemonSet": reflect.TypeFor[appsv1.DaemonSetSpec](),
	"ReplicaSet": reflect.TypeFor[appsv1.ReplicaSetSpec](), "Job": reflect.TypeFor[batchv1.JobSpec](), "CronJob": reflect.TypeFor[batchv1.JobSpec](),
}

// belongs is the place, one level up or down, where a field would be known that is not known in the object at a path; empty: there is none.
func (d *draft) belongs(key string, in Path) string {
	spec := d.at.spec
	if !slices.Equal(in[:min(len(in), len(spec))], spec) {
		return ""
	}
	for _, p := range d.places(in) {
		if p.t != nil && hasField(p.t, key) {
			return p.text
		}
	}
	return ""
}

type placeOf struct {
	t    reflect.Type
	text string
}

// places are the neighbours of the pod's specification, of a container and of its security context, which lie none, two and three levels below it.
func (d *draft) places(in Path) []placeOf {
	spec := d.at.spec
	shared := placeOf{reflect.TypeFor[corev1.PodSecurityContext](), pathText(d.obj.Root, spec.With("securityContext"))}
	switch len(in) - len(spec) {
	case 0:
		out := []placeOf{{reflect.TypeFor[corev1.Container](), "a container"}, shared}
		if len(spec) > 2 {
			out = append(out, placeOf{specs[d.obj.Kind], pathText(d.obj.Root, spec[:len(spec)-2])})
		}
		return out
	case 2:
		return []placeOf{
			{reflect.TypeFor[corev1.PodSpec](), pathText(d.obj.Root, spec)},
			{reflect.TypeFor[corev1.SecurityContext](), pathText(d.obj.Root, in.With("securityContext"))},
		}
	case 3:
		if in[len(in)-1] == "securityContext" {
			return []placeOf{shared}
		}
	}
	return nil
}
