# METADATA
# title: Value that Kubernetes does not know
# description: |
#   ## What
#   A field takes one of a few values, and the manifest gives it another one. Most differ from a known value in case alone: `scheme: https`,
#   `imagePullPolicy: always`, `protocol: tcp`.
#
#   ## Why it hurts
#   The API server refuses the Pod.
#
#   ## When it is fine
#   Never: an enumeration has no other values. A newer cluster may know more of them; podlint knows those of Kubernetes 1.37.
#
#   ## How to fix
#   Write one of the known values:
#
#   ```yaml
#   readinessProbe:
#     httpGet: {path: /ready, port: 8443, scheme: HTTPS}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
#     description: The fields of a Pod
# custom:
#   severity: error
#   confidence: certain
#   fix: Write one of the values that the field takes.
package podlint.rules.manifest.unknown_value

import data.podlint.lib.fixes
import data.podlint.lib.values

violation contains {
	"msg": sprintf("%s: unknown value %q%s", [values.subject(value), value.got, _instead(value)]),
	"path": value.path,
	"container": object.get(value, "container", ""),
	"certainty": values.meant(value),
	"fix": _fix(value),
} if {
	some value in input.pod.invalid_values
	value.problem == "unknown-value"
}

# A field has one of the labels or annotations, not all of them.
_whole(value) if {
	endswith(value.field, "fieldPath")
	value.got in {"metadata.annotations", "metadata.labels"}
}

_instead(value) := sprintf("; want one of them, such as %s['app']", [value.got]) if {
	_whole(value)
} else := values.instead(value)

_fix(value) := fixes.nearest(value.path, value.got, object.get(value, "nearest", "")) if {
	not _whole(value)
} else := null
