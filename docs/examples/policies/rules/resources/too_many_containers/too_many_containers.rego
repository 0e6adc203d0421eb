# METADATA
# title: Pod with too many containers
# description: |
#   ## What
#   More containers run beside each other in the pod than `max` allows. Native sidecars count; init containers, which end before the
#   others begin, do not.
#
#   ## Why it hurts
#   The pod is scheduled, scaled and restarted as one. With every container that joins it, it needs a larger node, and any of them can
#   take the others out of service.
#
#   ## How to fix
#   Move what does not need the pod's volumes or localhost to a workload of its own.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/#workload-resources-for-managing-pods
#     description: What belongs together in a pod
# custom:
#   severity: warning
#   confidence: certain
#   fix: Move a container that does not need this pod to a workload of its own.
#   parameters:
#     max:
#       description: How many containers may run beside each other.
#       schema: {type: integer, minimum: 1}
#       default: 4
package podlint.rules.resources.too_many_containers

violation contains {
	"msg": sprintf("%d containers run in the pod, at most %d are allowed: %s", [count(_names), _max, concat(", ", _names)]),
	"path": array.concat(input.pod.path, ["containers"]),
} if {
	count(_names) > _max
}

_max := input.parameters["too-many-containers"].max

_names := [c.name | some c in input.pod.containers; c.class in {"regular", "sidecar"}]
