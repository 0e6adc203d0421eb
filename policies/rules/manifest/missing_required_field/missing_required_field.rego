# METADATA
# title: Field that Kubernetes cannot do without
# description: |
#   ## What
#   The pod lacks a field that has no default, or has it empty: a container's image, a port's number, a mount's path, a probe's handler, the key of
#   a reference.
#
#   ## Why it hurts
#   The API server refuses the Pod.
#
#   ## When it is fine
#   A Knative Service may leave out names, ports and handlers, which Knative fills in. A Pod without a name is the template of a program that
#   makes Pods of it, as Jenkins does, and fills in what is missing. A Deployment without a selector, and one whose containers have no image
#   at all, is a patch. Controllers of other groups add to the pod. podlint leaves all of these alone.
#
#   ## How to fix
#   Add the field:
#
#   ```yaml
#   livenessProbe:
#     httpGet: {path: /live, port: 8080}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
#     description: The fields of a Pod
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
#     description: Probes and their handlers
# custom:
#   severity: error
#   confidence: certain
#   fix: Add the field, or remove what needs it.
package podlint.rules.manifest.missing_required_field

import data.podlint.lib.certainty
import data.podlint.lib.values

violation contains {
	"msg": sprintf("%s %s%s", [values.subject(value), _how(value), values.instead(value)]),
	"path": value.path,
	"container": object.get(value, "container", ""),
	"certainty": certainty.of([], _left_open(value)),
} if {
	some value in input.pod.invalid_values
	value.problem == "missing"
	not _completed
}

# A chart without its values: whoever installs it gives them.
_how(value) := "has no handler" if {
	value.of == "handler"
} else := "is empty" if {
	value.empty == true
} else := "is missing"

_left_open(value) := [{"who": value.of, "seen": "some", "reason": "the values of the chart leave it open, and whoever installs it may give it"}] if {
	value.blank == true
} else := []

# What a program completes before it makes a Pod of it.
_completed if startswith(input.pod.workload.api_version, "serving.knative.dev/")

_completed if not values.as_written

# Without a selector it is no whole object: a patch of one.
_completed if {
	input.pod.workload.api_version == "apps/v1"
	input.pod.workload.selects == "nothing"
}

_completed if {
	some value in input.pod.invalid_values
	value.problem == "missing"
	value.of == "pod name"
}
