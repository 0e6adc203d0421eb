# METADATA
# title: Fields that contradict each other
# description: |
#   ## What
#   Two fields of the pod cannot both be as they are: two handlers of one probe, two kinds of one volume, `value` beside `valueFrom`, `subPath` beside
#   `subPathExpr`, `privileged` with `allowPrivilegeEscalation: false`, a `hostPort` other than the port of a pod on the node's network, a request
#   of a device that differs from its limit.
#
#   ## Why it hurts
#   The API server refuses the Pod.
#
#   ## When it is fine
#   Never: one of the two would have to be ignored.
#
#   ## How to fix
#   Remove one of the two:
#
#   ```yaml
#   readinessProbe:
#     httpGet: {path: /ready, port: 8080}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
#     description: The fields of a Pod
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
#     description: Probes and their handlers
# custom:
#   severity: error
#   confidence: certain
#   fix: Remove one of the fields, or make them agree.
package podlint.rules.manifest.conflicting_fields

import data.podlint.lib.values

violation contains {
	"msg": sprintf("%s%s is refused beside another field%s", [values.subject(value), _got(value), values.instead(value)]),
	"path": value.path,
	"container": object.get(value, "container", ""),
} if {
	some value in input.pod.invalid_values
	value.problem == "conflict"
}

_got(value) := sprintf(" %q", [value.got]) if {
	value.got != ""
	not endswith(value.field, value.got)
} else := ""
