# METADATA
# title: Variable filled from another container's resources
# description: |
#   ## What
#   An environment variable takes a request or limit by `resourceFieldRef`, but of another container of the pod.
#
#   ## Why it hurts
#   `GOMEMLIMIT`, a heap size or a number of threads is then cut to the neighbour's size: too large, and the kernel kills the
#   container; too small, and it idles. When the neighbour declares no such value, the whole node's amount takes its place. A name
#   that the pod does not have keeps the container from starting.
#
#   ## When it is fine
#   A helper that reports on its neighbour wants the neighbour's value: podlint reports apps only, and names that do not exist.
#
#   ## How to fix
#   Leave `containerName` out; the container's own value is meant then:
#   ```yaml
#   env:
#     - name: GOMEMLIMIT
#       valueFrom:
#         resourceFieldRef: {resource: limits.memory}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/inject-data-application/environment-variable-expose-pod-information/
#     description: Pod and container fields in environment variables
# custom:
#   severity: info
#   confidence: certain
#   fix: Remove `containerName`, or name the container itself.
package podlint.rules.resources.resource_field_ref_other_container

import data.podlint.lib.fixes
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("variable %q of %q holds %s of %q, %s", [field.key, field.from, field.resource, field.name, _why(field)]),
	"path": field.path,
	"container": field.from,
	"fix": _fix(field),
} if {
	some field in input.pod.references
	field.source == "field"
	not _reports_on_its_neighbour(field)
}

_fix(field) := fixes.remove("Remove `containerName`.", field.path) if {
	field.found == false # the container cannot start
} else := fixes.unsafe(fixes.remove("Remove `containerName`.", field.path))

# A helper may well want to know how large its neighbour is.
_reports_on_its_neighbour(field) if {
	field.found
	pods.helper(field.from)
}

_why(field) := "which the pod does not have: the container cannot start" if {
	field.found == false
} else := "not its own" if {
	some container in input.pod.containers
	container.name == field.name
	field.resource in container.resources.declared
} else := "which declares none: it holds the node's amount"
