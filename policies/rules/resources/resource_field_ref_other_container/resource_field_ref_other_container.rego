# METADATA
# title: Variable filled from another container's resources
# description: |
#   ## What
#   An environment variable takes a request or limit by `resourceFieldRef`, but of another container of the pod.
#
#   ## Why it hurts
#   `GOMEMLIMIT`, a heap size or a number of threads is then cut to the neighbour's size: too large, and the kernel kills the
#   container; too small, and it idles. When the neighbour declares no such limit, the pod's own or the whole node's amount takes
#   its place; a request that nobody declares is 0. A name that the pod does not have keeps the container from starting.
#
#   ## When it is fine
#   A helper that reports on its neighbour wants the neighbour's value, and so does a variable that is named after the neighbour: podlint reports other variables of apps,
#   and names that do not exist.
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
#   - ref: https://github.com/kubernetes/kubernetes/blob/v1.37.2/pkg/api/v1/resource/helpers.go
#     description: What takes the place of a limit that is not declared
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

# A variable that is named after the neighbour says that it means the neighbour.
_reports_on_its_neighbour(field) if {
	field.found
	words := _words(field.name) - _words(field.from)
	count(words & _words(field.key)) > 0
}

_words(name) := {word | some word in regex.split(`[-_.]+`, lower(name)); word != ""}

_why(field) := "which the pod does not have: the container cannot start" if {
	field.found == false
} else := "not its own" if {
	_declares(field.name, field.resource)
} else := sprintf("which declares none: it holds the %s", [_owner]) if {
	startswith(field.resource, "limits.")
} else := "not its own: it is the limit, as no request is declared" if {
	_declares(field.name, concat(".", ["limits", substring(field.resource, count("requests."), -1)]))
} else := "which declares none: it holds 0"

# An amount of the pod takes the place of a limit before the node's does.
_owner := "pod's amount, or else the node's" if input.pod.pod_level_resources

_owner := "node's amount" if not input.pod.pod_level_resources

_declares(name, resource) if {
	some container in input.pod.containers
	container.name == name
	resource in container.resources.declared
}
