# METADATA
# title: Several logs in one stream
# description: |
#   ## What
#   One container follows several files of its neighbours and prints them all to its stdout.
#
#   ## Why it hurts
#   The lines of different formats interleave, and the headers that `tail` prints between them (`==> file <==`) break parsers.
#
#   ## When it is fine
#   With `-q` and one format the stream can be read; podlint is silent then, and when the lines go through a filter.
#
#   ## How to fix
#   Run one streaming container for each file, as the documentation does.
#
#   ```yaml
#   - name: access-log
#     command: ["tail", "-n+1", "-F", "/logs/access.log"]
#   - name: error-log
#     command: ["tail", "-n+1", "-F", "/logs/error.log"]
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/cluster-administration/logging/
#     description: One sidecar for each log stream
# custom:
#   severity: info
#   confidence: certain
#   fix: Run one streaming container for each file.
package podlint.rules.logging.log_streams_mixed

import data.podlint.lib.certainty
import data.podlint.lib.files

violation contains {
	"msg": sprintf("container %q prints %d logs into one stream (%s): their lines and headers mix", [
		name,
		count(streams),
		concat(", ", array.slice([read.file | some read in streams], 0, 2)),
	]),
	"path": streams[0].path,
	"container": name,
	"certainty": certainty.of(streams, []),
} if {
	some name, m in input.pod.who
	m.tools_only == true
	m.class in {"regular", "sidecar"}
	streams := [read | some read in input.pod.handovers; read.container == name; _printed(read)]
	count(streams) > 1
	not _worked_on(name)
}

_printed(read) if {
	read.tool == "tail"
	files.followed(read)
	not files.private(read)
	not files.its_own(read)
}

# tail prints no headers, or a filter sees to the lines.
_worked_on(name) if {
	some container in input.pod.containers
	container.name == name
	some command in container.commands
	_quiet(command)
}

_quiet(command) if command.name in {"sed", "awk", "grep"}

_quiet(command) if {
	command.name == "tail"
	some word in command.argv
	word in {"-q", "--quiet", "--silent"}
}
