# METADATA
# title: Tail that skips what was written before
# description: |
#   ## What
#   A streaming container runs `tail -f` or `tail -F` on a file of a neighbour and does not say where to begin.
#
#   ## Why it hurts
#   `tail` begins ten lines before the end. What the app wrote before the streamer started, or while it was restarted, never
#   reaches stdout, and the first lines of a failing start are among them.
#
#   ## When it is fine
#   A number of lines that is given on purpose, `-n 0` too, is not reported. From the first line on, a restart repeats the whole file.
#
#   ## How to fix
#   Begin at the first line.
#
#   ```yaml
#   command: ["tail", "-n+1", "-F", "/var/log/app/app.log"]
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/cluster-administration/logging/
#     description: The documentation's sidecars begin at the first line
#   - ref: https://github.com/kubernetes/website/issues/32690
#     description: How the documentation's sidecars follow their files
# custom:
#   severity: info
#   confidence: certain
#   fix: Add `-n+1` to the command.
package podlint.rules.logging.tail_skips_history

import data.podlint.lib.certainty
import data.podlint.lib.files
import data.podlint.lib.fixes

violation contains {
	"msg": sprintf("container %q skips all but the last 10 lines of %s at each start; -n+1 begins at the first", [
		read.container,
		read.file,
	]),
	"path": read.path,
	"container": read.container,
	"certainty": certainty.of([read], []),
	"fix": fixes.from_the_start(read),
} if {
	some read in input.pod.handovers
	read.tool == "tail"
	read.whole == false
	files.followed(read)
	not files.private(read)
	not files.its_own(read)
	not _first(read)
	_has_lines(read)
}

# What nobody writes has no lines to lose: streamer-path-not-written says that.
_has_lines(read) if read.written == true

_has_lines(read) if count(files.unseen_writers(read)) > 0

_has_lines(read) if not read.kind in {"emptyDir", "ephemeral"}

# On scratch space, it waits for the file before anybody starts who may write it.
_first(read) if {
	read.retries == true
	read.kind == "emptyDir"
	input.pod.who[read.container].class == "sidecar"
	every m in read.mounts { _later(m, input.pod.who[read.container].order) }
}

_later(m, order) if input.pod.who[m.container].order >= order

_later(m, _) if m.writable == false
