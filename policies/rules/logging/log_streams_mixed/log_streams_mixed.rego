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

violation contains {
	"msg": sprintf("container %q prints %d logs into one stream (%s): their lines and headers mix", [
		mixed.container,
		count(mixed.files),
		concat(", ", array.slice(mixed.files, 0, 2)),
	]),
	"path": mixed.path,
	"container": mixed.container,
} if {
	some mixed in input.pod.logging.mixed
}
