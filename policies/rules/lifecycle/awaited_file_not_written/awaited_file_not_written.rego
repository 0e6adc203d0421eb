# METADATA
# title: Wait for a file that nobody writes
# description: |
#   ## What
#   A container waits until a file is on a volume of the pod, and no container writes that file: either everything that the others write
#   there is known, or one of them makes another file beside it.
#
#   ## Why it hurts
#   The wait never ends. A helper that waits for the word of the main container keeps a Job running for ever after the work is done; a main
#   container that waits for its helper never begins.
#
#   ## When it is fine
#   Where a container of which not everything is known may write on the volume it is a doubt, unless that one makes another file there.
#   Claims and host directories may be filled by others. A container that is alone on its volume is not reported: people start such ones
#   by hand. Of a Job of which all is in sight `sidecar-blocks-job-completion` tells.
#
#   ## How to fix
#   Make both sides name the same file.
#
#   ```yaml
#   containers:
#     - name: etl
#       command: ["sh", "-c", "trap 'touch /ctl/done' EXIT; etl"]
#     - name: uploader
#       command: ["sh", "-c", "until [ -f /ctl/done ]; do sleep 1; done; upload"]
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/controllers/job/
#     description: A Job is complete when all containers of its pod have ended
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/#emptydir
#     description: An emptyDir starts empty, and the containers of the pod alone fill it
# custom:
#   severity: error
#   confidence: strong
#   fix: Let the container that is waited for make the file under this name.
package podlint.rules.lifecycle.awaited_file_not_written

import data.podlint.lib.certainty
import data.podlint.lib.files

violation contains {
	"msg": sprintf("container %q waits for %s on volume %q, but %s", [read.container, read.file, read.volume, _but(read, meant)]),
	"path": read.path,
	"container": read.container,
	"certainty": certainty.of(array.concat([read], meant), certainty.absent(_unseen(read, meant))),
	"related": [{"msg": sprintf("container %q makes %s", [w.container, w.file]), "path": w.path} | some w in meant],
} if {
	some read in input.pod.handovers
	read.does == "reads"
	read.awaited == true
	read.written == false
	read.met == false
	read.wide == false
	read.kind in {"emptyDir", "ephemeral"} # others are filled from elsewhere, too
	read.phase in {"run", "init"} # a probe gives up
	count(read.mounts) > 1 # else people make the file by hand
	not files.its_own(read)
	not _keeps_a_job(read)
	meant := _beside(read)
}

# sidecar-blocks-job-completion says it where all writers are in sight.
_keeps_a_job(read) if {
	input.pod.runs != "always"
	count(files.unseen_writers(read)) == 0
}

# What others make in the same folder, where it is a single file: it is most likely the one that is meant.
_beside(read) := [w | some w in made; count({other.in | some other in made}) == 1] if {
	made := [w |
		some w in read.writes
		w.self == false
		w.meets == "apart"
		w.op in {"create", "write"}
		w.log == false
		files.folder(w.in) == files.folder(read.in)
	]
}

# Who makes the other file there is not likely to make this one as well.
_unseen(read, meant) := [object.union(gap, {"seen": _seen(gap, meant)}) | some gap in files.unseen_writers(read)]

_seen(gap, meant) := "told" if {
	some w in meant
	w.container == gap.who
} else := gap.seen

_but(read, meant) := sprintf("%q makes %s", [meant[0].container, meant[0].file]) if {
	count(meant) > 0
} else := files.unwritten(read)
