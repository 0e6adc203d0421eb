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
	switch depth := len(in) - len(spec); {
	case !slices.Equal(in[:min(len(in), len(spec))], spec):
	case depth == 0 && hasField(reflect.TypeFor[corev1.Container](), key):
		return "a container"
	case depth == 0 && hasField(reflect.TypeFor[corev1.PodSecurityContext](), key):
		return pathText(d.obj.Root, spec.With("securityContext"))
	case depth == 0 && len(spec) > 2 && specs[d.obj.Kind] != nil && hasField(specs[d.obj.Kind], key):
		return pathText(d.obj.Root, spec[:len(spec)-2])
	case depth == 2 && hasField(reflect.TypeFor[corev1.PodSpec](), key):
		return pathText(d.obj.Root, spec)
	case depth == 2 && hasField(reflect.TypeFor[corev1.SecurityContext](), key):
		return pathText(d.obj.Root, in.With("securityContext"))
	case depth == 3 && in[len(in)-1] == "securityContext" && hasField(reflect.TypeFor[corev1.PodSecurityContext](), key):
		return pathText(d.obj.Root, spec.With("securityContext"))
	}
	return ""
}
