# METADATA
# title: Client looks for a Unix socket where none is
# description: |
#   ## What
#   A container connects to a Unix socket, but the container that serves one of that name keeps it elsewhere: on its own file system, on
#   another volume, or in another directory of the volume; or the socket that is served in the directory bears another name. For a CSI driver
#   also: the path that the registrar tells the kubelet is not where the socket lies on the node.
#
#   ## Why it hurts
#   The client fails with "no such file or directory" or "connection refused", or retries for ever: a driver is never registered, an identity
#   never arrives.
#
#   ## When it is fine
#   A socket on a hostPath may be served by the node or by another pod, so podlint is silent about it. Abstract sockets (`@name`), Windows
#   pipes and containers that run on the node itself are left alone. Where a neighbour that may write to the volume, or a server that may open
#   a second socket, is not fully in sight, the report is a warning or a doubt.
#
#   ## How to fix
#   Share the directory and name the socket alike on both sides:
#   ```yaml
#   containers:
#     - name: server
#       args: ["--endpoint=unix:///csi/csi.sock"]
#       volumeMounts:
#         - {name: socket, mountPath: /csi}
#     - name: client
#       args: ["--csi-address=/csi/csi.sock"]
#       volumeMounts:
#         - {name: socket, mountPath: /csi}
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes-csi/node-driver-registrar/issues/36
#     description: A registrar that finds no socket
#   - ref: https://github.com/spiffe/spire/issues/4522
#     description: A client that finds no socket
#   - ref: https://github.com/GoogleCloudPlatform/cloud-sql-proxy/issues/129
#     description: Sockets of the Cloud SQL proxy
# custom:
#   severity: error
#   confidence: strong
#   picture: true
#   fix: Mount the directory of the socket in both containers and use the same path in the volume.
package podlint.rules.coupling.unix_socket_not_shared

import data.podlint.lib.certainty
import data.podlint.lib.files
import data.podlint.lib.words

violation contains {
	"msg": sprintf("container %q looks for socket %s, but %q serves %s%s", [dial.from, dial.socket, server.container, server.socket, _share(dial, server)]),
	"path": dial.path,
	"container": dial.from,
	"certainty": certainty.of([dial, server], certainty.absent(_gaps(dial, server.container))),
	"related": [{"msg": sprintf("%q serves it here", [server.container]), "path": server.path}],
} if {
	some dial in input.pod.connections
	dial.via == "dial"
	dial.host_class == "socket"
	dial.answer in {"nobody", "away"}
	_of_the_pod(dial)
	server := _namesakes(dial)[0]
	not _by_the_node(dial, server)
}

violation contains {
	"msg": sprintf("container %q looks for socket %s, but %q serves %s", [dial.from, dial.socket, server.container, server.socket]),
	"path": dial.path,
	"container": dial.from,
	"certainty": certainty.of([dial, server], certainty.absent(array.concat(_gaps(dial, server.container), _more(server)))),
	"related": [{"msg": sprintf("%q serves its socket here", [server.container]), "path": server.path}],
} if {
	some dial in input.pod.connections
	dial.via == "dial"
	dial.host_class == "socket"
	dial.answer == "nobody"
	_of_the_pod(dial)
	count(_namesakes(dial)) == 0
	server := _beside(dial)[0]
}

violation contains {
	"msg": sprintf("container %q looks for socket %s, but no other container mounts volume %q", [dial.from, dial.socket, dial.volume]),
	"path": dial.path,
	"container": dial.from,
	"certainty": certainty.of([dial, _client(dial.from)], certainty.absent([])),
} if {
	some dial in input.pod.connections
	dial.via == "dial"
	dial.host_class == "socket"
	dial.answer == "nobody"
	_of_the_pod(dial)
	count(_namesakes(dial)) == 0
	input.pod.who[dial.from].own_program == true # of another program nobody knows whether it is the client
	some volume in input.pod.volumes
	volume.name == dial.volume
	volume.kind == "emptyDir"
	count({mount.container | some mount in volume.mounted_by}) == 1
	not _injected
}

# Nobody is known to serve it, but a neighbour is told of a socket of that name elsewhere on the volume.
violation contains {
	"msg": sprintf("container %q looks for socket %s, but %q is given %s: on volume %q these are two files", [
		dial.from,
		dial.socket,
		other.from,
		other.socket,
		dial.volume,
	]),
	"path": dial.path,
	"container": dial.from,
	"certainty": certainty.of([dial, other], certainty.absent([_server(other.from)])),
	"related": [{"msg": sprintf("%q is given it here", [other.from]), "path": other.path}],
} if {
	some dial in input.pod.connections
	dial.via == "dial"
	dial.host_class == "socket"
	dial.answer == "nobody"
	dial.volume != ""
	_of_the_pod(dial)
	count(_namesakes(dial)) == 0
	other := _told_elsewhere(dial)[0]
	not _later_end(dial, other)
}

