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

violation contains {
	"msg": sprintf(
		"container %q has no %s, so the pod is Burstable, though %s asks to be Guaranteed",
		[lost.container, lost.lacks, concat(", ", [sprintf("%q", [a]) | some a in lost.apps])],
	),
	"path": lost.path,
	"container": lost.container,
} if {
	some lost in input.pod.scaling.qos_lost
}
