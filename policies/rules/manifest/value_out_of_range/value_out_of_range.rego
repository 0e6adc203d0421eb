# METADATA
# title: Number out of range
# description: |
#   ## What
#   A number is greater or smaller than its field allows: ports beyond 65535, negative seconds or amounts, user ids beyond 31 bits, a file mode
#   that was written in decimal, a `successThreshold` of a liveness probe other than 1, a hook that sleeps longer than the pod has to stop.
#
#   ## Why it hurts
#   The API server refuses the Pod.
#
#   ## When it is fine
#   Never.
#
#   ## How to fix
#   Correct the number. YAML reads `0644` as octal and JSON has no octal numbers:
#
#   ```yaml
#   livenessProbe:
#     tcpSocket: {port: 8080}
#     successThreshold: 1
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
#     description: The fields of a Pod
# custom:
#   severity: error
#   confidence: certain
#   fix: Correct the number.
package podlint.rules.manifest.value_out_of_range

import data.podlint.lib.values

violation contains {
	"msg": sprintf("%s: %s is out of range%s", [values.subject(value), value.got, values.instead(value)]),
	"path": value.path,
	"container": object.get(value, "container", ""),
} if {
	some value in input.pod.invalid_values
	value.problem == "out-of-range"
}
