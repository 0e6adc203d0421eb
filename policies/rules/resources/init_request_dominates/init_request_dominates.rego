# METADATA
# title: Init container that requests more than the running pod
# description: |
#   ## What
#   One ordinary init container (with the native sidecars that run beside it) requests far more CPU or memory than all containers of
#   the pod together once it runs.
#
#   ## Why it hurts
#   The scheduler reserves the larger of the two for the whole life of the pod. After the init container has ended, the difference
#   is room on the node that nobody uses and nobody else gets, times the number of replicas.
#
#   ## When it is fine
#   A short Job, or a pod that is alone on its node, loses nothing. Differences below the thresholds are not reported, nor pods
#   whose running containers do not all say what they need.
#
#   ## How to fix
#   Lower the request of the init container (a limit may stay high for CPU), or move the heavy work into a Job of its own:
#   ```yaml
#   initContainers:
#     - name: migrate
#       resources:
#         requests: {cpu: 200m, memory: 256Mi}
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers
#     description: How the requests of init containers and sidecars add up
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
#     description: Effective requests of a pod
# custom:
#   severity: info
#   confidence: certain
#   fix: Lower the init container's request, or move its work into a Job.
#   parameters:
#     percent:
#       description: How large the init step must be, in percent of what the running pod requests.
#       schema: {type: integer, minimum: 100}
#       default: 200
#     cpu_millis:
#       description: CPU that must lie idle, in thousandths.
#       schema: {type: integer, minimum: 0}
#       default: 500
#     memory_bytes:
#       description: Memory that must lie idle, in bytes.
#       schema: {type: integer, minimum: 0}
#       default: 536870912
package podlint.rules.resources.init_request_dominates

import data.podlint.lib.amounts

violation contains {
	"msg": sprintf(
		"init container %q needs %s %s, the running pod %s: the node reserves the larger for good",
		[step.container, amounts.text(request.resource, step.amount), request.resource, amounts.text(request.resource, request.steady)],
	),
	"path": step.path,
	"container": step.container,
} if {
	input.pod.runs == "always"
	some request in input.pod.requests
	request.steady > 0
	step := _largest(request.shares)
	step.amount > request.steady
	settings := input.parameters["init-request-dominates"]
	(step.amount * 100) / request.steady >= settings.percent
	step.amount - request.steady >= settings[_floor[request.resource]]
}

# The first of those init containers that ask for the most, each together with the native sidecars before it.
_largest(shares) := [step | some step in steps; step.amount == most][0] if {
	steps := [{"container": share.container, "amount": share.amount + _running(shares, i), "path": share.path} |
		some i, share in shares
		share.class == "init"
		share.declared == true
	]
	most := max([step.amount | some step in steps])
}

_running(shares, i) := sum([share.amount | some j, share in shares; j < i; share.class == "sidecar"])

_floor := {"cpu": "cpu_millis", "memory": "memory_bytes"}
