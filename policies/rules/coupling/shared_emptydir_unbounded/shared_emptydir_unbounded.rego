# METADATA
# title: Shared emptyDir that nothing bounds
# description: |
#   ## What
#   A container keeps filling an emptyDir that a neighbour mounts too (log files, checkouts, a spool), and neither a sizeLimit nor an
#   ephemeral-storage limit bounds it.
#
#   ## Why it hurts
#   An emptyDir lives on the node's disk for as long as the pod. It fills up slowly; then the node runs into disk pressure and
#   evicts pods, this one with all its containers or an innocent neighbour.
#
#   ## When it is fine
#   Files that are overwritten under a fixed name, rotated logs, tokens, and what init containers leave behind do not grow. Where a
#   reader follows a log but podlint cannot see who writes it and whether it is rotated, the report is at level info.
#
#   ## How to fix
#   Bound the volume, with room for what the reader has not taken yet. A pod that exceeds the limit is evicted, so rotate as well:
#   ```yaml
#   volumes:
#     - name: logs
#       emptyDir:
#         sizeLimit: 1Gi
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/#emptydir
#     description: emptyDir and its size limit
#   - ref: https://github.com/kubernetes/kubernetes/issues/63126
#     description: Eviction for an emptyDir that exceeds its limit
#   - ref: https://github.com/kubernetes/website/issues/51114
#     description: Documentation of local ephemeral storage
# custom:
#   severity: warning
#   confidence: certain
#   fix: Set `emptyDir.sizeLimit`, or an ephemeral-storage limit on the container that writes.
#   parameters:
#     size_limit:
#       description: sizeLimit that the fix writes, as a quantity.
#       schema: {type: string, pattern: "^[0-9]+([kMGT]i?)?$"}
#       default: 1Gi
package podlint.rules.coupling.shared_emptydir_unbounded

import data.podlint.lib.fixes

violation contains {
	"msg": sprintf("container %q keeps filling emptyDir %q (%s), and no size limit bounds it", [grows.producer, grows.volume, _what(grows)]),
	"path": grows.path,
	"container": grows.producer,
	"related": [{"msg": sprintf("%q fills it here", [grows.producer]), "path": grows.producer_path}],
	"fix": _fix(grows),
} if {
	some grows in input.pod.coupling.growing
	grows.known
}

violation contains {
	"msg": sprintf("a log in emptyDir %q is followed and no size limit bounds it; whether %q rotates it is not known", [grows.volume, grows.producer]),
	"path": grows.path,
	"container": grows.producer,
	"severity": "info",
	"related": [{"msg": "the log is followed here", "path": grows.producer_path}],
} if {
	some grows in input.pod.coupling.growing
	not grows.known
}

# A pod that fills the volume is evicted.
_fix(grows) := fixes.unsafe(fixes.set(
	sprintf("Set the `sizeLimit` of %q to %s.", [grows.volume, size]),
	array.concat(array.slice(grows.path, 0, count(grows.path) - 1), ["emptyDir", "sizeLimit"]),
	size,
)) if {
	size := input.parameters["shared-emptydir-unbounded"].size_limit
} else := null

_what(grows) := sprintf("logs to %s", [grows.file]) if grows.how in {"log", "followed"}

_what(grows) := sprintf("appends to %s", [grows.file]) if grows.how == "append"

_what(grows) := sprintf("ever more files in %s", [grows.file]) if grows.how in {"files", "sync"}
