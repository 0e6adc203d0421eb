# METADATA
# title: Node's container engine in an app's pod
# description: |
#   ## What
#   A container mounts the socket of the node's container engine (docker, containerd, CRI-O, Podman), or the directory that holds
#   it, in a pod of several containers that is no node agent.
#
#   ## Why it hurts
#   Who can talk to the engine can start a privileged container on the node: it is root there. A read-only mount changes nothing,
#   since a socket is written to all the same. Through shared volumes or a shared process namespace the other containers of the pod
#   come into reach of it.
#
#   ## When it is fine
#   Agents that serve a node run as a DaemonSet; podlint leaves those alone.
#
#   ## How to fix
#   Build images without an engine (BuildKit without root, Buildah), or give the pod an engine of its own:
#   ```yaml
#   initContainers:
#     - name: buildkitd
#       image: moby/buildkit:v0.17.1-rootless
#       restartPolicy: Always
#       args: [--addr, "unix:///run/user/1000/buildkit/buildkitd.sock", --oci-worker-no-process-sandbox]
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     description: Pod Security Standards, host paths
#   - ref: https://docs.docker.com/engine/security/#docker-daemon-attack-surface
#     description: Who talks to the engine is root
# custom:
#   severity: error
#   confidence: certain
#   fix: Remove the mount; build with a rootless builder.
package podlint.rules.security.engine_socket_in_app_pod

violation contains {
	"msg": sprintf("%s on the node%s", [_who(socket), _reach(socket)]),
	"path": socket.path,
	"container": socket.container,
	"related": [{"msg": sprintf("%q mounts it here", [other.container]), "path": other.path} | some other in socket.also],
} if {
	some socket in input.pod.isolation.engine_sockets
}

_who(socket) := sprintf("container %q mounts %s and is root", [socket.container, socket.source]) if not socket.also

_who(socket) := sprintf("containers %s mount %s and are root", [_names(array.concat([socket.container], [o.container | some o in socket.also])), socket.source]) if socket.also

_reach(socket) := sprintf(": %s can reach it through shared files or processes", [_names(socket.reach)]) if socket.reach

else := sprintf(", in one pod with %s", [_names(socket.others)]) if socket.others

else := ""

_names(list) := concat(", ", [sprintf("%q", [c]) | some c in list])
