# METADATA
# title: Pod-wide user that a container cannot work with
# description: |
#   ## What
#   The pod forbids root (`runAsNonRoot: true`), and a container is told to be root, or its image runs as root or as a user that is only a
#   name. Or a container runs as another user and does what only root can: `chown`, installing packages, `sysctl -w`. Or it is root without
#   the capability that `chown` and `chmod` need.
#
#   ## Why it hurts
#   In the first case the kubelet does not start the container: `CreateContainerConfigError: container has runAsNonRoot and image
#   will run as root`, or `image has non-numeric user`. In the others the command ends with `Operation not permitted`, and an init
#   container with it, so that the pod never starts. They appear when an app is hardened and its helpers are forgotten. The root of a
#   volume belongs to root: its own user may not change that, not even to itself; `fsGroup` only sets the group. And an image such as `nginx`, made to start as root, may not write to its own folders.
#
#   ## When it is fine
#   A container with its own `runAsUser` and an image made for it (`nginxinc/nginx-unprivileged`) are left alone; so are images of
#   which podlint does not know the user, commands whose failure the script tolerates, and files of the very user that runs. On a claim it
#   is a warning, as somebody may have given it away before; a container of this pod that does so first is seen. Binding a port below 1024
#   is advice, as newer container runtimes allow it.
#
#   ## How to fix
#   Give the container a user of its own that its image can work with, and leave the group of volumes to `fsGroup`:
#   ```yaml
#   securityContext: {fsGroup: 101}
#   containers:
#     - name: web
#       image: nginxinc/nginx-unprivileged:1.27.3
#       securityContext: {runAsUser: 101}
#   ```
# related_resources:
#   - ref: https://github.com/hashicorp/consul-k8s/issues/347
#     description: A helper that runs as root in a pod that forbids it
#   - ref: https://github.com/openservicemesh/osm/issues/4388
#     description: The same with an injected container
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
#     description: Security contexts
#   - ref: https://github.com/cri-o/cri-o/issues/10050
#     description: Runtimes that leave low ports to root, and those that do not (Docker since 20.10, containerd since 2.0)
# custom:
#   severity: error
#   confidence: strong
#   fix: Set `runAsUser` on the container, or take an image that runs without root.
package podlint.rules.security.pod_nonroot_breaks_sidecar

import data.podlint.lib.certainty
import data.podlint.lib.rights
import data.podlint.lib.words

violation contains {
	"msg": sprintf("container %q cannot start: %s sets runAsNonRoot, its image %s", [container.name, _whose(container, root.origin), user]),
	"path": array.concat(container.security.path, ["runAsUser"]),
	"container": container.name,
	"certainty": certainty.of([_image_user(container)], []),
	"related": [{"msg": "root is forbidden here", "path": root.path}],
} if {
	rights.comparable
	some container in input.pod.containers
	root := container.security.run_as_non_root
	root.value == true
	not _told(container)
	user := _default_user(container.security)
}

violation contains {
	"msg": sprintf("container %q cannot start: %s", [container.name, _clash(root.origin, user.origin)]),
	"path": user.path,
	"container": container.name,
	"certainty": certainty.of([user], []),
	"related": [{"msg": "root is forbidden here", "path": root.path}],
} if {
	rights.comparable
	some container in input.pod.containers
	root := container.security.run_as_non_root
	root.value == true
	_told(container)
	user := container.security.run_as_user
	user.value == 0
}

violation contains {
	"msg": sprintf("container %q runs as user %d, but %q needs root: %s", [container.name, user.value, command.name, words.short(concat(" ", command.argv), 60)]),
	"path": command.path,
	"container": container.name,
	"severity": "warning",
	"certainty": certainty.of([user], certainty.absent(_perhaps_itself(container, command))),
	"related": [{"msg": "the user is set here", "path": user.path}],
} if {
	rights.comparable
	some container in input.pod.containers
	user := container.security.run_as_user
	user.value > 0
	some command in _work(container)
	_needs_root(command, user.value)
	not _on_fresh_volume(container, command)
	not _its_own(container, command)
}

