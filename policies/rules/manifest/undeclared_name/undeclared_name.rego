# METADATA
# title: Name that the pod does not declare
# description: |
#   ## What
#   A container uses a resource claim that `spec.resourceClaims` lacks, or an ephemeral container names a target that is no container of the
#   pod.
#
#   ## Why it hurts
#   The API server refuses the Pod.
#
#   ## When it is fine
#   Never: such a name is looked up in this pod alone. Volumes have a rule of their own.
#
#   ## How to fix
#   Correct the name, or declare what it stands for:
#
#   ```yaml
#   resourceClaims:
#     - name: gpu
#       resourceClaimTemplateName: one-gpu
#   containers:
#     - name: train
#       resources:
#         claims: [{name: gpu}]
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
#     description: The fields of a Pod
# custom:
#   severity: error
#   confidence: certain
#   fix: Correct the name, or declare what it stands for.
package podlint.rules.manifest.undeclared_name

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.values

violation contains {
	"msg": sprintf("%s names %s %q, which the pod does not have%s", [
		values.subject(value),
		value.of,
		value.got,
		values.instead(value),
	]),
	"path": value.path,
	"container": object.get(value, "container", ""),
	"certainty": certainty.of([], certainty.absent([])),
	"fix": fixes.unsafe(fixes.nearest(value.path, value.got, object.get(value, "nearest", ""))),
} if {
	some value in input.pod.invalid_values
	value.problem == "undeclared"
	value.of != "volume"
}