_told_elsewhere(dial) := [other |
	some other in input.pod.connections
	other.via == "dial"
	other.host_class == "socket"
	other.answer == "nobody"
	other.from != dial.from
	other.volume == dial.volume
	other.volume_path != dial.volume_path
	files.name(other.socket) == files.name(dial.socket)
	_of_the_pod(other)
]

# One report for two ends.
_later_end(dial, other) if input.pod.who[other.from].order < input.pod.who[dial.from].order

_server(name) := {"who": name, "seen": "some", "reason": sprintf("whether %q serves it is not known", [name])}

violation contains {
	"msg": sprintf("container %q tells the kubelet %s, but on the node the socket is %s", [container.name, flag.value, served[0].socket]),
	"path": flag.path,
	"container": container.name,
	"certainty": certainty.of([{"certainty": "shown"}], []),
	"related": [{"msg": sprintf("volume %q lies there", [end.volume]), "path": end.path} | some end in served],
} if {
	some container in input.pod.containers
	some flag in container.flags
	flag.name == "kubelet-registration-path"
	startswith(flag.value, "/")
	not words.placeholder(flag.value)
	served := _on_node(container.name)
	count(served) > 0
	every end in served {
		end.socket != _clean(flag.value)
		not words.placeholder(end.socket)
	}
}

# A socket that a container of the pod must serve if anybody does: not one of the node's, nor one of which the address is not known. What a
# variable of a CSI helper means is in the flags that use it.
_of_the_pod(dial) if {
	input.pod.windows == false
	input.pod.host_process == false
	dial.phase in {"run", "start"}
	input.pod.who[dial.from].class in {"regular", "sidecar"}
	startswith(dial.socket, "/")
	not words.placeholder(dial.socket)
	not _elsewhere(dial.volume)
	not _handed_on(dial)
}

_elsewhere(name) if {
	some volume in input.pod.volumes
	volume.name == name
	volume.kind == "hostPath"
}

_elsewhere(name) if {
	name != ""
	every volume in object.get(input.pod, "volumes", []) { volume.name != name }
}

_handed_on(dial) if {
	dial.origin == "env"
	input.pod.who[dial.from].role in {"csi", "health-bridge"}
}

# The sockets that the others serve, container by container.
_served(but) := [object.union(listen, {"container": container.name}) |
	some container in input.pod.containers
	container.name != but
	container.class in {"regular", "sidecar"}
	some listen in container.listens
	listen.socket
	listen.effective == true
]

_namesakes(dial) := [server | some server in _served(dial.from); files.name(server.socket) == files.name(dial.socket)]

# Sockets in the same directory of the volume.
_beside(dial) := [server |
	some server in _served(dial.from)
	server.volume == dial.volume
	_directory(server.volume_path) == _directory(dial.volume_path)
]

_directory(path) := regex.replace(path, `[^/]*$`, "")

# A server on the node's file system is reached through the same volume under another path.
_by_the_node(dial, server) if {
	dial.volume == ""
	_elsewhere(server.volume)
	some volume in input.pod.volumes
	volume.name == server.volume
	some mount in volume.mounted_by
	mount.container == dial.from
}

# Who else could serve it: those who may write to the volume, but who asks for a socket there is a client.
_gaps(dial, but) := [{"who": mount.container, "seen": m.seen.listens, "reason": sprintf("%q may serve it on volume %q", [mount.container, dial.volume])} |
	some volume in input.pod.volumes
	volume.name == dial.volume
	some mount in volume.mounted_by
	not mount.container in {dial.from, but}
	mount.read_only == false
	m := input.pod.who[mount.container]
	not _asks(mount.container, dial.volume)
]

_asks(name, volume) if {
	some dial in input.pod.connections
	dial.via == "dial"
	dial.from == name
	dial.volume == volume
	dial.socket != ""
}

# A server may serve more than one socket.
_more(server) := [{"who": server.container, "seen": _sight(server.container), "reason": sprintf("%q may serve more sockets", [server.container])}]

_sight(name) := input.pod.who[name].seen.listens if input.pod.who[name].own_program

_sight(name) := "some" if not input.pod.who[name].own_program

_client(name) := {"certainty": input.pod.who[name].known_certainty, "reason": sprintf("that %q is a client", [name])}

# Its containers may mount the volume.
_injected if {
	some m in input.pod.who
	m.class == "injected"
}

_share(dial, server) := " and they share no such file" if server.socket == dial.socket

_share(dial, server) := "" if server.socket != dial.socket

# The volumes of the node by which a container connects to sockets, and where these lie there.
_on_node(name) := [{"socket": _clean(sprintf("%s/%s", [volume.source, dial.volume_path])), "volume": volume.name, "path": volume.path} |
	some dial in input.pod.connections
	dial.via == "dial"
	dial.from == name
	dial.host_class == "socket"
	some volume in input.pod.volumes
	volume.name == dial.volume
	volume.kind == "hostPath"
]

_clean(path) := trim_right(regex.replace(path, `/+`, "/"), "/")
