# METADATA
# title: Probe whose pipeline hides that the question failed
# description: |
#   ## What
#   An exec probe ends in a pipeline, and the last command of it ends well when it is given nothing to read: `curl ... | jq .`,
#   `curl ... | awk '/down/ {exit 1}'`, `mysqladmin ping | tee /proc/1/fd/1`.
#
#   ## Why it hurts
#   The status of a pipeline is that of its last command. When the one that asks fails (no answer, a wrong port, the program is missing),
#   the last one reads nothing and ends with 0: the probe passes in just the case for which it is there, and traffic goes to a
#   container that does not answer.
#
#   ## When it is fine
#   `grep` fails on nothing, and so do `jq -e` and an `awk` that decides in its `END` block. `set -o pipefail` makes every command count.
#
#   ## How to fix
#   Let the last command fail on nothing, or make every command count:
#
#   ```yaml
#   readinessProbe:
#     exec:
#       command: ["sh", "-c", "curl -sf http://localhost:8080/metrics | awk '/^peers /{ok = $2 > 0} END {exit !ok}'"]
#   ```
# related_resources:
#   - ref: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_09_02
#     description: The exit status of a pipeline
#   - ref: https://github.com/kubernetes/kubernetes/issues/125339
#     description: A readiness probe that passes without curl in the image
# custom:
#   severity: warning
#   confidence: strong
#   fix: Let the last command of the pipeline fail when it reads nothing, or use `set -o pipefail`.
package podlint.rules.lifecycle.probe_pipeline_hides_failure

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("the %s probe of %q passes when %s fails: a pipeline ends as its last command does, and %s ends well on nothing", [
		probe.kind,
		c.name,
		asks.name,
		last.name,
	]),
	"path": probe.path,
	"container": c.name,
	"certainty": certainty.of([{"certainty": "shown"}], []),
} if {
	some c in input.pod.containers
	some probe in c.probes
	count(probe.pipeline) > 1
	last := probe.pipeline[count(probe.pipeline) - 1]
	_content_with_nothing(last)
	asks := [command | some command in probe.pipeline; _may_fail(command)][0]
	asks != last
}

# What only prints what is there has no way to fail.
_may_fail(command) if not command.name in {"echo", "printf", "ps", "df", "date", "env", "free", "uptime", "true", ":", "sleep", "hostname", "id", "seq", "yes"}

# A filter that ends with 0 when its input is empty.
_content_with_nothing(command) if {
	command.name in {
		"cat", "tee", "head", "tail", "sort", "uniq", "wc", "cut", "tr", "nl", "rev", "column", "fold", "base64", "tac", "paste", "logger", "true", ":",
		"echo", "printf",
	}
}

_content_with_nothing(command) if {
	command.name == "sed"
	not _says(command, `\bq\s*[1-9]`)
}

_content_with_nothing(command) if {
	command.name == "jq"
	not _says(command, `^(-[a-zA-Z]*e[a-zA-Z]*|--exit-status)$|halt_error|error\(`)
}

_content_with_nothing(command) if {
	command.name in {"awk", "gawk", "mawk"}
	not _says(command, `^-f|\b(END|BEGIN)\b`)
}

_content_with_nothing(command) if {
	command.name in {"sh", "bash", "ash", "dash"}
	count(command.argv) == 1
}

_says(command, pattern) if {
	some i, word in command.argv
	i > 0
	regex.match(pattern, word)
}
