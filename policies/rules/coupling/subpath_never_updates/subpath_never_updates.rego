# METADATA
# title: Reloaded settings are mounted with a subPath
# description: |
#   ## What
#   A file of a ConfigMap, Secret, projected or downwardAPI volume is mounted with a subPath, and a container watches it, or the same volume, in
#   order to reload it.
#
#   ## Why it hurts
#   A subPath mount is made once, when the container starts; later changes never arrive. The app goes on with the old file although it is told
#   to reload, and a watcher behind a subPath never notices a change.
#
#   ## When it is fine
#   Without anybody who reloads, a subPath is ordinary practice. Annotations that replace the whole pod (checksums, Reloader) make it right, too,
#   and so does an immutable source. Who watches the volume may do so for its own sake: where nothing shows that it tells the other
#   container, it is a doubt.
#
#   ## How to fix
#   Mount the directory:
#   ```yaml
#   volumeMounts:
#     - name: settings
#       mountPath: /etc/app/conf.d
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/50345
#     description: Mounts with a subPath are not updated
#   - ref: https://github.com/haproxytech/helm-charts/issues/284
#     description: A chart in which reloading did not work
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/#configmap
#     description: ConfigMap volumes
# custom:
#   severity: error
#   confidence: certain
#   fix: Mount the volume as a directory, without the subPath.
package podlint.rules.coupling.subpath_never_updates

import data.podlint.lib.certainty
import data.podlint.lib.outputs

violation contains {
	"msg": sprintf("container %q watches %s, but a subPath mount of volume %q never changes", [watch.container, watch.mount, watch.volume]),
	"path": array.concat(watch.mount_path, [_field(watch.container, watch.mount)]),
	"container": watch.container,
	"certainty": certainty.of([watch], []),
	"related": [{"msg": "it is watched here", "path": watch.path}],
} if {
	some i, watch in input.pod.handovers
	watch.kind in {"configMap", "secret", "projected", "downwardAPI"}
	watch.sub_path != ""
	_watches(watch)
	not _said(i, watch)
}

violation contains {
	"msg": sprintf("container %q keeps the old %s (a subPath mount) when %q sees a change", [container.name, mount.mount_path, watch.container]),
	"path": array.concat(mount.path, [_field(container.name, mount.mount_path)]),
	"container": container.name,
	"severity": "warning",
	"certainty": certainty.of([watch], certainty.absent(_unmoved(watch, container.name))),
	"related": [{"msg": sprintf("%q watches here", [watch.container]), "path": watch.path}],
} if {
	some i, watch in input.pod.handovers
	watch.kind in {"configMap", "secret", "projected", "downwardAPI"}
	watch.sub_path == ""
	_watches(watch)
	some container in input.pod.containers
	container.class in {"regular", "sidecar"}
	some mount in container.mounts
	_keeps(watch, container.name, mount)
	not _told(i, container.name, mount)
}

# A use that is meant to notice changes: a watch, or a look again and again by one that tells others.
_watches(watch) if {
	input.pod.who[watch.container].class in {"regular", "sidecar"}
	_looks(watch)
	not _immutable(watch.volume)
	count(spared) == 0
}

_looks(watch) if watch.op == "watch"

_looks(watch) if {
	watch.op == "read"
	watch.endless == true
	_reloads(watch.container)
}

# It signals a neighbour, or calls an address that makes it reload.
_reloads(name) if {
	some container in input.pod.containers
	container.name == name
	some signal in container.signals
	signal.own == false
	signal.phase == "run"
}

_reloads(name) if {
	some dial in input.pod.connections
	dial.from == name
	dial.via == "dial"
	dial.purpose == "reload"
}

_immutable(name) if {
	some volume in input.pod.volumes
	volume.name == name
	volume.immutable == true
}

# One report for a mount.
_said(i, watch) if {
	some j, other in input.pod.handovers
	j < i
	other.container == watch.container
	other.mount == watch.mount
	other.sub_path != ""
	_watches(other)
}

_keeps(watch, name, mount) if {
	name != watch.container
	mount.volume == watch.volume
	mount.sub_path
	_part(mount, watch)
}

_part(mount, _) if mount.sub_path_expr == true

_part(mount, watch) if outputs.overlap(mount.sub_path, watch["in"])

_part(_, watch) if watch["in"] == "."

# A pattern that may match the part, or what lies in it.
_part(mount, watch) if {
	watch.pattern == true
	patterns := split(watch["in"], "/")
	names := split(mount.sub_path, "/")
	every i in numbers.range(0, min([count(patterns), count(names)]) - 1) { glob.match(patterns[i], ["/"], names[i]) }
}

_told(i, name, mount) if {
	some j, other in input.pod.handovers
	j < i
	other.sub_path == ""
	_watches(other)
	_keeps(other, name, mount)
}

# That the watcher tells this container of the change.
_unmoved(watch, name) := [] if {
	some edge in input.pod.edges
	edge.from == watch.container
	edge.to == name
	edge.kind in {"config-reload", "signal"}
} else := [{"who": watch.container, "seen": "some", "reason": sprintf("nothing shows that %q tells %q", [watch.container, name])}]

_field(name, at) := "subPathExpr" if {
	some container in input.pod.containers
	container.name == name
	some mount in container.mounts
	mount.mount_path == at
	mount.sub_path_expr == true
} else := "subPath"

# METADATA
# description: What replaces the whole pod when its settings change, so that nothing needs to reload them.
spared contains "an annotation changes with the settings" if {
	some key, _ in object.union(input.pod.annotations, object.get(input.pod.workload, "annotations", {}))
	_restarts(key)
}

_restarts(key) if startswith(key, "checksum/")

_restarts(key) if contains(key, "reloader.stakater.com")

_restarts(key) if contains(key, "config-hash")
