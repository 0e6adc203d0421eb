# METADATA
# title: Field where it may not stand
# description: |
#   ## What
#   The field exists and may not stand here: probes and lifecycle hooks of an init container that ends, ports, probes and resources of an
#   ephemeral container, ephemeral containers in a manifest, a grace period in a readiness probe.
#
#   ## Why it hurts
#   The API server refuses the Pod.
#
#   ## When it is fine
#   A native sidecar, which is an init container with `restartPolicy: Always`, has probes and hooks. A Pod that was read back from a cluster may
#   hold ephemeral containers.
#
#   ## How to fix
#   Remove the field, or make the container what may have it:
#
#   ```yaml
#   initContainers:
#     - name: proxy
#       image: example.org/proxy:1.2.3
#       restartPolicy: Always
#       startupProbe:
#         httpGet: {path: /ready, port: 8080}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#differences-from-regular-containers
#     description: What init containers may not have
#   - ref: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
#     description: The fields of a Pod
# custom:
#   severity: error
#   confidence: certain
#   fix: Remove the field, or move it to where it may stand.
package podlint.rules.manifest.field_not_allowed_here

import data.podlint.lib.fixes
import data.podlint.lib.values

violation contains {
	"msg": sprintf("%s may not stand here: %s", [values.subject(value), value.expected]),
	"path": value.path,
	"container": object.get(value, "container", ""),
	"fix": fixes.unsafe(fixes.remove("Remove the field.", value.path)),
} if {
	some value in input.pod.invalid_values
	value.problem == "forbidden"
}