violation contains {
	"msg": sprintf("container %q runs as user %d: %q of %s, which belongs to root, is refused", [container.name, user.value, command.name, mount.mount_path]),
	"path": command.path,
	"container": container.name,
	"severity": _freshness[mount.kind],
	"certainty": certainty.of([user], []),
	"related": [
		{"msg": "the user is set here", "path": user.path},
		{"msg": sprintf("volume %q is mounted here", [mount.volume]), "path": mount.path},
	],
} if {
	rights.comparable
	some container in input.pod.containers
	user := container.security.run_as_user
	user.value > 0
	some command in _work(container)
	mount := _fresh_root(container, command)
	not _handed_over(container, mount.volume)
}

violation contains {
	"msg": sprintf("container %q is root without the capability %s: %q is refused", [container.name, right, words.short(concat(" ", command.argv), 60)]),
	"path": command.path,
	"container": container.name,
	"severity": severity,
	"certainty": certainty.of([container.security.run_as_user], []),
	"related": [{"msg": "its capabilities are set here", "path": container.security.path}],
} if {
	rights.comparable
	some container in input.pod.containers
	container.security.run_as_user.value == 0
	not rights.privileged(container)
	some i, command in _work(container)
	[right, severity] := _missing(container, i, command)
	not rights.holds(container, right)
}

violation contains {
	"msg": sprintf("container %q runs as user %d, but binds port %d, which CRI-O and older runtimes leave to root", [container.name, user.value, binding.port]),
	"path": listen.path,
	"container": container.name,
	"severity": "info",
	"certainty": certainty.of([user], certainty.absent(_grants(container))),
	"related": [{"msg": "the user is set here", "path": user.path}],
} if {
	rights.comparable
	input.pod.host_network == false
	some container in input.pod.containers
	user := container.security.run_as_user
	user.value > 0
	_told(container)
	some binding in input.pod.bindings
	binding.port < 1024
	some listen in binding.takers
	listen.container == container.name
	listen.binds == true
	listen.certainty in {"shown", "known"}
	not _may_bind_low(container)
	count(_files_of_root(container)) == 0
}

violation contains {
	"msg": sprintf("container %q runs as user %d, but its image writes to %s, which belongs to root", [container.name, user.value, files[0].file]),
	"path": container.image.path,
	"container": container.name,
	"certainty": certainty.of([user, files[0]], []),
	"related": [{"msg": "the user is set here", "path": user.path}],
} if {
	rights.comparable
	some container in input.pod.containers
	user := container.security.run_as_user
	user.value > 0
	_told(container)
	files := _files_of_root(container)
	count(files) > 0
}

# What an image that is made to start as root writes on its own file system.
_files_of_root(container) := [file |
	container.own_program == true
	"root" in container.image.needs
	some file in container.files
	file.op == "write"
	file.origin == "image"
	file.certainty == "known"
	not file.volume
]

# The manifest says which user the container runs as.
_told(container) if container.security.run_as_user.origin in {"container", "pod"}

_clash(origin, origin) := sprintf("%s sets runAsNonRoot and, against it, runAsUser 0", [_whose("", origin)])

_clash(root, user) := sprintf("%s sets runAsNonRoot, %s sets runAsUser 0", [_whose("", root), _whose("", user)]) if root != user

_whose(_, "pod") := "the pod"

_whose(_, "container") := "it"

_default_user(security) := "runs as root" if {
	security.run_as_user.value == 0
} else := sprintf("runs as %q, which is no number", [security.user_name]) if {
	not security.run_as_user.value
	security.user_name
}

_image_user(container) := {"certainty": object.get(container.image, "certainty", "guessed"), "reason": sprintf("the user of the image of %q", [container.name])}

# What its own script or command line does, but for what it tries and does without.
_work(container) := [command |
	some command in container.commands
	command.phase in {"init", "run"}
	command.condition == false
	command.ignorable == false
]

_needs_root(command, uid) if {
	command.name == "chown"
	owner := _owner(command)
	not owner in {"", sprintf("%d", [uid])}
	not _unknown(owner)
}

_needs_root(command, _) if {
	command.name == "sysctl"
	some argument in command.argv
	regex.match(`^-w$|^[^-].*=`, argument)
}

_needs_root(command, _) if {
	command.name in {"apt", "apt-get", "apk", "yum", "dnf", "microdnf"}
	_arguments(command)[0] in {"install", "add", "update", "upgrade", "del", "remove"}
}

