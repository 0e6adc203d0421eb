# METADATA
# title: Web server of an empty directory
# description: |
#   ## What
#   A web server serves a directory that lies on an emptyDir, and no other container mounts that part of the volume, or only read-only.
#
#   ## Why it hurts
#   The volume covers what the image keeps there and stays empty: visitors get 403 or 404. Most often the container that makes the content was
#   given another volume or another subPath.
#
#   ## When it is fine
#   Somebody copies the content in by hand, as in a debugging session. A hook or a script of the server that fills the directory is seen, and so
#   is a server that others send files to.
#
#   ## How to fix
#   Mount the same part of the volume in the container that makes the content:
#   ```yaml
#   initContainers:
#     - name: build
#       image: node:22-alpine
#       volumeMounts:
#         - {name: html, mountPath: /out}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/#emptydir
#     description: An emptyDir is initially empty
#   - ref: https://kubernetes.io/docs/tasks/access-application-cluster/communicate-containers-same-pod-shared-volume/
#     description: A web server and a container that fills its directory
# custom:
#   severity: warning
#   confidence: strong
#   fix: Mount the same part of the volume in the container that makes the content.
package podlint.rules.coupling.served_directory_stays_empty

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q serves %s from emptyDir %q, on which no other container can put anything", [read.container, read.file, read.volume]),
	"path": read.mount_path,
	"container": read.container,
	"certainty": certainty.of([read], certainty.absent([])),
} if {
	some read in input.pod.handovers
	read.op == "serve"
	read.kind == "emptyDir"
	read.phase == "run"
	read.written == false
	input.pod.who[read.container].role == "web-front"
	count(_fillers(read)) == 0
	not _missed(read)
	not _fills_itself(read)
	count(spared) == 0
}

# The others that can write to the part of the volume that is served.
_fillers(read) := [mount.container |
	some volume in input.pod.volumes
	volume.name == read.volume
	some mount in volume.mounted_by
	mount.container != read.container
	mount.read_only == false
	not _apart(object.get(mount, "sub_path", ""), read["in"])
]

# Somebody writes beside it, or cannot write at all, which other rules say more of.
_missed(read) if {
	some write in read.writes
	write.self == false
}

# Others mount it, and nobody may write: writer-mount-read-only says that.
_missed(read) if {
	some volume in input.pod.volumes
	volume.name == read.volume
	count(volume.mounted_by) > 1
	every mount in volume.mounted_by { mount.read_only == true }
}

# Neither path lies below the other.
_apart(part, file) if {
	part != ""
	file != "."
	not startswith(sprintf("%s/", [file]), sprintf("%s/", [part]))
	not startswith(sprintf("%s/", [part]), sprintf("%s/", [file]))
}

# By its own command line, a hook or a probe.
_fills_itself(read) if {
	some change in input.pod.outputs
	change.container == read.container
	change.volume == read.volume
	change.op in {"write", "append", "create"}
}

_fills_itself(read) if {
	some container in input.pod.containers
	container.name == read.container
	some command in object.get(container, "commands", [])
	command.lifetime == "unknown" # a program of which nobody knows what it does
	not command.name in object.get(input.pod.who[read.container], "processes", [])
}

# METADATA
# description: Why nobody minds an empty directory.
spared contains "a test pod" if input.pod.test

spared contains "an injected container may fill it" if count(object.get(input.pod, "injectors", [])) > 0
