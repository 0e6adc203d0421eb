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
import data.podlint.lib.outputs
import data.podlint.lib.pods

violation contains {
	"msg": _message(_users[write.container], _does[write.op], write.file, _users[made.container]),
	"path": write.path,
	"container": write.container,
	"certainty": certainty.of([write, made, _users[write.container], _users[made.container]], []),
	"related": [{"msg": sprintf("%q makes it here", [made.container]), "path": made.path}],
} if {
	some i, write in input.pod.outputs
	write.kind == "emptyDir"
	write.phase == "run"
	write.ignorable == false
	some k, made in write.writers
	_denied(write, made)
	not _earlier(i, k)
}

# To connect to a socket takes the right to write it, which by default only its owner has.
violation contains {
	"msg": _message(_users[dial.from], "connects to", dial.socket, _users[server.container]),
	"path": dial.path,
	"container": dial.from,
	"certainty": certainty.of([dial, server, _users[dial.from], _users[server.container]], []),
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
	_strangers(dial.from, server.container)
}

_message(user, does, file, maker) := sprintf(
	"container %q (user %d) %s %s, which %q (user %d) makes; no fsGroup gives it access",
	[user.container, user.id, does, file, maker.container, maker.id],
)

_users[container.name] := user if {
	some container in input.pod.containers
	container.class != "ephemeral"
	chosen := container.security.run_as_user
	is_number(chosen.value)
	user := {
		"container": container.name,
		"id": chosen.value,
		"certainty": object.get(chosen, "certainty", "stated"),
		"reason": sprintf("the user of %q", [container.name]),
	}
}

_denied(write, made) if {
	_strangers(write.container, made.container)
	_needs_rights(write, made)
	_owns(made, write.volume)
	_comes_after(write, made)
}

# Both users are known, the one who needs the right is not root, and nothing gives the two a group in common.
_strangers(name, maker) if {
	name in pods.companions
	_users[name].id != 0
	_users[name].id != _users[maker].id
	not _has_fs_group(name)
	not _same_group(name, maker)
}

_has_fs_group(name) if {
	some container in input.pod.containers
	container.name == name
	container.security.fs_group.value
}

_same_group(a, b) if {
	some container in input.pod.containers
	container.name == a
	some other in input.pod.containers
	other.name == b
	container.security.run_as_group.value == other.security.run_as_group.value
}

# Anybody may add files to the root of an emptyDir.
_needs_rights(write, made) if {
	write.in != "."
	made.dir == false
	made.meets == "same"
}

_needs_rights(write, made) if {
	write.in != "."
	made.dir == true
	outputs.under(write.in, made.in)
}

# The container makes the file and leaves it its own.
_owns(made, volume) if {
	made.glob == false
	made.origin != "image"
	made.phase in {"run", "init"}
	_makes(made)
	not _opens(made.container, volume)
}

_makes(change) if {
	change.op in {"write", "append", "create"}
	not change.tool in {"truncate", "sed"} # which change what is there
}

# It gives its files other modes or owners than its user would.
_opens(name, volume) if {
	some change in input.pod.outputs
	change.container == name
	change.volume == volume
	change.op == "chmod"
}

_opens(name, _) if {
	some command in outputs.commands(name)
	command.name in {"umask", "install", "setfacl", "su", "gosu", "su-exec"}
}

# Of two that make the file, the one that starts first is its maker.
_comes_after(write, _) if not _makes(write)

_comes_after(write, made) if input.pod.who[made.container].order < input.pod.who[write.container].order

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
	_denied(before, made)
}

_earlier(i, k) if {
	write := input.pod.outputs[i]
	some l, made in write.writers
	l < k
	made.container == write.writers[k].container
	_denied(write, made)
}

_does := {
	"write": "writes",
	"append": "appends to",
	"create": "creates",
	"remove": "removes",
	"chmod": "changes",
}
