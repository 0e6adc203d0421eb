# METADATA
# title: File is read where only a neighbour has the volume
# description: |
#   ## What
#   A container reads a file below the path at which a neighbour mounts a volume. It mounts the same volume itself, but at another path.
#
#   ## Why it hurts
#   Paths are each container's own: what the neighbour writes below its mount appears below the reader's mount. At the path that is read there
#   is only what the reader's image holds, most likely nothing: the program fails with "no such file", or goes on without its secrets or settings.
#
#   ## When it is fine
#   The reader's image may hold a file of that name; where no writer of the very file is in sight, it is a warning, and a doubt where both run one
#   image.
#
#   ## How to fix
#   Mount the volume at one path in both containers, or read it where it is mounted:
#   ```yaml
#   containers:
#     - name: app
#       volumeMounts:
#         - {name: secrets, mountPath: /vault/secrets, readOnly: true}
#     - name: agent
#       volumeMounts:
#         - {name: secrets, mountPath: /vault/secrets}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/access-application-cluster/communicate-containers-same-pod-shared-volume/
#     description: Containers that share a volume
# custom:
#   severity: error
#   confidence: strong
#   fix: Mount the volume where the file is read.
package podlint.rules.coupling.read_beside_mount

import data.podlint.lib.certainty
import data.podlint.lib.files
import data.podlint.lib.outputs
import data.podlint.lib.words

violation contains {
	"msg": sprintf("container %q %s %s, but mounts volume %q at %s; %s is where %q mounts it", [
		container.name,
		use.does,
		use.file,
		volume.name,
		mine.mount_path,
		theirs.mount_path,
		theirs.container,
	]),
	"path": use.path,
	"container": container.name,
	"certainty": certainty.of([use], certainty.absent(array.concat(_image(container, use), _one_image(container.name, theirs.container)))),
	"related": [{"msg": sprintf("%q mounts it here", [container.name]), "path": mine.path}],
} if {
	some volume in input.pod.volumes
	volume.kind == "emptyDir"
	some mine in volume.mounted_by
	some container in input.pod.containers
	container.name == mine.container
	not _fills(container, volume.name)
	[use, theirs] := _uses(volume, container)[0]
}

# Uses of files below the path at which another container, and only that, sees the volume; those of containers that write come first.
_uses(volume, container) := array.concat([u | some u in all; u[1].read_only == false], [u | some u in all; u[1].read_only == true]) if {
	uses := array.concat(_reads(container), _names(container))
	count(uses) > 0
	all := [[use, theirs] |
		some theirs in volume.mounted_by
		theirs.container != container.name
		theirs.mount_path != "/"
		not _at(volume, container.name, theirs.mount_path)
		some use in uses
		_beside(container, use, theirs.mount_path)
	]
}

# It puts what its own image holds on the volume for its neighbours.
_fills(container, name) if {
	some file in container.files
	file.volume == name
	file.op in {"write", "append"}
}

# The reader has it there as well, or a part of it.
_at(volume, name, path) if {
	some mount in volume.mounted_by
	mount.container == name
	outputs.overlap(mount.mount_path, path)
}

# What a script or a known setting reads on none of its volumes, where it is not tolerated that the file is missing.
_reads(container) := [{"does": "reads", "file": read.file, "path": read.path, "certainty": read.certainty, "text": read.text} |
	some read in container.files
	read.certainty == "shown"
	read.op in {"read", "serve"}
	not read.volume
	read.ignorable == false
	not object.get(read, "tool", "") in {"[", "test", "ls", "find", "stat"} # these find out whether it is there
]

# What an option names, of which nobody knows what becomes of it.
_names(container) := [{"does": "is given", "file": flag.value, "path": flag.path, "certainty": "guessed", "text": sprintf("--%s", [flag.name])} |
	some flag in object.get(container, "flags", [])
	startswith(flag.value, "/")
]

_beside(container, use, path) if {
	use.file != path
	outputs.under(use.file, path)
	not words.placeholder(use.file)
	not _makes(container, use)
	not _on_own(container, use)
}

_makes(container, use) if {
	some other in container.files
	other.op in {"write", "append", "create"}
	outputs.overlap(other.file, use.file)
}

_on_own(container, use) if {
	some mount in container.mounts
	outputs.under(use.file, mount.mount_path)
}

# The reader's image may hold the file, unless a neighbour is seen to write it under that very name.
_image(container, use) := [] if {
	some output in input.pod.outputs
	output.file == use.file
	output.container != container.name
	output.volume != ""
} else := [{"who": container.name, "seen": "told", "reason": sprintf("the image of %q may hold %s", [container.name, files.name(use.file)])}]

_one_image(first, second) := [{"who": first, "seen": "told", "reason": sprintf("%q runs the image of %q", [first, second])}] if {
	input.pod.who[first].image == input.pod.who[second].image
	input.pod.who[first].image != ""
} else := []
