# METADATA
# title: Entry that a list has twice
# description: |
#   ## What
#   A list of the pod whose entries must differ has one twice: files of a projected volume, resource claims, scheduling gates, sysctls, resources
#   of `resizePolicy`, or topology spread constraints of one key and one way.
#
#   ## Why it hurts
#   The API server refuses the Pod.
#
#   ## When it is fine
#   Other lists, `env` among them, may hold a name twice: the last entry counts. Containers, volumes, mounts and ports have rules of their own.
#
#   ## How to fix
#   Remove the entry, or make it differ:
#
#   ```yaml
#   volumes:
#     - name: config
#       projected:
#         sources:
#           - configMap: {name: base, items: [{key: app.yaml, path: base.yaml}]}
#           - configMap: {name: site, items: [{key: app.yaml, path: site.yaml}]}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
#     description: The fields of a Pod
# custom:
#   severity: error
#   confidence: certain
#   fix: Remove the entry, or make it differ from the first.
package podlint.rules.manifest.duplicate_entry

import data.podlint.lib.fixes
import data.podlint.lib.values

_own_rule := {
	"container name",
	"volume name",
	"mount path",
	"volume device",
	"port name",
	"host port",
}

violation contains {
	"msg": sprintf("%s%s %q is in the list already", [values.owner(value), value.of, value.got]),
	"path": value.path,
	"container": object.get(value, "container", ""),
	"related": [{"msg": "it stands here first", "path": value.first}],
	"fix": _fix(value),
} if {
	some value in input.pod.invalid_values
	value.problem == "repeated"
	not value.of in _own_rule
}

# The item is where the two paths part.
_fix(value) := fixes.unsafe(fixes.remove("Remove the second entry.", array.slice(value.path, 0, min(parts) + 1))) if {
	value.first
	parts := [i | some i, elem in value.path; is_number(elem); elem != value.first[i]]
	count(parts) > 0
} else := null
