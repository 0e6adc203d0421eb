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
#   and so does an immutable source.
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

violation contains {
	"msg": sprintf("container %q watches %s, but a subPath mount of volume %q never changes", [stale.container, stale.mount_path, stale.volume]),
	"path": stale.path,
	"container": stale.container,
	"related": [{"msg": "it is watched here", "path": stale.watch_path}],
} if {
	some stale in input.pod.coupling.stale_mounts
	stale.own
}

violation contains {
	"msg": sprintf("container %q keeps the old %s (a subPath mount) when %q sees a change", [stale.container, stale.mount_path, stale.watcher]),
	"path": stale.path,
	"container": stale.container,
	"severity": "warning",
	"related": [{"msg": sprintf("%q watches here", [stale.watcher]), "path": stale.watch_path}],
} if {
	some stale in input.pod.coupling.stale_mounts
	not stale.own
}
