# METADATA
# title: Container that ignores SIGTERM
# description: |
#   ## What
#   Process 1 of a container is a shell around a loop, a pipeline or a list of commands, or a plain `sleep`, `tail`, `cat` or
#   `nc`. None of them handles SIGTERM, and the kernel drops a signal that process 1 of a namespace does not handle.
#
#   ## Why it hurts
#   The kubelet sends SIGTERM, nothing happens, and after the whole `terminationGracePeriodSeconds` it sends SIGKILL. The pod
#   ends only when its last container does, so one helper makes every deletion, rollout and node drain wait, 30 seconds per pod
#   by default, and the container is reported with exit code 137.
#
#   ## When it is fine
#   With a short grace period nobody notices: the rule is silent up to `grace_seconds`. It is silent too under
#   `shareProcessNamespace` (process 1 is the pause process then), in pods that run to completion, with a `trap` for TERM, with
#   an init such as `tini`, and with a preStop hook that kills the process. On the app itself, beside a helper, it is advice.
#
#   ## How to fix
#   Let the shell handle the signal while the program runs in the background. `exec` alone does not help `sleep` and `tail`.
#
#   ```yaml
#   command: ["/bin/sh", "-c"]
#   args:
#     - |
#       trap 'exit 0' TERM
#       tail -F /var/log/app/access.log & wait
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/127188
#     description: A container without a handler for SIGTERM waits for the whole grace period
#   - ref: https://github.com/cetic/helm-nifi/issues/158
#     description: A busybox tail makes each pod of a chart wait for its grace period
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
#     description: How a pod is stopped
# custom:
#   severity: warning
#   confidence: strong
#   fix: Trap TERM in the script and wait for the program in the background, or start it through an init such as `tini`.
#   parameters:
#     grace_seconds:
#       description: Longest grace period, in seconds, at which the wait is not worth a report.
#       schema: {type: integer, minimum: 0}
#       default: 10
package podlint.rules.lifecycle.sidecar_ignores_sigterm

violation contains {
	"msg": sprintf("container %q ignores SIGTERM: %s, so each deletion waits the whole %ds", [
		deaf.container,
		_process(deaf),
		input.pod.grace_period_seconds,
	]),
	"path": deaf.path,
	"container": deaf.container,
	"severity": _severity(deaf),
} if {
	some deaf in input.pod.lifecycle.deaf_processes
	input.pod.runs == "always"
	input.pod.grace_period_seconds > input.parameters["sidecar-ignores-sigterm"].grace_seconds
	not input.pod.windows
}

_severity(deaf) := "info" if {
	deaf.part == "app"
	deaf.helped
} else := "warning"

_process(deaf) := sprintf("process 1 is a plain %s", [deaf.process]) if {
	deaf.process == deaf.form
} else := sprintf("process 1 is %s around a %s", [deaf.process, deaf.form]) if {
	deaf.form in {"loop", "pipeline"}
} else := sprintf("process 1 is %s around a list of commands", [deaf.process]) if {
	deaf.form == "compound"
} else := sprintf("process 1 is %s, waiting for %s", [deaf.process, deaf.form])
