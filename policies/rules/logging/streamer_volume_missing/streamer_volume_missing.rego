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

import data.podlint.lib.certainty
import data.podlint.lib.files
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("container %q follows %s, %s%s", [read.container, read.file, _where(read), _instead(meant)]),
	"path": read.path,
	"container": read.container,
	"severity": _severity(read),
	"certainty": certainty.of([read], []),
	"related": [{"msg": sprintf("container %q writes it here", [w.container]), "path": w.path} | some w in meant],
} if {
	some read in input.pod.handovers
	read.does == "follows"
	files.private(read)
	files.followed(read)
	not files.its_own(read)
	not _follows_others(read)
	input.pod.node_agent == false
	pods.several
	meant := _meant(read)
}

# An agent that ships other files of its neighbours as well is of use.
_follows_others(read) if {
	some other in input.pod.handovers
	other.container == read.container
	files.followed(other)
	not files.private(other)
}

# At most one.
_meant(read) := [w | w := files.instead(read)]

# Without its file a command ends and crashes; an agent only ships nothing.
_severity(read) := "error" if {
	read.tool == "tail"
} else := "warning"

_where(read) := sprintf("but nobody else mounts volume %q", [read.volume]) if read.volume != ""

_where(read) := "which lies on none of its volumes" if read.volume == ""

_instead(meant) := sprintf("; %q logs to %s", [meant[0].container, meant[0].file]) if count(meant) > 0

_instead(meant) := "" if count(meant) == 0
