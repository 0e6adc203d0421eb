# METADATA
# title: Directory of the node in place of an emptyDir
# description: |
#   ## What
#   Containers of a pod that runs in several copies hand files to each other in a directory of the node which is made for that
#   (`DirectoryOrCreate`, or no type).
#
#   ## Why it hurts
#   All copies on a node share the directory and write over each other's files, and what one leaves behind the next one finds, of whatever
#   version it is. Nothing bounds or removes it. Policies for pods forbid it as well.
#
#   ## When it is fine
#   Directories of the node's own (logs, devices, the kubelet), agents and drivers that serve the node, a subPathExpr that gives each pod a part
#   of its own, and a pod that runs once on each node.
#
#   ## How to fix
#   Use an emptyDir, or a claim where the files must stay:
#   ```yaml
#   volumes:
#     - name: exchange
#       emptyDir: {sizeLimit: 1Gi}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/#hostpath
#     description: hostPath and its dangers
#   - ref: https://github.com/kubernetes/kubernetes/issues/28681
#     description: Pods that share a directory of the node by accident
# custom:
#   severity: warning
#   confidence: strong
#   fix: Use an emptyDir.
package podlint.rules.coupling.hostpath_for_pod_sharing

import data.podlint.lib.certainty
import data.podlint.lib.outputs
import data.podlint.lib.rights
import data.podlint.lib.words

violation contains {
	"msg": sprintf("%q writes to %s of the node what %q reads: all copies of the pod on a node share it", [
		change.container, volume.source, reader.container,
	]),
	"path": volume.path,
	"severity": _severity,
	"certainty": certainty.of([change, reader], []),
	"related": [
		{"msg": sprintf("%q writes here", [change.container]), "path": change.path},
		{"msg": sprintf("%q reads here", [reader.container]), "path": reader.path},
	],
} if {
	input.pod.workload.scales == "copies"
	not rights.serves_node
	some volume in input.pod.volumes
	volume.kind == "hostPath"
	object.get(volume, "type", "") in {"", "DirectoryOrCreate"}
	volume.facility == false
	volume.source
	not _of_the_node(volume.source)
	[change, reader] := _handed(volume.name)[0]
	count(spared) == 0
}

# Several copies meet on a node now, or when somebody scales the pod.
_severity := "warning" if {
	input.pod.replicas > 1
} else := "warning" if {
	count(input.related.autoscalers) > 0
} else := "info"

# Who writes there, with a neighbour that reads it.
_handed(volume) := [[change, reader] |
	some change in input.pod.outputs
	change.volume == volume
	change.op in {"write", "append", "create"}
	not _apart(change.container, volume)
	some reader in change.readers
	reader.self == false
	reader.phase in {"init", "run"}
]

# Its part of the volume bears the pod's name.
_apart(name, volume) if {
	some container in input.pod.containers
	container.name == name
	some mount in container.mounts
	mount.volume == volume
	mount.sub_path_expr == true
}

# What the node, its kubelet or its other programs keep there is not the pod's.
_of_the_node(path) if outputs.under_any(path, {
	"/boot", "/dev", "/etc", "/home", "/lib", "/media", "/mnt", "/opt/cni", "/proc", "/root", "/run", "/srv", "/sys", "/usr", "/var/cache", "/var/lib/cni",
	"/var/lib/containerd", "/var/lib/docker", "/var/lib/kubelet", "/var/log", "/var/run",
})

_of_the_node("/")

_of_the_node(path) if words.placeholder(path)

# METADATA
# description: Why nobody minds that pods share the directory.
spared contains "a test pod" if input.pod.test
