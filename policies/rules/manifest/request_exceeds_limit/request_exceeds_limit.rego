# METADATA
# title: Request above the limit
# description: |
#   ## What
#   A container asks for more CPU, memory or ephemeral storage than its limit allows it.
#
#   ## Why it hurts
#   The API server refuses the Pod.
#
#   ## When it is fine
#   Never. A limit without a request is fine: the request is then the limit.
#
#   ## How to fix
#   Raise the limit, or lower the request:
#
#   ```yaml
#   resources:
#     requests: {cpu: 100m, memory: 128Mi}
#     limits: {memory: 256Mi}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
#     description: Requests and limits
# custom:
#   severity: error
#   confidence: certain
#   fix: Raise the limit, or lower the request.
package podlint.rules.manifest.request_exceeds_limit

violation contains {
	"msg": sprintf("container %q: the request for %s exceeds its limit", [container.name, resource]),
	"path": array.concat(container.resources.path, ["requests", resource]),
	"container": container.name,
	"related": [{"msg": "the limit", "path": array.concat(container.resources.path, ["limits", resource])}],
} if {
	some container in input.pod.containers
	some resource, amount in _amounts
	container.resources.requests[amount] > container.resources.limits[amount]
}

_amounts := {
	"cpu": "cpu_millis",
	"memory": "memory_bytes",
	"ephemeral-storage": "ephemeral_storage_bytes",
}
