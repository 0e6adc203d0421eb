# METADATA
# title: Restart rules that have no effect, or that the cluster does not know
# description: |
#   ## What
#   A container's own `restartPolicy` or `restartPolicyRules` can do nothing: a rule restarts a container that is restarted in any case, or
#   the target version of Kubernetes has no such field or action.
#
#   ## Why it hurts
#   Restart policies of init containers other than `Always`, and rules, came with 1.35 (1.34 behind a feature gate), and the action
#   `RestartAllContainers` with 1.36. An older server refuses the manifest, or drops the field, and the container ends as if nothing had been
#   written. A rule that restarts what `Always` restarts anyway hides that other exit codes restart it, too.
#
#   ## When it is fine
#   Without a target version podlint says nothing of versions. Regular containers with a policy of their own are
#   `container-restart-policy-not-sidecar`'s.
#
#   ## How to fix
#   Restart on some exit codes, and not otherwise:
#
#   ```yaml
#   restartPolicy: Never
#   restartPolicyRules:
#     - action: Restart
#       exitCodes: {operator: In, values: [42]}
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/5307-container-restart-policy
#     description: Restart policies and rules of containers
#   - ref: https://github.com/kubernetes/enhancements/issues/5532
#     description: Restarting all containers of a pod
# custom:
#   severity: error
#   confidence: certain
#   fix: Use a policy that the rules can change, and a cluster that knows them.
package podlint.rules.lifecycle.restart_rules_misused

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("init container %q has restartPolicy %s, which Kubernetes %s does not know there", [
		container.name,
		container.restart_policy,
		input.target.kubernetes,
	]),
	"path": array.concat(container.path, ["restartPolicy"]),
	"container": container.name,
	"certainty": certainty.of([], []),
} if {
	input.target.minor < 35
	some container in input.pod.containers
	container.class == "init"
	container.restart_policy in {"OnFailure", "Never"}
}

violation contains {
	"msg": sprintf("container %q has a rule with RestartAllContainers, which Kubernetes %s does not know", [container.name, input.target.kubernetes]),
	"path": rule.path,
	"container": container.name,
	"certainty": certainty.of([], []),
} if {
	input.target.minor < 36
	some container in input.pod.containers
	some rule in container.restart_policy_rules
	rule.action == "RestartAllContainers"
}

violation contains {
	"msg": sprintf("container %q is restarted after every exit code, so its rule to restart it after some changes nothing", [container.name]),
	"path": rule.path,
	"container": container.name,
	"severity": "warning",
	"certainty": certainty.of([], []),
} if {
	some container in input.pod.containers
	container.class == "regular"
	container.restart_policy == "Always"
	some rule in container.restart_policy_rules
	rule.action == "Restart"
}
