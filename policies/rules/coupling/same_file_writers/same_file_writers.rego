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
	other := _first(write)
	not _said(i, write, other)
}

# Two of one program keep the logs of its image in one directory: the names of their files are the same.
violation contains {
	"msg": sprintf("containers %q and %q both append the logs of %s to %s on volume %q", [other.container, write.container, program, write.file, write.volume]),
	"path": write.path,
	"container": write.container,
	"certainty": certainty.of([write, other], []),
	"related": [{"msg": sprintf("%q writes here", [other.container]), "path": other.path}],
} if {
	some write in input.pod.outputs
	_logs_of_image(write)
	write.kind in {"emptyDir", "ephemeral", "persistentVolumeClaim"}
	other := [o |
		some o in write.writers
		_logs_of_image(o)
		o.meets == "same"
		input.pod.who[o.container].order < input.pod.who[write.container].order
	][0]
	program := _shared_program(write.container, other.container)[0]
}

_logs_of_image(end) if {
	end.op == "append"
	end.dir == true
	end.origin == "image"
	end.phase == "run"
	end.container in pods.companions
}

_shared_program(a, b) := [process |
	some process in input.pod.who[a].processes
	process in input.pod.who[b].processes
	not endswith(process, ".sh")
]

# Of many that write one file each is told of the first alone.
_first(write) := [other |
	some other in write.writers
	other.meets == "same"
	input.pod.who[other.container].order < order
	_writes(other)
][0] if {
	_writes(write)
	order := input.pod.who[write.container].order
}

_writes(end) if {
	end.container in pods.companions
	outputs.fills(end)
}

# One report for a pair of containers.
_said(i, write, other) if {
	some j, before in input.pod.outputs
	before.container == write.container
	j < i
	before.kind != "hostPath"
	_first(before).container == other.container
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
