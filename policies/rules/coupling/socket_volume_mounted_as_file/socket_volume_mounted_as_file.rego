# METADATA
# title: Socket is mounted as a file
# description: |
#   ## What
#   A container mounts the very path of a Unix socket that another container of the pod serves on a shared volume, by a subPath.
#
#   ## Why it hurts
#   The mount is made when the container starts. If the socket is not there yet, the kubelet makes a directory in its place, on which the server
#   fails to bind. If it is there, the mount keeps that one file: after a restart of the server, which makes a new socket, the client asks the
#   dead one until it is restarted itself.
#
#   ## When it is fine
#   A socket of the node, such as that of the container runtime, lives as long as the node.
#
#   ## How to fix
#   Mount the directory that holds the socket:
#   ```yaml
#   containers:
#     - name: app
#       volumeMounts:
#         - {name: run, mountPath: /run/proxy}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath
#     description: Using subPath
#   - ref: https://github.com/spiffe/spire/issues/4522
#     description: Mount the directory of a socket, not the socket
# custom:
#   severity: error
#   confidence: strong
#   fix: Mount the directory of the socket, without the subPath.
package podlint.rules.coupling.socket_volume_mounted_as_file

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q mounts socket %s of volume %q as a file: it keeps a dead one, or becomes a directory, when %q starts", [
		mount.container,
		mount.sub_path,
		volume.name,
		server.container,
	]),
	"path": array.concat(mount.path, ["subPath"]),
	"container": mount.container,
	"certainty": certainty.of([server], []),
	"related": [{"msg": sprintf("%q serves the socket", [server.container]), "path": server.path}],
} if {
	some volume in input.pod.volumes
	volume.kind in {"emptyDir", "persistentVolumeClaim", "ephemeral"}
	some mount in volume.mounted_by
	mount.sub_path
	server := _servers(volume.name, mount)[0]
}

# Nobody is seen to serve it, but it is named as sockets are, and a neighbour that mounts the directory may.
violation contains {
	"msg": sprintf("container %q mounts %s of volume %q as a file: what is no file yet becomes a directory, and a new socket is not seen", [
		mount.container, mount.sub_path, volume.name,
	]),
	"path": array.concat(mount.path, ["subPath"]),
	"container": mount.container,
	"certainty": certainty.of([{"certainty": "guessed", "reason": "the name of the file is that of a socket"}], []),
	"related": [{"msg": sprintf("%q mounts the directory", [other.container]), "path": other.path}],
} if {
	some volume in input.pod.volumes
	volume.kind in {"emptyDir", "ephemeral"}
	some mount in volume.mounted_by
	mount.sub_path
	regex.match(`\.(sock|socket)$`, mount.sub_path)
	count(_servers(volume.name, mount)) == 0
	input.pod.who[mount.container].class in {"regular", "sidecar"}
	other := _beside(volume, mount)[0]
}

# The others that see the directory in which the socket lies, and can make one there.
_beside(volume, mount) := [other |
	some other in volume.mounted_by
	other.container != mount.container
	input.pod.who[other.container].class in {"regular", "sidecar"}
	other.read_only == false
	not _is_socket(other)
]

_is_socket(other) if regex.match(`\.(sock|socket)$`, object.get(other, "sub_path", ""))

_servers(volume, mount) := [object.union(listen, {"container": container.name}) |
	some container in input.pod.containers
	container.name != mount.container
	container.class in {"regular", "sidecar"}
	some listen in container.listens
	listen.protocol == "UNIX"
	listen.effective == true
	listen.volume == volume
	listen.volume_path == mount.sub_path
]
