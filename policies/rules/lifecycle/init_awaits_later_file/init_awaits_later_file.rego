# METADATA
# title: Init container that waits for a file of a later container
# description: |
#   ## What
#   An init container waits until a file is on an emptyDir, and all that write the file start only when it has ended: regular containers,
#   later init containers, native sidecars listed after it.
#
#   ## Why it hurts
#   Init containers run one after the other, and the wait never ends: `Init:0/1` for ever.
#
#   ## When it is fine
#   Where an earlier container makes the file, or the script makes it itself. An earlier container that mounts the volume and of which not
#   everything is known may write it unseen: it is a doubt then. A wait that is given up after so many tries is not reported, and claims and host
#   directories may hold the file already.
#
#   ## How to fix
#   Put the wait into the container that needs the file, or the writer first, as a native sidecar.
#
#   ```yaml
#   initContainers:
#     - name: tokens       # writes /shared/token
#       restartPolicy: Always
#     - name: wait
#       command: ["sh", "-c", "until [ -s /shared/token ]; do sleep 1; done"]
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
#     description: Init containers run in order, and regular containers start when they have ended
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
#     description: A native sidecar goes on while later init containers run
# custom:
#   severity: error
#   confidence: strong
#   fix: Move the wait into the container that needs the file, or the writer before it.
package podlint.rules.lifecycle.init_awaits_later_file

import data.podlint.lib.certainty
import data.podlint.lib.files

violation contains {
	"msg": sprintf("init container %q waits for %s, written by %q, which starts only after it: the pod never starts", [
		read.container,
		read.file,
		write.container,
	]),
	"path": read.path,
	"container": read.container,
	"certainty": certainty.of([read, write], certainty.absent(files.earlier_writers(read))),
	"related": [{"msg": sprintf("%q writes it here", [write.container]), "path": write.path}],
} if {
	some read in input.pod.handovers
	read.awaited == true
	read.phase == "init"
	read.written == true
	read.pattern == false
	read.in != "." # the mount is there
	read.kind in {"emptyDir", "ephemeral"} # others are filled from elsewhere, too
	not files.makes_itself(read)
	writes := [w | some w in read.writes; w.self == false; w.op in {"write", "append", "create"}; w.meets in {"same", "overlap"}]
	every w in writes { _later(w.container, read.container) }
	write := writes[0]
}

_later(writer, reader) if {
	input.pod.who[writer].class != "injected"
	input.pod.who[writer].order > input.pod.who[reader].order
}
