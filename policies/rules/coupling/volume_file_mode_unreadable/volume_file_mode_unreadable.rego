# METADATA
# title: File that the user of the container may not read
# description: |
#   ## What
#   A file of a ConfigMap, Secret or projected volume belongs to root and its mode lets nobody else read it, while the container that
#   reads it runs as another user and the pod has no `fsGroup`. Or a container makes a file on an emptyDir for its owner alone (a key by
#   `ssh-keygen` or `openssl`, tickets by `kinit`, anything under `umask 077`), and another one that reads it runs as another user.
#
#   ## Why it hurts
#   The program gets `permission denied` for its own settings, key or password, and ends.
#
#   ## When it is fine
#   With `fsGroup` the kubelet gives the files of settings to that group and lets it read them, whatever the mode; it does not help where a
#   container makes the file, which needs another mode or owner. The token of a service account is
#   given to the user who runs the containers.
#
#   ## How to fix
#   Set `fsGroup`, or let the mode be:
#   ```yaml
#   spec:
#     securityContext:
#       fsGroup: 1000
#     volumes:
#       - name: config
#         configMap: {name: filebeat, defaultMode: 0640}
#   ```
#   A file that a container makes: run both as one user, or `chown` it to the user who reads it.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/secret/#secret-files-permissions
#     description: Modes of the files of a Secret
#   - ref: https://github.com/kubernetes/kubernetes/issues/2630
#     description: Volumes belong to root, with strict permissions
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
#     description: What fsGroup does to volumes
# custom:
#   severity: error
#   confidence: strong
#   fix: Set the pod's fsGroup, or a mode that lets others read.
package podlint.rules.coupling.volume_file_mode_unreadable

import data.podlint.lib.certainty
import data.podlint.lib.outputs
import data.podlint.lib.owners

violation contains {
	"msg": sprintf("container %q runs as %s and cannot read %s, whose mode is 0%s; the pod has no fsGroup", [c.name, user.text, look.file, _octal(look.mode)]),
	"path": look.mode_path,
	"container": c.name,
	"certainty": certainty.of([_reads(look), user], []),
	"related": [{"msg": sprintf("%q uses it here", [c.name]), "path": look.path}],
} if {
	input.pod.windows == false
	some look in input.pod.lookups
	look.mode > 0
	bits.and(look.mode, 36) == 0 # neither the group nor others may read
	look.ignorable == false
	look.phase in {"init", "run"}
	_used(look)
	some c in input.pod.containers
	c.name == look.container
	not c.security.fs_group.value
	user := _user(c.security)
}

# What one container makes for its owner alone, another one cannot read; a group does not help.
violation contains {
	"msg": sprintf("container %q (user %d) cannot read %s, which %q (user %d) leaves to its owner alone", [
		reader.container,
		owners.users[reader.container].id,
		reader.file,
		made.container,
		owners.users[made.container].id,
	]),
	"path": reader.path,
	"container": reader.container,
	"certainty": certainty.of([made, reader, owners.users[reader.container], owners.users[made.container]], certainty.absent(_others(made, reader))),
	"related": [{"msg": sprintf("%q makes it here", [made.container]), "path": made.path}],
} if {
	input.pod.windows == false
	some made in input.pod.outputs
	_kept_private(made)
	made.glob == false
	made.exact == true
	some reader in _strange_readers(made)
	not _opened(made)
	not _first_reader(made, reader)
}

# The container makes the file so, or closes what it has made.
_kept_private(made) if {
	made.private == true
	made.kind == "emptyDir"
	made.op in {"write", "create", "append"}
}

_kept_private(made) if {
	made.private == true
	made.kind == "emptyDir"
	made.op == "chmod"
	made.dir == false
	some own in made.writers
	own.self == true
	own.op in {"write", "create", "append"}
}

_comes_before(other, made) if other.file < made.file

_comes_before(other, made) if {
	other.file == made.file
	other.op == "write"
	made.op != "write"
}

_strange_readers(made) := [reader |
	some reader in made.readers
	reader.self == false
	reader.meets == "same"
	reader.ignorable == false
	not reader.tool in {"test", "[", "stat", "ls", "find"} # which ask the directory
	reader.phase in {"init", "run"}
	owners.users[reader.container].id != 0
	owners.users[reader.container].id != owners.users[made.container].id
]

# Somebody gives it another mode or owner, or another container makes it anew.
_opened(made) if {
	some change in input.pod.outputs
	change.op == "chmod"
	change.private == false
	change.volume == made.volume
	outputs.overlap(change["in"], made["in"])
}

# The root of the volume holds every path.
_opened(made) if {
	some change in input.pod.outputs
	change.op == "chmod"
	change.private == false
	change.volume == made.volume
	change["in"] == "."
}

_opened(made) if {
	some other in made.writers
	other.op == "write"
	other.self == false
}

# One report for a pair of containers.
_first_reader(made, reader) if {
	some other in input.pod.outputs
	other.container == made.container
	_kept_private(other)
	_comes_before(other, made)
	some before in _strange_readers(other)
	before.container == reader.container
}

# Those of which little is known and that may change the mode.
_others(made, reader) := [object.union(outputs.sight(mount.container), {"reason": sprintf("%q may change its mode", [mount.container])}) |
	some mount in made.mounts
	mount.read_only == false
	mount.container != reader.container
]

# A program reads it, or it is mounted alone, which nobody does for nothing.
_used(look) if look.via in {"file", "name"}

_used(look) if {
	look.via == "mount"
	look.part != ""
	not _read(look.container, look.file)
}

_read(container, file) if {
	some look in input.pod.lookups
	look.via in {"file", "name"}
	look.container == container
	look.file == file
}

_reads(look) := {"certainty": "guessed", "reason": "it is mounted alone, so that somebody reads it"} if {
	look.via == "mount"
} else := look

_user(security) := {"text": sprintf("user %d", [security.run_as_user.value]), "certainty": security.run_as_user.certainty} if {
	security.run_as_user.value
	security.run_as_user.value != 0
} else := {"text": "a user other than root", "certainty": security.run_as_non_root.certainty} if {
	security.run_as_non_root.value == true
	not security.run_as_user.value == 0
}

_octal(mode) := concat("", [sprintf("%d", [bits.and(bits.rsh(mode, shift), 7)]) | some shift in [6, 3, 0]])
