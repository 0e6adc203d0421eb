# METADATA
# title: CSI driver registered where the kubelet does not look
# description: |
#   ## What
#   The node driver registrar puts its socket into a directory that is not the kubelet's `plugins_registry`, or it tells the kubelet a path
#   of the driver's socket under which the node does not have it.
#
#   ## Why it hurts
#   The kubelet never learns of the driver: volumes stay unmounted with `driver name ... not found in the list of registered CSI drivers`,
#   while all containers are running.
#
#   ## When it is fine
#   The directory of the kubelet may lie elsewhere than in `/var/lib/kubelet`: only what comes after it is compared. Nodes with Windows are left alone.
#
#   ## How to fix
#   Let paths on the node and mounts agree:
#   ```yaml
#   containers:
#     - name: registrar
#       args: [--csi-address=/csi/csi.sock, --kubelet-registration-path=/var/lib/kubelet/plugins/disk.example.com/csi.sock]
#       volumeMounts:
#         - {name: plugin, mountPath: /csi}
#         - {name: registration, mountPath: /registration}
#   volumes:
#     - name: plugin
#       hostPath: {path: /var/lib/kubelet/plugins/disk.example.com}
#     - name: registration
#       hostPath: {path: /var/lib/kubelet/plugins_registry}
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes-csi/node-driver-registrar#usage
#     description: What the paths of the registrar mean
#   - ref: https://github.com/kubernetes-sigs/vsphere-csi-driver/pull/222
#     description: A driver whose socket was announced under a wrong path
#   - ref: https://github.com/kubernetes-csi/node-driver-registrar/issues/94
#     description: The directory for registration
# custom:
#   severity: error
#   confidence: strong
#   fix: Mount the kubelet's plugins_registry at the registration path, and announce the driver's socket by its path on the node.
package podlint.rules.coupling.csi_registration_path_mismatch

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q registers in %s, but the kubelet watches plugins_registry", [out.container, where]),
	"path": _at(out),
	"container": out.container,
	"certainty": certainty.of([out, _known(out.container)], []),
} if {
	input.pod.windows == false
	some out in input.pod.outputs
	out.op == "write"
	out.dir == true
	out.log == false
	out.tool == ""
	_registrar(out.container)
	where := _place(out)
	not endswith(where, "/plugins_registry")
}

violation contains {
	"msg": sprintf("container %q tells the kubelet %s, but the driver's socket is %s on the node", [dial.from, flag.value, socket]),
	"path": flag.path,
	"container": dial.from,
	"certainty": certainty.of([dial, _known(dial.from)], []),
	"related": [{"msg": "the directory of the node is given here", "path": volume.path}],
} if {
	input.pod.windows == false
	some dial in input.pod.connections
	dial.host_class == "socket"
	dial.volume != ""
	_registrar(dial.from)
	some c in input.pod.containers
	c.name == dial.from
	some flag in c.flags
	flag.name == "kubelet-registration-path"
	volume := _volume(dial.volume)
	socket := _on_node(volume, dial.volume_path)
	_plain(flag.value)
	_in_kubelet(flag.value) != _in_kubelet(socket)
}

_registrar(name) if {
	input.pod.who[name].known == "csi-node-driver-registrar"
	input.pod.who[name].own_program == true
}

_known(name) := {"certainty": input.pod.who[name].known_certainty, "reason": "the image is called so"}

_at(out) := out.mount_path if {
	out.volume != ""
} else := out.path

# Where the socket of the registrar comes to lie.
_place(out) := _on_node(_volume(out.volume), out["in"]) if {
	out.kind == "hostPath"
} else := sprintf("volume %q", [out.volume]) if {
	out.kind in {"emptyDir", "persistentVolumeClaim", "ephemeral"}
} else := "its own file system" if {
	out.volume == ""
}

_volume(name) := [v | some v in input.pod.volumes; v.name == name][0]

_on_node(volume, path) := trim_suffix(concat("/", array.concat([trim_right(volume.source, "/")], [p | some p in [path]; p != "."])), "/") if {
	volume.kind == "hostPath"
	_plain(volume.source)
}

# The directory of the kubelet differs between distributions, and is linked.
_in_kubelet(path) := regex.replace(path, `^.*/kubelet/`, "")

_plain(path) if not regex.match(`[${}<>%]`, path)
