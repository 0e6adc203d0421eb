# METADATA
# title: Tail that loses a rotated file
# description: |
#   ## What
#   A container follows a log with `tail -f`, which holds on to the open file, and the log is rotated by renaming: by the
#   logger's settings, by logrotate without `copytruncate`, or by a script that moves it away.
#
#   ## Why it hurts
#   After the first rotation `tail` still waits at the end of the renamed file. The stream stops for good, the container stays
#   healthy, and the log is missing exactly when it had grown.
#
#   ## When it is fine
#   `tail -F` and `--follow=name` find the new file. With `copytruncate` the file stays the same one.
#
#   ## How to fix
#   Write `-F` for `-f`: GNU and busybox know it.
#
#   ```yaml
#   command: ["tail", "-n+1", "-F", "/var/log/app/app.log"]
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/website/issues/32690
#     description: The documentation's sidecars lost rotated files
#   - ref: https://github.com/wazuh/wazuh-docker/issues/519
#     description: A stream that stops after rotation
# custom:
#   severity: warning
#   confidence: certain
#   fix: Replace `tail -f` by `tail -F`.
package podlint.rules.logging.tail_loses_rotated_file

import data.podlint.lib.certainty
import data.podlint.lib.files
import data.podlint.lib.fixes

violation contains {
	"msg": sprintf("container %q follows %s with tail -f, but %q rotates it: the stream stops then; -F goes on", [
		read.container,
		read.file,
		rotation.container,
	]),
	"path": read.path,
	"container": read.container,
	"certainty": certainty.of([read, rotation], []),
	"related": [{"msg": sprintf("container %q rotates the file", [rotation.container]), "path": rotation.path}],
	"fix": fixes.by_name(read),
} if {
	some read in input.pod.handovers
	read.tool == "tail"
	read.by_name == false
	files.followed(read)
	rotation := _rotations(read)[0]
}

_rotations(read) := [w |
	some w in read.writes
	w.renames == true
	w.meets in {"same", "overlap"}
	input.pod.who[w.container].running == true
]
