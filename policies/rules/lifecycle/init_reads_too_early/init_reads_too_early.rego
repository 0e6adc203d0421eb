# METADATA
# title: Init container reads what a later container writes
# description: |
#   ## What
#   An init container reads a file on an emptyDir, and the only ones that write it start later.
#
#   ## Why it hurts
#   Init containers run one after the other, and an emptyDir begins empty: the file is not there yet. The init container fails, so that the pod never
#   starts, or goes on without it.
#
#   ## When it is fine
#   A read that looks whether the file is there, or is tolerated, finds nothing the first time and fails nobody. An earlier container that mounts
#   the volume may write the file unseen: it is a doubt then.
#
#   ## How to fix
#   Put the writer first:
#   ```yaml
#   initContainers:
#     - name: render     # writes /config/app.conf
#     - name: migrate    # reads it
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
#     description: Init containers run in order
# custom:
#   severity: error
#   confidence: strong
#   fix: Move the container that writes the file in front of the one that reads it.
package podlint.rules.lifecycle.init_reads_too_early

import data.podlint.lib.certainty
import data.podlint.lib.files

violation contains {
	"msg": sprintf("init container %q reads %s, which %q writes only later", [read.container, read.file, write.container]),
	"path": read.path,
	"container": read.container,
	"certainty": certainty.of([read, write], certainty.absent(files.earlier_writers(read))),
	"related": [{"msg": sprintf("%q writes it here", [write.container]), "path": write.path}],
} if {
	some read in input.pod.handovers
	read.does == "reads"
	read.phase == "init"
	read.kind == "emptyDir"
	read.written == true
	read.pattern == false
	read.ignorable == false
	read.op == "read"
	not read.tool in {"[", "test", "ls", "find", "stat"} # these find out whether it is there
	not files.makes_itself(read)
	writes := [w | some w in read.writes; w.self == false; w.op in {"write", "append", "create"}; w.meets in {"same", "overlap"}]
	every w in writes { _later(w.container, read.container) }
	write := writes[0]
	not _waits(read)
}

# An ordinary init container ends before the next one starts; a native sidecar that starts later is late as well.
_later(writer, reader) if input.pod.who[writer].order > input.pod.who[reader].order

_waits(read) if {
	some wait in input.pod.waits
	wait.container == read.container
	wait.file == read.file
}
