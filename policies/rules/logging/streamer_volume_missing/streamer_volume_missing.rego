# METADATA
# title: Streamer without the log's volume
# description: |
#   ## What
#   A container follows a file that lies on its own file system, or on an emptyDir that no other container mounts. No neighbour
#   can ever put a log there.
#
#   ## Why it hurts
#   `tail: can't open '/var/log/app.log': No such file or directory`, and the container crashes or waits for ever. A log agent
#   stays silent: it ships nothing, and nobody misses it until the log is needed.
#
#   ## When it is fine
#   A container that makes the file itself is not reported, nor are agents of the node that read a host directory, nor an agent
#   that follows other files of its neighbours as well.
#
#   ## How to fix
#   Mount the volume on which the app writes, at the path that is followed.
#
#   ```yaml
#   volumeMounts:
#     - name: logs
#       mountPath: /var/log/app
#       readOnly: true
#   ```
# related_resources:
#   - ref: https://github.com/rucio/helm-charts/issues/88
#     description: A log sidecar that cannot open the file
#   - ref: https://github.com/kubernetes/website/issues/45753
#     description: The sidecar of the documentation did not find its file
# custom:
#   severity: error
#   confidence: certain
#   fix: Add a `volumeMounts` entry for the volume on which the log is written.
package podlint.rules.logging.streamer_volume_missing

violation contains {
	"msg": sprintf("container %q follows %s, %s%s", [stream.container, stream.file, _where(stream), _instead(stream)]),
	"path": stream.path,
	"container": stream.container,
	"severity": _severity(stream),
	"related": [{"msg": sprintf("container %q writes it here", [w.container]), "path": w.path} | some w in [stream.instead]],
} if {
	some stream in input.pod.logging.streams
	stream.private
	not stream.own_file
	not stream.others
	not input.pod.node_agent
	count(input.pod.containers) > 1
}

_severity(stream) := "error" if {
	stream.command
} else := "warning"

_where(stream) := sprintf("but nobody else mounts volume %q", [stream.volume]) if stream.volume

_where(stream) := "which lies on none of its volumes" if not stream.volume

_instead(stream) := sprintf("; %q logs to %s", [stream.instead.container, stream.instead.file]) if stream.instead

_instead(stream) := "" if not stream.instead
