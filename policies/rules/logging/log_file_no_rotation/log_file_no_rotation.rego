# METADATA
# title: Log file that nothing rotates
# description: |
#   ## What
#   A long-running container appends its log to a file on a volume for ever, with no rotation in sight and no size limit on the volume.
#
#   ## Why it hurts
#   The file grows until the node or the volume is full. An emptyDir counts as ephemeral storage of the pod: the kubelet evicts
#   it, mostly at night. A full claim stops every program that writes to it.
#
#   ## When it is fine
#   Short Jobs, rolling loggers, a container that runs logrotate or truncates the file, and a `sizeLimit` or an ephemeral-storage
#   limit are not reported. Where rotation may be hidden in a program of which nothing is known, the finding is advice.
#
#   ## How to fix
#   Log to stdout, which the kubelet rotates, or let the program's logger roll its files. A size limit bounds the damage.
#
#   ```yaml
#   volumes:
#     - name: logs
#       emptyDir:
#         sizeLimit: 500Mi
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/cluster-administration/logging/
#     description: Only stdout and stderr are rotated by the kubelet
#   - ref: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#local-ephemeral-storage
#     description: An emptyDir counts as local ephemeral storage
# custom:
#   severity: warning
#   confidence: heuristic
#   fix: Log to stdout, rotate the file, or give the emptyDir a `sizeLimit`.
package podlint.rules.logging.log_file_no_rotation

violation contains {
	"msg": sprintf("%s %s%s on volume %q, with no rotation and no size limit in sight", [
		_who(log),
		log.file,
		_more(log),
		log.volume,
	]),
	"path": log.path,
	"container": log.container,
	"severity": _severity(log),
} if {
	some log in input.pod.logging.unrotated
}

_who(log) := sprintf("container %q appends for ever to", [log.container]) if {
	log.known
	log.rung in {1, 4}
}

_who(log) := sprintf("container %q logs to", [log.container]) if {
	log.known
	not log.rung in {1, 4}
}

_who(log) := sprintf("container %q seems to write the log", [log.container]) if not log.known

_severity(log) := "info" if {
	not log.known
} else := "info" if {
	log.doubtful
} else := "warning" if {
	log.rung in {1, 4}
} else := "info"

_more(log) := "" if log.more == 0

_more(log) := sprintf(" (and %d more)", [log.more]) if log.more > 0
