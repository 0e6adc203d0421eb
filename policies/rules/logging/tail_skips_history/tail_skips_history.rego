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

violation contains {
	"msg": sprintf("container %q begins 10 lines before the end of %s: earlier lines are lost; -n+1 begins at the first", [
		stream.container,
		stream.file,
	]),
	"path": stream.path,
	"container": stream.container,
} if {
	some stream in input.pod.logging.streams
	stream.command
	not stream.whole
	not stream.own_file
	not stream.private
	not stream.first
	_written(stream)
}

# What nobody writes has no lines to lose: streamer-path-not-written says that.
_written(stream) if stream.writers

_written(stream) if stream.doubtful

_written(stream) if not stream.kind in {"emptyDir", "ephemeral"}
