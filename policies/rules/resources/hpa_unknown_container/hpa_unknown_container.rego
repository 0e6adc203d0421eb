# METADATA
# title: Autoscaler for a container that is not there
# description: |
#   ## What
#   A `ContainerResource` metric of a HorizontalPodAutoscaler names a container that the pods of its workload do not run.
#
#   ## Why it hurts
#   The autoscaler finds no such container among the metrics (`container app not present in metrics for pod ...`) and does nothing
#   at all. It happens when a container is renamed, or when the metric is copied from another workload.
#
#   ## When it is fine
#   A container that an injector adds is not in the manifest: podlint is silent for the names that it knows of injectors, and while
#   an injector is switched on for the pod.
#
#   ## How to fix
#   Name a container of the pod, a regular one or a native sidecar:
#   ```yaml
#   metrics:
#     - type: ContainerResource
#       containerResource:
#         name: cpu
#         container: app
#         target: {type: Utilization, averageUtilization: 70}
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/90691
#     description: Scaling on one container of a pod
#   - ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#container-resource-metrics
#     description: Container resource metrics
# custom:
#   severity: error
#   confidence: certain
#   fix: Name a container that the pod runs.
package podlint.rules.resources.hpa_unknown_container

import data.podlint.lib.certainty
import data.podlint.lib.fixes

violation contains {
	"msg": sprintf("autoscaler %q scales on container %q, %s: it never scales", [target.key, target.name, _why(target)]),
	"path": target.path,
	"certainty": certainty.of([], certainty.absent([])),
	"fix": fixes.nearest(target.path, target.name, target.nearest),
} if {
	some target in input.pod.references
	target.source == "autoscaler"
	target.injectable == false
	not target.class in {"regular", "sidecar"}
}

_why(target) := "an init container that has ended" if {
	target.class == "init"
} else := sprintf("which the pod does not have (%q?)", [target.nearest]) if {
	target.nearest != ""
} else := sprintf("which the pod does not have (it runs %s)", [concat(", ", target.choices)])
