# METADATA
# title: Policy of a vertical autoscaler for a container that it does not see
# description: |
#   ## What
#   A VerticalPodAutoscaler has a container policy for a name that is no regular container of its workload.
#
#   ## Why it hurts
#   The policy does nothing, and the container it was meant for falls under the default: a helper that was to be left alone (`mode:
#   Off`) is resized, or the app outgrows the bounds that were set for it. Native sidecars are not resized at all yet, whatever
#   their policy says.
#
#   ## When it is fine
#   A container that an injector adds is not in the manifest: podlint is silent for the names that it knows of injectors, and while
#   an injector is switched on for the pod. `*` is the policy of all others.
#
#   ## How to fix
#   Name a regular container of the pod:
#   ```yaml
#   resourcePolicy:
#     containerPolicies:
#       - containerName: app
#         maxAllowed: {memory: 2Gi}
#       - containerName: "*"
#         mode: "Off"
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/autoscaler/issues/6691
#     description: Native sidecars and the vertical autoscaler
#   - ref: https://github.com/kubernetes/autoscaler/issues/7229
#     description: Policies for sidecars
# custom:
#   severity: warning
#   confidence: certain
#   fix: Name a regular container of the pod, or remove the policy.
package podlint.rules.resources.vpa_policy_unknown_container

import data.podlint.lib.certainty
import data.podlint.lib.fixes

violation contains {
	"msg": sprintf("vertical autoscaler %q has a policy for container %q, %s", [target.key, target.name, _why(target)]),
	"path": target.path,
	"certainty": certainty.of([], certainty.absent([])),
	"fix": fixes.nearest(target.path, target.name, target.nearest),
} if {
	some target in input.pod.references
	target.source == "vertical-autoscaler"
	target.injectable == false
	target.class != "regular"
}

_why(target) := "a native sidecar, which it does not resize" if {
	target.class == "sidecar"
} else := "an init container, which it does not resize" if {
	target.class == "init"
} else := sprintf("which the pod does not have (%q?)", [target.nearest]) if {
	target.nearest != ""
} else := sprintf("which the pod does not have (it runs %s)", [concat(", ", target.choices)])
