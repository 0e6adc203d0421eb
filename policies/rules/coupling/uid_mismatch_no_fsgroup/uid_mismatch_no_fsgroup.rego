# METADATA
# title: Files of another user on a shared volume
# description: |
#   ## What
#   A container has to change a file, or to connect to a socket, that a container of another user makes on a shared emptyDir. Neither an
#   fsGroup nor a common runAsGroup gives both access.
#
#   ## Why it hurts
#   Files are made with mode 0644 and belong to their maker: others may read, but a write, a removal below a made directory or a connection
#   fails with "Permission denied".
#
#   ## When it is fine
#   Reading needs no more than the usual modes; root may do everything. A umask, chmod or chown on the maker's side is taken for the remedy.
#   Users are compared only when the manifest states them, or verified knowledge of the image does.
#
#   ## How to fix
#   Give the volume a group that both containers have:
#   ```yaml
#   spec:
#     securityContext:
#       fsGroup: 2000
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/18399
#     description: Users, groups and shared volumes
#   - ref: https://github.com/kubernetes/git-sync/issues/236
#     description: Files that another user must write
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
#     description: fsGroup and the users of a pod
# custom:
#   severity: warning
#   confidence: strong
#   fix: Set `securityContext.fsGroup` on the pod and make files group-writable, or run both containers as one user.
package podlint.rules.coupling.uid_mismatch_no_fsgroup

import data.podlint.lib.certainty
import data.podlint.lib.owners

violation contains {
	"msg": _message(owners.users[write.container], _does[write.op], write.file, owners.users[made.container]),
	"path": write.path,
	"container": write.container,
	"certainty": certainty.of([write, made, owners.users[write.container], owners.users[made.container]], []),
	"related": [{"msg": sprintf("%q makes it here", [made.container]), "path": made.path}],
} if {
	some i, write in input.pod.outputs
	write.kind == "emptyDir"
	write.phase == "run"
	write.ignorable == false
	some k, made in write.writers
	owners.denied(write, made)
	not _earlier(i, k)
}

# To connect to a socket takes the right to write it, which by default only its owner has.
violation contains {
	"msg": _message(owners.users[dial.from], "connects to", dial.socket, owners.users[server.container]),
	"path": dial.path,
	"container": dial.from,
	"certainty": certainty.of([dial, server, owners.users[dial.from], owners.users[server.container]], []),
	"related": [{"msg": sprintf("%q makes it here", [server.container]), "path": server.path}],
} if {
	some dial in input.pod.connections
	dial.via == "dial"
	dial.host_class == "socket"
	dial.answer == "neighbour"
	dial.volume != ""
	some server in dial.to
	server.origin == "script"
	input.pod.who[server.container].tools_only == true
	owners.strangers(dial.from, server.container)
}

_message(user, does, file, maker) := sprintf(
	"container %q (user %d) %s %s, which %q (user %d) makes; no fsGroup gives it access",
	[user.container, user.id, does, file, maker.container, maker.id],
)

# One report for a pair of containers.
_earlier(i, k) if {
	write := input.pod.outputs[i]
	some j, before in input.pod.outputs
	j < i
	before.container == write.container
	before.kind == "emptyDir"
	before.phase == "run"
	before.ignorable == false
	some made in before.writers
	made.container == write.writers[k].container
	owners.denied(before, made)
}

_earlier(i, k) if {
	write := input.pod.outputs[i]
	some l, made in write.writers
	l < k
	made.container == write.writers[k].container
	owners.denied(write, made)
}

_does := {
	"write": "writes",
	"append": "appends to",
	"create": "creates",
	"remove": "removes",
	"chmod": "changes",
}
