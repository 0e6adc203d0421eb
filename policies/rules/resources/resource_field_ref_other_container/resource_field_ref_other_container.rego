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
	"msg": sprintf("variable %q of %q holds %s of %q, %s", [named.key, named.from, named.field, named.name, _why(named)]),
	"path": named.path,
	"container": named.from,
	"fix": _fix(named),
} if {
	some named in input.pod.references
	named.source == "field"
	not _reports_on_its_neighbour(named)
}

_fix(named) := fixes.remove("Remove `containerName`.", named.path) if {
	named.found == false # the container cannot start
} else := fixes.unsafe(fixes.remove("Remove `containerName`.", named.path))

# A helper may well want to know how large its neighbour is.
_reports_on_its_neighbour(named) if {
	named.found
	pods.helper(named.from)
}

_why(named) := "which the pod does not have: the container cannot start" if {
	named.found == false
} else := "not its own" if {
	some container in input.pod.containers
	container.name == named.name
	named.field in container.resources.declared
} else := "which declares none: it holds the node's amount"