_needs_root(command, _) if {
	command.name in {"mount", "iptables", "modprobe"}
	count(_arguments(command)) > 0
}

_arguments(command) := [argument |
	some i, argument in command.argv
	i > 0
	not startswith(argument, "-")
]

_owner(command) := split(_arguments(command)[0], ":")[0] if not _by_reference(command)

_by_reference(command) if {
	some argument in command.argv
	startswith(argument, "--reference")
}

_unknown(owner) if regex.match(`[\x{FFFD}$]`, owner)

# A name may be that of the user that it runs as, to whom its files belong already: then nothing changes.
_perhaps_itself(container, command) := [{"who": container.name, "seen": "some", "reason": sprintf("%q may be the user that %q runs as", [_owner(command), container.name])} |
	_by_name(command)
]

_by_name(command) if {
	command.name == "chown"
	owner := _owner(command)
	owner != "root"
	not regex.match(`^[0-9]+$`, owner)
}

# It names its own user for what it has just made.
_its_own(container, command) if {
	_by_name(command)
	made := {file.file | some file in container.files; file.op == "create"}
	every target in _targets(command) {
		target in made
	}
}

# The owner, or the mode, of the files named is changed.
_targets(command) := array.slice(_arguments(command), 1, 100) if {
	command.name in {"chown", "chmod"}
	not _by_reference(command)
}

# The root of a volume belongs to root until somebody gives it away: of an emptyDir in every pod, of a claim when it is new.
_freshness := {"emptyDir": "error", "persistentVolumeClaim": "warning", "ephemeral": "warning"}

_fresh_root(container, command) := [mount |
	some kind in ["emptyDir", "persistentVolumeClaim", "ephemeral"]
	some mount in container.mounts
	mount.kind == kind
	some target in _targets(command)
	_reaches(command, target, mount.mount_path)
	_changes(command)
][0]

_on_fresh_volume(container, command) if _fresh_root(container, command)

_reaches(_, target, dir) if trim_suffix(target, "/") == dir

_reaches(command, target, dir) if {
	startswith(target, "/")
	rights.under(dir, target)
	some flag in command.argv
	regex.match(`^-[a-zA-Z]*R|^--recursive$`, flag)
}

_changes(command) if command.name == "chmod"

_changes(command) if _owner(command) != ""

# A container before it, which may be root, has given the volume away.
_handed_over(container, volume) if {
	some other in input.pod.containers
	input.pod.who[other.name].order < input.pod.who[container.name].order
	object.get(other.security.run_as_user, "value", 0) == 0
	some command in other.commands
	some target in _targets(command)
	some mount in other.mounts
	mount.volume == volume
	_reaches(command, target, mount.mount_path)
}

# The capability that root needs for a command: CHOWN to give a file away, FOWNER to change the mode of one that it has given away. On a
# claim others may have left theirs.
_missing(_, _, command) := ["CHOWN", "error"] if _gives_away(command)

_missing(container, i, command) := ["FOWNER", "error"] if {
	command.name == "chmod"
	some j, earlier in _work(container)
	j < i
	_gives_away(earlier)
	some given in _targets(earlier)
	some target in _targets(command)
	given == target
} else := ["FOWNER", "warning"] if {
	command.name == "chmod"
	some target in _targets(command)
	some mount in container.mounts
	mount.kind == "persistentVolumeClaim"
	mount.mount_path == trim_suffix(target, "/")
	some flag in command.argv
	regex.match(`^-[a-zA-Z]*R|^--recursive$`, flag)
}

_gives_away(command) if {
	command.name == "chown"
	not _owner(command) in {"", "0", "root"}
}

# An image may give the right to its program by capabilities of the file.
_grants(container) := [{"who": container.name, "seen": "some", "reason": sprintf("the image of %q may grant its program that right", [container.name])} |
	not _known(container)
]

_known(container) if {
	container.own_program == true
	container.verified == true
}

_may_bind_low(container) if "NET_BIND_SERVICE" in container.security.capabilities_added

_may_bind_low(_) if input.pod.sysctls["net.ipv4.ip_unprivileged_port_start"]
