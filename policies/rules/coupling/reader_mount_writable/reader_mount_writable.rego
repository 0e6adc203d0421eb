# METADATA
# title: Reader mounts its neighbour's files writable
# description: |
#   ## What
#   A container only reads what a neighbour writes into a shared volume (it serves, follows or prints the files), but its mount is
#   writable.
#
#   ## Why it hurts
#   A fault or a break-in in the reader can alter or delete the writer's files: a web server that is taken over changes the content
#   that it serves, a log streamer loses the log. Read-only costs nothing where nothing is written.
#
#   ## When it is fine
#   A reader that keeps its own state beside the files needs a writable mount: an agent's offset database, a cache, a lock, a
#   socket. podlint reports web servers on a content volume, log agents whose configuration it sees, and command lines that it
#   understands to the last word; never programs that it does not know, and never files whose writer has ended.
#
#   ## How to fix
#   Mount the volume read-only in the reader:
#   ```yaml
#   volumeMounts:
#     - name: content
#       mountPath: /usr/share/nginx/html
#       readOnly: true
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/access-application-cluster/communicate-containers-same-pod-shared-volume/
#     description: Communicate between containers in the same pod with a shared volume
#   - ref: https://kubernetes.io/docs/concepts/cluster-administration/logging/
#     description: Logging architecture
# custom:
#   severity: info
#   confidence: strong
#   fix: Set `readOnly` to true on the reader's mount.
package podlint.rules.coupling.reader_mount_writable

import data.podlint.lib.fixes

violation contains {
	"msg": sprintf(
		"container %q only %s what %q writes to volume %q, but mounts it writable",
		[reader.reader, _does[reader.op], reader.writer, reader.volume],
	),
	"path": reader.path,
	"container": reader.reader,
	"related": [{"msg": sprintf("%q writes here", [reader.writer]), "path": reader.writer_path}],
	"fix": fixes.set("Set `readOnly` to true on the reader's mount.", array.concat(reader.path, ["readOnly"]), true),
} if {
	some reader in input.pod.coupling.pure_readers
}

_does := {"read": "reads", "tail": "follows", "watch": "watches", "serve": "serves"}
