package pod

import (
	"cmp"

	"github.com/podlint/podlint/internal/manifest"
)

// isScaledByKEDA: without a kind the target of a ScaledObject is a Deployment. See https://keda.sh/docs/latest/reference/scaledobject-spec/
func (d *draft) isScaledByKEDA(o *manifest.Object) bool {
	ref := o.Root.Get("spec", "scaleTargetRef")
	return ref != nil && cmp.Or(text(ref, "kind"), "Deployment") == d.obj.Kind && text(ref, "name") == d.obj.Name
}

// scaledObject is the autoscaler that KEDA makes of a ScaledObject: its triggers cpu and memory become resource metrics.
// See https://keda.sh/docs/latest/scalers/cpu/
func scaledObject(o relative) Autoscaler {
	a := Autoscaler{Name: o.Name, Near: o.near.String(), Path: atObject(o.Object)}
	for i, t := range items(o.Root, "spec", "triggers") {
		resource := text(t, "type")
		if resource != "cpu" && resource != "memory" {
			continue
		}
		at := a.Path.With("spec", "triggers", i)
		m := Metric{
			Type: "Resource", Resource: resource, Path: at.With("type"),
			Utilization: cmp.Or(text(t, "metricType"), text(t, "metadata", "type")) == "Utilization",
		}
		if container := text(t, "metadata", "containerName"); container != "" {
			m.Type, m.Container, m.Path = "ContainerResource", container, at.With("metadata", "containerName")
		}
		a.Metrics = append(a.Metrics, m)
	}
	return a
}
