# METADATA
# title: Client looks for a Unix socket where none is
# description: |
#   ## What
#   A container connects to a Unix socket, but the container that serves one of that name keeps it elsewhere: on its own file system, on
#   another volume, or in another directory of the volume. For a CSI driver also: the path that the registrar tells the kubelet is not where the
#   socket lies on the node.
#
#   ## Why it hurts
#   The client fails with "no such file or directory" or "connection refused", or retries for ever: a driver is never registered, an identity
#   never arrives.
#
#   ## When it is fine
#   A socket on a hostPath may be served by the node or by another pod, so podlint is silent about it. Abstract sockets (`@name`), Windows
#   pipes and containers that run on the node itself are left alone.
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
#   fix: Mount the directory of the socket in both containers and use the same path in the volume.
package podlint.rules.coupling.unix_socket_not_shared

violation contains {
	"msg": sprintf("container %q looks for socket %s, but %q serves %s%s", [unshared.container, unshared.socket, unshared.server, unshared.server_socket, _share(unshared)]),
	"path": unshared.path,
	"container": unshared.container,
	"related": [{"msg": sprintf("%q serves it here", [unshared.server]), "path": unshared.server_path}],
} if {
	some unshared in input.pod.coupling.unshared_sockets
	unshared.server
}

violation contains {
	"msg": sprintf("container %q looks for socket %s, but no other container mounts volume %q", [unshared.container, unshared.socket, unshared.volume]),
	"path": unshared.path,
	"container": unshared.container,
} if {
	some unshared in input.pod.coupling.unshared_sockets
	not unshared.server
	not unshared.host_path
}

violation contains {
	"msg": sprintf("container %q tells the kubelet %s, but on the node the socket is %s", [unshared.container, unshared.socket, unshared.host_path]),
	"path": unshared.path,
	"container": unshared.container,
} if {
	some unshared in input.pod.coupling.unshared_sockets
	unshared.host_path
}

_share(unshared) := " and they share no such file" if unshared.server_socket == unshared.socket

else := ""
