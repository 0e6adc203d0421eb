# METADATA
# title: Writes to a read-only root file system
# description: |
#   ## What
#   `readOnlyRootFilesystem` holds for a container that writes a file which lies on none of its volumes: by a flag, a variable,
#   its configuration or script, or because its image does so by default.
#
#   ## Why it hurts
#   The write fails with `Read-only file system`, mostly at the start: the log, the PID file or the temporary directory cannot be
#   opened and the container crashes. Typically the app was hardened and the helper was not looked at, or the reverse.
#
#   ## When it is fine
#   Files under a writable mount, devices such as `/dev/shm`, and writes whose failure the script tolerates are not reported.
#   Data directories that are volumes of the image stay writable.
#
#   ## How to fix
#   Mount an emptyDir where the container writes.
#
#   ```yaml
#   volumeMounts:
#     - {name: tmp, mountPath: /tmp}
#   volumes:
#     - name: tmp
#       emptyDir: {}
#   ```
# related_resources:
#   - ref: https://github.com/elastic/cloud-on-k8s/issues/8605
#     description: A helper that writes although its root file system is read-only
#   - ref: https://github.com/plankanban/planka/issues/695
#     description: An app that cannot write its log on a read-only file system
# custom:
#   severity: error
#   confidence: strong
#   fix: Mount an emptyDir at the directory that is written to.
package podlint.rules.logging.readonly_rootfs_write_path

violation contains {
	"msg": sprintf("container %q writes %s%s%s, but its root file system is read-only and no volume lies there", [
		write.container,
		write.file,
		_more(write),
		_default(write),
	]),
	"path": _path(write),
	"container": write.container,
	"severity": _severity(write),
	"related": [{"msg": "the root file system is read-only", "path": write.locked} | not write.default],
} if {
	some write in input.pod.logging.read_only_writes
}

_path(write) := write.locked if write.default

_path(write) := write.path if not write.default

_severity(write) := "warning" if {
	write.tolerated
} else := "error"

_default(write) := " by default" if write.default

_default(write) := "" if not write.default

_more(write) := "" if write.more == 0

_more(write) := sprintf(" (and %d more)", [write.more]) if write.more > 0
