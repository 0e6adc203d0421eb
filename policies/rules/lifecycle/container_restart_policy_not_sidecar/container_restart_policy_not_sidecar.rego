# METADATA
# title: restartPolicy on a regular container
# description: |
#   ## What
#   A container under `containers` has a `restartPolicy` of its own. `restartPolicy: Always` makes a native sidecar only under
#   `initContainers`.
#
#   ## Why it hurts
#   Before Kubernetes 1.35 (1.34 behind a feature gate) the field does not exist there: the server rejects the manifest, or drops the
#   field. From then on it is valid and means what it says, restart this container for ever. In a pod that runs to completion such a
#   container keeps the Job from completing, which is the very thing that a native sidecar avoids.
#
#   ## When it is fine
#   `OnFailure`, `Never` and `restartPolicyRules` are a deliberate use of the newer feature. podlint reports them only for a target
#   version that lacks it.
#
#   ## How to fix
#   Move the container:
#
#   ```yaml
#   initContainers:
#     - name: proxy
#       image: example.org/proxy:1.2.3
#       restartPolicy: Always
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers
#     description: Native sidecars
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/5307-container-restart-policy
#     description: Restart policies of regular containers
#   - ref: https://github.com/RedHatInsights/clowder/issues/1783
#     description: A sidecar that was declared in the wrong list
# custom:
#   severity: error
#   confidence: certain
#   fix: Move the container to `initContainers`, or remove the field.
package podlint.rules.lifecycle.container_restart_policy_not_sidecar

import data.podlint.lib.certainty
import data.podlint.lib.fixes

violation contains object.union(
	_finding(c),
	{
		"path": array.concat(c.path, ["restartPolicy"]),
		"container": c.name,
		"certainty": certainty.of([], []),
		"fix": fixes.unsafe(fixes.remove("Remove `restartPolicy` from the container.", array.concat(c.path, ["restartPolicy"]))),
	},
) if {
	some c in input.pod.containers
	c.class == "regular"
	c.restart_policy in {"Always", "OnFailure", "Never"}
}

_finding(c) := {"msg": sprintf("container %q has restartPolicy %s, a field that Kubernetes %s does not know there", [
	c.name,
	c.restart_policy,
	input.target.kubernetes,
])} if {
	input.target.minor < 35
} else := {"msg": sprintf("restartPolicy Always restarts %q for ever and makes it no sidecar: the pod never completes", [c.name])} if {
	c.restart_policy == "Always"
	not c.restart_policy_rules
	input.pod.runs == "to-completion"
} else := {
	"msg": sprintf("restartPolicy Always makes %q no native sidecar under containers, and changes nothing in this pod", [c.name]),
	"severity": "warning",
} if {
	c.restart_policy == "Always"
	not c.restart_policy_rules
	input.pod.restart_policy == "Always"
}
