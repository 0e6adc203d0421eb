# METADATA
# title: SSH key that fsGroup opens to the group
# description: |
#   ## What
#   A container that runs as root gives ssh a private key of a Secret that nobody but its owner may read, and the pod has an fsGroup.
#
#   ## Why it hurts
#   For the fsGroup the kubelet lets the group read every file of the volume: mode 0400 becomes 0440. The files belong to root, and OpenSSH
#   refuses a key of its own user that others may read: `Permissions 0440 for '/etc/git-secret/ssh' are too open`. The fsGroup is most often
#   there for a neighbour.
#
#   ## When it is fine
#   Another user than root does not own the file, so that OpenSSH does not ask, and needs the group's right to read it. A copy of the key that
#   the container makes is its own.
#
#   ## How to fix
#   Run the container as another user, or copy the key:
#   ```yaml
#   securityContext:
#     runAsUser: 65533
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/git-sync/blob/master/docs/ssh.md
#     description: SSH keys, modes and fsGroup
#   - ref: https://github.com/bitnami/charts/issues/19445
#     description: Permissions of a key are too open
# custom:
#   severity: warning
#   confidence: strong
#   fix: Run the container as another user than root, or copy the key in an init container.
package podlint.rules.coupling.fsgroup_loosens_key_file

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("ssh of %q refuses %s: fsGroup %v lets the group read what only its owner, root, may read (0%s)", [
		look.container, look.file, group.value, _octal(look.mode),
	]),
	"path": look.mode_path,
	"container": look.container,
	"certainty": certainty.of([look, _key(look)], certainty.absent(_user(c))),
	"related": [{"msg": "the group is set here", "path": group.path}, {"msg": sprintf("%q uses the key here", [look.container]), "path": look.path}],
} if {
	input.pod.windows == false
	some look in input.pod.lookups
	look.mode > 0
	bits.and(look.mode, 63) == 0 # neither the group nor others have any right
	look.via in {"file", "name"}
	look.kind in {"Secret", "projected"}
	look.phase in {"init", "run"}
	look.ignorable == false
	_key(look)
	some c in input.pod.containers
	c.name == look.container
	group := c.security.fs_group
	group.value
	_may_be_root(c.security)
	not _copied(look)
}

# A client of OpenSSH is told to use it, or a setting that speaks of ssh names it.
_key(look) := {"certainty": "shown"} if {
	look.tool in {"ssh", "scp", "sftp", "ssh-add"}
} else := {"certainty": "shown"} if {
	look.tool == ""
	regex.match(`(?i)ssh[-_]?(private[-_]?)?key`, look.text)
} else := {"certainty": "guessed", "reason": "the name of the file is that of a key for ssh"} if {
	look.tool == ""
	regex.match(`(^|/)(id_(rsa|ecdsa|ed25519|dsa)|ssh-privatekey)$`, look.file)
}

_may_be_root(security) if security.run_as_user.value == 0

_may_be_root(security) if {
	not security.run_as_user.value
	not security.run_as_non_root.value == true
}

# Nobody says which user it is.
_user(c) := [] if {
	c.security.run_as_user.value == 0
	c.security.run_as_user.certainty in {"stated", "shown", "known"}
} else := [{"who": c.name, "seen": "some", "reason": sprintf("%q may run as another user than root", [c.name])}]

# The container makes a copy that belongs to itself.
_copied(look) if {
	some container in input.pod.containers
	container.name == look.container
	some command in container.commands
	command.name in {"cp", "install", "cat", "ssh-add", "chmod"}
	look.file in command.argv
}

_octal(mode) := concat("", [sprintf("%d", [bits.and(bits.rsh(mode, shift), 7)]) | some shift in [6, 3, 0]])
