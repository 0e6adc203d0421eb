# METADATA
# title: Kind that its API version does not have
# description: |
#   ## What
#   The object's `apiVersion` is one of Kubernetes' own and never had this `kind`: an `apps/v1` Pod, a `v1` Job, an `apps/v1` CronJob.
#
#   ## Why it hurts
#   No cluster takes the object: there is no such resource. podlint judges its pod all the same.
#
#   ## When it is fine
#   Versions that older clusters had, such as `extensions/v1beta1`, are not reported, and neither are groups of custom resources.
#
#   ## How to fix
#   Write the version that serves the kind:
#
#   ```yaml
#   apiVersion: batch/v1
#   kind: CronJob
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
#     description: Which version serves which kind
# custom:
#   severity: error
#   confidence: certain
#   fix: Write the `apiVersion` that serves the kind.
package podlint.rules.manifest.wrong_api_version

import data.podlint.lib.fixes

violation contains {
	"msg": sprintf("%s has no %s; want apiVersion %s", [
		input.pod.workload.api_version,
		input.pod.workload.kind,
		_served[input.pod.workload.kind][0],
	]),
	"path": ["apiVersion"],
	"fix": fixes.set(sprintf("Write `%s`.", [versions[0]]), ["apiVersion"], versions[0]),
} if {
	versions := _served[input.pod.workload.kind]
	_own
	not input.pod.workload.api_version in versions
}

# The groups of Kubernetes itself have no dot, or end in k8s.io.
_own if {
	group := split(input.pod.workload.api_version, "/")[0]
	not contains(group, ".")
}

# The version to use first, then those that are gone.
_served := {
	"Pod": ["v1"],
	"PodTemplate": ["v1"],
	"ReplicationController": ["v1"],
	"Deployment": ["apps/v1", "apps/v1beta2", "apps/v1beta1", "extensions/v1beta1"],
	"DaemonSet": ["apps/v1", "apps/v1beta2", "extensions/v1beta1"],
	"ReplicaSet": ["apps/v1", "apps/v1beta2", "extensions/v1beta1"],
	"StatefulSet": ["apps/v1", "apps/v1beta2", "apps/v1beta1"],
	"Job": ["batch/v1", "extensions/v1beta1"],
	"CronJob": ["batch/v1", "batch/v1beta1", "batch/v2alpha1"],
}
