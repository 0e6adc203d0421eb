# METADATA
# title: logrotate that skips a directory which others may write to
# description: |
#   ## What
#   logrotate runs as root and is to rotate logs that lie directly on an `emptyDir`, and its configuration has no `su` line.
#
#   ## Why it hurts
#   An `emptyDir` has mode 0777. logrotate refuses to work as root in a directory that others may write to: `skipping "/logs/app.log" because
#   parent directory has insecure permissions`. It ends with an error that nobody reads, nothing is ever rotated, and the logs grow until the
#   pod is evicted.
#
#   ## When it is fine
#   A `su` line tells logrotate whom to act as. Logs in a directory of their own on the volume, and a directory whose mode a container of the
#   pod changes, are left alone, and so is a logrotate that does not run as root.
#
#   ## How to fix
#   Say whom to act as:
#
#   ```
#   /logs/*.log {
#     su root root
#     size 20M
#     rotate 3
#     copytruncate
#   }
#   ```
# related_resources:
#   - ref: https://wiki.archlinux.org/title/Logrotate
#     description: A directory with insecure permissions is skipped
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/#emptydir
#     description: What an emptyDir is
# custom:
#   severity: warning
#   confidence: strong
#   fix: Add a `su` line to logrotate's configuration.
package podlint.rules.logging.logrotate_world_writable_directory

import data.podlint.lib.certainty
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("logrotate of %q skips %s: emptyDir %q may be written by anybody, and there is no su line", [
		container.name,
		file.file,
		mount.volume,
	]),
	"path": file.path,
	"container": container.name,
	"certainty": certainty.of([file, _user(container.security.run_as_user)], []),
	"related": [{"msg": sprintf("volume %q is mounted here", [mount.volume]), "path": mount.path}],
} if {
	pods.several
	some container in input.pod.containers
	some file in container.files
	file.tool == "logrotate"
	file.op == "write"
	not file.as
	some mount in container.mounts
	mount.kind == "emptyDir"
	mount.volume == file.volume
	_directly(file, mount)
	object.get(container.security.run_as_user, "value", 0) == 0
	not _other_mode(mount.volume)
}

# The log lies in the root of what is mounted, which the kubelet makes with mode 0777.
_directly(file, mount) if regex.replace(file.file, `/[^/]*$`, "") == trim_suffix(mount.mount_path, "/")

# A container of the pod may have given the directory another mode.
_other_mode(volume) if {
	some container in input.pod.containers
	some file in container.files
	file.op == "chmod"
	file.volume == volume
}

_user(user) := {"certainty": object.get(user, "certainty", "guessed"), "reason": "nobody says which user logrotate runs as"}
