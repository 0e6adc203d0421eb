# METADATA
# title: Restart policy that the workload may not have
# description: |
#   ## What
#   A Deployment, ReplicaSet, ReplicationController, DaemonSet or StatefulSet has a `restartPolicy` other than `Always`, or a Job or CronJob one
#   other than `OnFailure` and `Never` (`Always` is the default, so that a Job must name one).
#
#   ## Why it hurts
#   The API server refuses the object; a StatefulSet's Pods would not come back.
#
#   ## When it is fine
#   A bare Pod may have any restart policy.
#
#   ## How to fix
#   Write the policy that the kind takes:
#
#   ```yaml
#   kind: Job
#   spec:
#     template:
#       spec:
#         restartPolicy: OnFailure
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-template
#     description: Which restart policies a pod template may have
# custom:
#   severity: error
#   confidence: certain
#   fix: Write a restart policy that the kind takes.
package podlint.rules.manifest.restart_policy_not_allowed

import data.podlint.lib.fixes

violation contains {
	"msg": sprintf("restartPolicy %s is not for a %s; want %s", [
		_stated,
		input.pod.workload.kind,
		concat(" or ", takes),
	]),
	"path": array.concat(input.pod.path, ["restartPolicy"]),
	"fix": _fix(takes),
} if {
	some takes in [_takes[input.pod.workload.kind]]
	input.pod.workload.api_version in {"v1", "apps/v1", "batch/v1"}
	input.pod.restart_policy in _all
	not input.pod.restart_policy in takes
}

_fix(takes) := fixes.set(sprintf("Write `%s`.", takes), array.concat(input.pod.path, ["restartPolicy"]), takes[0]) if {
	count(takes) == 1
} else := fixes.unsafe(fixes.set(sprintf("Write `%s`.", [takes[0]]), array.concat(input.pod.path, ["restartPolicy"]), takes[0]))

# A template whose policy stands beside its spec has the default.
_stated := sprintf("is not set in the pod's spec, and %s", [input.pod.restart_policy]) if {
	some field in input.pod.unknown_fields
	field.key == "restartPolicy"
	field.below
} else := "Always, the default as well," if {
	input.pod.restart_policy == "Always"
} else := input.pod.restart_policy

_all := {"Always", "OnFailure", "Never"}

_takes := {
	"Deployment": ["Always"],
	"ReplicaSet": ["Always"],
	"ReplicationController": ["Always"],
	"DaemonSet": ["Always"],
	"StatefulSet": ["Always"],
	"Job": ["OnFailure", "Never"],
	"CronJob": ["OnFailure", "Never"],
}
