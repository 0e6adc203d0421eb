# METADATA
# title: Node's container engine in an app's pod
# description: |
#   ## What
#   A container mounts the socket of the node's container engine (docker, containerd, CRI-O, Podman), or the directory that holds
#   it, in a pod of several containers that is no node agent.
#
#   ## Why it hurts
#   Who can talk to the engine can start a privileged container on the node: it is root there. A read-only mount changes nothing,
#   since a socket is written to all the same. Through a shared process namespace, or a volume on which they leave files for it, the
#   other containers of the pod come into reach of it; podlint warns where nothing of the kind is in sight.
#
#   ## When it is fine
#   Agents that serve a node run as a DaemonSet; podlint leaves those alone, and a container whose neighbours have all ended.
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

import data.podlint.lib.rights

violation contains {
	"msg": sprintf("%s on the node%s", [_who(right.name, holders), _reach(holders)]),
	"path": right.path,
	"container": right.container,
	"severity": _severity(holders),
	"related": [{"msg": sprintf("%q mounts it here", [other.container]), "path": other.path} |
		some other in _mounts_of_engine
		rights.engine_path(other.name) == engine
		other.container != right.container
	],
} if {
	rights.comparable
	input.pod.node_agent == false
	input.pod.workload.kind != "DaemonSet"
	some i, right in _mounts_of_engine
	engine := rights.engine_path(right.name)
	not _listed(i, engine)
	holders := _in_order({other.container | some other in _mounts_of_engine; rights.engine_path(other.name) == engine})
	count(holders) + count(_others(holders)) > 1
}

# What an init container holds it holds no more when the others run.
_mounts_of_engine := [right |
	some right in input.pod.rights
	right.kind == "host-path"
	rights.engine(right.name)
	input.pod.who[right.container].running
]

# One report for an engine, at its first mount.
_listed(i, engine) if {
	some j, other in _mounts_of_engine
	j < i
	rights.engine_path(other.name) == engine
}

_who(path, holders) := sprintf("container %q mounts %s and is root", [holders[0], path]) if {
	count(holders) == 1
} else := sprintf("containers %s mount %s and are root", [_names(holders), path])

_reach(holders) := sprintf(": %s can reach it through the shared process namespace", [_names(_others(holders))]) if {
	input.pod.share_process_namespace
	count(_others(holders)) > 0
} else := sprintf(", and takes files from %s on volume %q", [_names(reach), volume]) if {
	volume := _handed(holders)[0].volume
	reach := _in_order({through.other | some through in _handed(holders); through.volume == volume})
} else := sprintf(", in one pod with %s", [_names(others)]) if {
	others := _others(holders)
	count(others) > 0
} else := ""

# Neighbours that write files where a holder finds them.
_handed(holders) := [{"other": other.container, "volume": share.volume} |
	some share in input.pod.shares
	share.parts == "meet"
	share.settings == false
	some holder in share.ends
	holder.container in holders
	some other in share.ends
	not other.container in holders
	other.read_only == false
]

# In one pod alone the neighbours have no part in it.
_severity(holders) := "error" if {
	count(holders) > 1
} else := "error" if {
	input.pod.share_process_namespace
} else := "error" if {
	count(_handed(holders)) > 0
} else := "warning"

# What has ended when the holder starts reaches nothing.
_others(holders) := _in_order({name |
	some name, who in input.pod.who
	who.running
	not name in holders
})

_in_order(names) := [container.name | some container in input.pod.containers; container.name in names]

_names(list) := concat(", ", [sprintf("%q", [name]) | some name in list])
