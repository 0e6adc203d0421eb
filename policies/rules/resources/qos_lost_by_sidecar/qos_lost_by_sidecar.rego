# METADATA
# title: Helper that costs the pod its Guaranteed class
# description: |
#   ## What
#   The app declares limits equal to requests for CPU and memory, a helper of the same pod does not. Init containers and native
#   sidecars count like any other.
#
#   ## Why it hurts
#   A pod is Guaranteed only when every container is. One helper makes it Burstable: exclusive CPUs of the static CPU manager policy
#   are gone, the kernel kills it earlier when memory runs out, and the kubelet evicts it before Guaranteed pods.
#
#   ## When it is fine
#   When the app itself is Burstable, the helper takes nothing away, and podlint is silent; so it is with resources of the whole pod
#   and with a LimitRange that gives defaults.
#
#   ## How to fix
#   Give the helper limits equal to its requests (limits alone are enough, the requests follow them):
#   ```yaml
#   resources:
#     limits: {cpu: 100m, memory: 64Mi}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/
#     description: Quality of service classes
#   - ref: https://github.com/istio/istio/issues/16126
#     description: A sidecar keeps pods from being Guaranteed
#   - ref: https://github.com/envoyproxy/gateway/issues/5720
#     description: The same for a gateway's helper
# custom:
#   severity: warning
#   confidence: certain
#   fix: Set limits equal to requests for CPU and memory on the helper.
package podlint.rules.resources.qos_lost_by_sidecar

import data.podlint.lib.certainty
import data.podlint.lib.pods

violation contains {
	"msg": sprintf(
		"container %q has no %s, so the pod is Burstable, though %s asks to be Guaranteed",
		[container.name, _lacks(container.resources), concat(", ", [sprintf("%q", [app]) | some app in _apps])],
	),
	"path": container.resources.path,
	"container": container.name,
	"certainty": certainty.of([{"certainty": input.pod.who[container.name].part_certainty}], certainty.absent([])),
} if {
	input.pod.qos in {"Burstable", "BestEffort"}
	input.pod.pod_level_resources == false
	not input.related.limit_range
	count(_apps) > 0
	count(_burstable_by_intent) == 0
	some container in input.pod.containers
	_helps(container)
	_lacks(container.resources)
}

_apps := [container.name |
	some container in input.pod.containers
	container.class == "regular"
	not pods.helper(container.name)
	not _lacks(container.resources)
]

# An app without limits equal to requests asks for no guarantee, and of placeholders nobody knows.
_burstable_by_intent contains container.name if {
	some container in input.pod.containers
	container.class == "regular"
	not pods.helper(container.name)
	_lacks(container.resources)
}

_burstable_by_intent contains container.name if {
	some container in input.pod.containers
	container.resources.unknown == true
}

_helps(container) if container.class in {"init", "sidecar"}

_helps(container) if {
	container.class == "regular"
	pods.helper(container.name)
}

# The first thing that keeps a container from limits equal to requests.
_lacks(resources) := [what |
	some [name, amount] in [["cpu", "cpu_millis"], ["memory", "memory_bytes"]]
	what := _wrong(resources, name, amount)
][0]

_wrong(resources, name, amount) := sprintf("%s limit", [name]) if {
	not resources.limits[amount]
} else := sprintf("%s request equal to its limit", [name]) if {
	resources.requests[amount] != resources.limits[amount]
}
