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
#   Patterns are not reported. Where a container of which not everything is known may write on the volume it is a doubt, unless that one is known
#   to log elsewhere on the volume. Claims and host directories may be filled by others.
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

import data.podlint.lib.certainty
import data.podlint.lib.files
import data.podlint.lib.fixes

violation contains {
	"msg": sprintf("container %q follows %s on volume %q, but %s", [read.container, read.file, read.volume, _but(read, meant)]),
	"path": read.path,
	"container": read.container,
	"certainty": certainty.of(array.concat([read], meant), certainty.absent(_unseen(read, meant))),
	"related": [{"msg": sprintf("container %q writes %s", [w.container, w.file]), "path": w.path} | some w in meant],
	"fix": _followed(read, meant),
} if {
	some read in input.pod.handovers
	read.does == "follows"
	read.written == false
	read.wide == false
	read.kind in {"emptyDir", "ephemeral"} # others are filled from elsewhere, too
	files.followed(read)
	count(read.mounts) > 1 # else streamer-volume-missing
	not files.its_own(read)
	meant := _meant(read)
}

# The file that is written, where the streamer sees it. Which of several files is meant is for a person to say.
_followed(read, meant) := fixes.unsafe(fixes.word(sprintf("Follow `%s`.", [file]), read.path, read.file, file)) if {
	meant[0].volume == read.volume
	read.sub_path == ""
	contains(read.text, read.file)
	file := concat("/", [trim_right(read.mount, "/"), meant[0]["in"]])
} else := null

# At most one.
_meant(read) := [w | w := files.instead(read)]

# Where the one who may write it unseen is known to log elsewhere on the volume, that speaks for the defect: surely so under the same name.
_unseen(read, meant) := array.concat(
	[gap | some gap in files.unseen_writers(read); not gap.who in _names(meant)],
	[{"who": gap.who, "seen": "told"} |
		some gap in files.unseen_writers(read)
		some w in meant
		w.container == gap.who
		files.name(w.file) != files.name(read.file)
	],
)

_names(writes) := {w.container | some w in writes}

_but(read, meant) := sprintf("%q writes %s", [meant[0].container, meant[0].file]) if {
	count(meant) > 0
} else := files.unwritten(read)
