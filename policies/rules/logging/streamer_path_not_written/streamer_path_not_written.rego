# METADATA
# title: Streamer of a file that nobody writes
# description: |
#   ## What
#   A container follows a file on a volume that it shares, and no other container writes that file: either everything that the
#   others write is known, or one of them logs to another file of the volume that nobody follows.
#
#   ## Why it hurts
#   The stream stays empty, or the streamer crashes in a loop, while the log lies next to it under another name.
#
#   ## When it is fine
#   Patterns are not reported, nor files on a volume on which a container of which not everything is known may write, unless its
#   log is known to lie elsewhere on the volume. Claims and host directories may be filled by others.
#
#   ## How to fix
#   Follow the file that is written, at the path under which the streamer mounts the volume.
#
#   ```yaml
#   command: ["tail", "-n+1", "-F", "/var/log/app/server.log"]
#   ```
# related_resources:
#   - ref: https://github.com/bmuschko/ckad-prep/issues/9
#     description: A sidecar that follows a file which the app does not write
#   - ref: https://kubernetes.io/docs/concepts/cluster-administration/logging/
#     description: Sidecars that stream log files
# custom:
#   severity: error
#   confidence: strong
#   fix: Let the streamer follow the file that the app writes.
package podlint.rules.logging.streamer_path_not_written

violation contains {
	"msg": sprintf("container %q follows %s on volume %q, but %s", [stream.container, stream.file, stream.volume, _but(stream)]),
	"path": stream.path,
	"container": stream.container,
	"severity": _severity(stream),
	"related": [{"msg": sprintf("container %q writes %s", [w.container, w.file]), "path": w.path} | some w in [stream.instead]],
} if {
	some stream in input.pod.logging.streams
	not stream.private
	not stream.pattern
	not stream.own_file
	not stream.writers
	stream.kind in {"emptyDir", "ephemeral"}
	not _unseen(stream)
}

# A container that may write the file unseen, unless its log is known to go elsewhere.
_unseen(stream) if {
	some name in stream.doubtful
	not _logs(stream, name)
}

_logs(stream, name) if stream.instead.container == name

_severity(stream) := "error" if {
	not stream.doubtful
} else := "error" if {
	_name(stream.file) == _name(stream.instead.file)
} else := "warning"

_name(file) := regex.replace(file, `^.*/`, "")

_but(stream) := sprintf("%q writes %s", [stream.instead.container, stream.instead.file]) if stream.instead

_but(stream) := "no container writes it" if not stream.instead
