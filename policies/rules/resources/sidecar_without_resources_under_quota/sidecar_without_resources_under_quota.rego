# METADATA
# title: Container that the namespace's quota refuses
# description: |
#   ## What
#   A ResourceQuota of the pod's namespace counts CPU or memory, and a container of the pod (init containers included) does not say
#   how much it takes. A container that an injector adds without a request counts as well.
#
#   ## Why it hurts
#   Under such a quota every container must declare the value, or the API server refuses the pod: `failed quota: compute: must
#   specify limits.memory for: helper`. The Deployment is created, its ReplicaSet cannot make a pod, and nothing but an event tells.
#
#   ## When it is fine
#   A LimitRange with defaults fills the values in; a quota with a scope may not concern the pod. podlint is silent in both cases,
#   and looks only at quotas and pods that name the same namespace, or that stand in one file and name none.
#
#   ## How to fix
#   Declare the value, or give the namespace a LimitRange:
#   ```yaml
#   resources:
#     requests: {cpu: 50m, memory: 64Mi}
#     limits: {cpu: 100m, memory: 64Mi}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/policy/resource-quotas/
#     description: Resource quotas
#   - ref: https://github.com/deckhouse/deckhouse/issues/8919
#     description: A helper without limits under a quota
# custom:
#   severity: error
#   confidence: certain
#   fix: Declare the value that the quota counts.
package podlint.rules.resources.sidecar_without_resources_under_quota

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf(
		"container %q does not declare %s, which quota %q demands: no pod is created",
		[container.name, hard.field, quota.name],
	),
	"path": array.concat(container.resources.path, split(hard.field, ".")),
	"container": container.name,
	"certainty": certainty.of(_nameless, certainty.absent([])),
	"related": [{"msg": "the quota counts it here", "path": hard.path}],
} if {
	some quota in input.related.quotas
	not input.related.limit_range
	count([1 | some c in input.pod.containers; c.class in {"init", "sidecar", "regular"}]) > 1
	some container in input.pod.containers
	container.class in {"init", "sidecar", "regular"}
	container.resources.unknown == false
	hard := [h | some h in quota.hard; not _declares(container.resources, h.field)][0]
}

violation contains {
	"msg": sprintf("injected %q has no %s, which quota %q demands: no pod is created", [container.name, hard.field, quota.name]),
	"path": none.path,
	"certainty": certainty.of(array.concat([none], _nameless), certainty.absent([])),
	"related": [{"msg": "the quota counts it here", "path": hard.path}],
} if {
	some quota in input.related.quotas
	not input.related.limit_range
	some hard in quota.hard
	some container in input.pod.containers
	container.class == "injected"
	some none in container.unrequested
	hard.field == sprintf("requests.%s", [none.resource])
}

# Whoever applies the file may put its objects into several namespaces.
_nameless := [{"certainty": "guessed", "reason": "neither the quota nor the pod names its namespace"}] if input.pod.workload.namespace == ""

_nameless := [] if input.pod.workload.namespace != ""

# A limit stands for the request that is missing.
_declares(resources, field) if field in resources.declared

_declares(resources, field) if replace(field, "requests.", "limits.") in resources.declared
