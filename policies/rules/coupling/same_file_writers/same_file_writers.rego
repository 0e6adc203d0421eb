# METADATA
# title: Two containers write one file
# description: |
#   ## What
#   Two containers that run side by side write the same file of a shared volume.
#
#   ## Why it hurts
#   Nothing orders their writes: contents are interleaved, truncated or lost; a pid file names the wrong process, a database reports that it is
#   locked.
#
#   ## When it is fine
#   Init containers run one after the other. One container may write what another rotates or empties. Two that only append short lines usually
#   get by, so that is reported at level info.
#
#   ## How to fix
#   Give each container a file of its own:
#   ```yaml
#   env:
#     - name: LOG_FILE
#       value: /logs/worker.log
#   ```
# related_resources:
#   - ref: https://github.com/moby/moby/issues/20652
#     description: Several writers of one log file
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/
#     description: Volumes and how containers mount them
# custom:
#   severity: warning
#   confidence: heuristic
#   fix: Give each container a file of its own.
package podlint.rules.coupling.same_file_writers

import data.podlint.lib.certainty
import data.podlint.lib.outputs
import data.podlint.lib.pods

violation contains object.union(
	{
		"msg": sprintf("containers %q and %q both %s %s on volume %q", [other.container, write.container, _verb(write, other), write.file, write.volume]),
		"path": write.path,
		"container": write.container,
		"certainty": certainty.of([write, other], []),
		"related": [{"msg": sprintf("%q writes here", [other.container]), "path": other.path}],
	},
	_level(write, other),
) if {
	some i, write in input.pod.outputs
	write.op in {"write", "append"}
	write.phase == "run"
	write.dir == false
	write.glob == false
	write.volume != ""
	write.kind != "hostPath" # what stands on the node has a life of its own
	some k, other in write.writers
	_both(write, other)
	not _earlier(i, k)
}

_both(write, other) if {
	other.meets == "same"
	outputs.fills(write)
	outputs.fills(other)
	write.container in pods.companions
	other.container in pods.companions
	input.pod.who[other.container].order < input.pod.who[write.container].order
}

# One report for a pair of containers.
_earlier(i, k) if {
	write := input.pod.outputs[i]
	some j, before in input.pod.outputs
	before.container == write.container
	j < i
	some other in before.writers
	other.container == write.writers[k].container
	before.kind != "hostPath"
	_both(before, other)
}

_earlier(i, k) if {
	write := input.pod.outputs[i]
	some l, other in write.writers
	other.container == write.writers[k].container
	l < k
	_both(write, other)
}

_verb(write, other) := "append to" if _append(write, other)

else := "write"

# Short lines that two only append usually stay whole.
_level(write, other) := {"severity": "info"} if _append(write, other)

else := {}

_append(write, other) if {
	write.op == "append"
	other.op == "append"
}
