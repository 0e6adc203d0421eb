# METADATA
# title: Field that Kubernetes does not know
# description: |
#   ## What
#   The pod part of the manifest holds a field that no version of the API which podlint knows has: mostly a typo, or a
#   field at the wrong level.
#
#   ## Why it hurts
#   A server that validates strictly refuses the manifest. One that does not drops the field without a word, and the pod runs without
#   the mount, the probe or the limit that somebody wrote down. podlint judges the pod as kubectl would read it: without the field.
#
#   ## When it is fine
#   A cluster newer than podlint may know the field. Where `--kube-version` names one after 1.37 and no known field has a similar name, the
#   report is a warning only.
#
#   ## How to fix
#   Correct the name, or move the field to where it belongs:
#
#   ```yaml
#   containers:
#     - name: app
#       image: example.org/app:1.2.3
#       volumeMounts: # not volumeMount
#         - name: data
#           mountPath: /data
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
#     description: What a server does with unknown fields
#   - ref: https://github.com/yannh/kubeconform/issues/341
#     description: Typos in field names that a linter let pass
# custom:
#   severity: error
#   confidence: certain
#   fix: Correct the field's name, or move it to the level where it belongs.
package podlint.rules.manifest.unknown_field

import data.podlint.lib.fixes
import data.podlint.lib.words

violation contains {
	"msg": sprintf("Kubernetes knows no field %q in %s and drops or refuses it; did you mean %q?", [field.key, field.in, field.nearest]),
	"path": field.path,
	"fix": _fix(field),
} if {
	some field in input.pod.unknown_fields
	not words.placeholder(field.key)
	field.nearest
	not field.belongs
}

# Another case, or an end that is missing or too much, leaves little doubt about what was meant.
_fix(field) := _rename(field) if {
	lower(field.key) == lower(field.nearest)
} else := _rename(field) if {
	startswith(field.nearest, field.key)
} else := _rename(field) if {
	startswith(field.key, field.nearest)
} else := fixes.unsafe(_rename(field))

_rename(field) := fixes.of(sprintf("Write `%s`.", [field.nearest]), [{"op": "rename", "path": field.path, "key": field.nearest}])

violation contains object.union(
	{
		"msg": sprintf("Kubernetes knows no field %q in %s and drops or refuses it", [field.key, field.in]),
		"path": field.path,
	},
	_severity,
) if {
	some field in input.pod.unknown_fields
	not words.placeholder(field.key)
	not field.nearest
	not field.below
	not field.belongs
}

violation contains {
	"msg": sprintf("Kubernetes knows no field %q in %s and drops or refuses it; it belongs in %s", [field.key, field.in, field.belongs]),
	"path": field.path,
} if {
	some field in input.pod.unknown_fields
	not words.placeholder(field.key)
	field.belongs
}

violation contains {
	"msg": sprintf("Kubernetes knows no field %q in %s and drops or refuses it; it belongs one level deeper, in its %s", [
		field.key,
		field.in,
		field.below,
	]),
	"path": field.path,
} if {
	some field in input.pod.unknown_fields
	not words.placeholder(field.key)
	field.below
}

# The minor version of the API that podlint knows.
_known := 37

_severity := {"severity": "warning"} if input.target.minor > _known

else := {}
