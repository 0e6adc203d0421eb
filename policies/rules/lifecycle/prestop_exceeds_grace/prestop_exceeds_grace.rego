# METADATA
# title: preStop hook longer than the grace period
# description: |
#   ## What
#   A preStop hook sleeps at least as long as `terminationGracePeriodSeconds`.
#
#   ## Why it hurts
#   The grace period runs from the start of the deletion, the hook included. When it is over the kubelet adds two seconds, then kills
#   the container: the program gets no time between SIGTERM and SIGKILL, and the requests that the hook was to save are lost.
#
#   ## When it is fine
#   podlint counts only sleeps of a constant length. A grace period of 0 asks for a kill.
#
#   ## How to fix
#   Give the pod the hook's time and what the program needs to stop:
#
#   ```yaml
#   terminationGracePeriodSeconds: 60
#   containers:
#     - name: web
#       lifecycle:
#         preStop:
#           sleep: {seconds: 30}
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/65496
#     description: The preStop hook counts against the grace period
#   - ref: https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/#hook-handler-execution
#     description: How hooks are run
# custom:
#   severity: error
#   confidence: certain
#   fix: Raise `terminationGracePeriodSeconds` above the hook's sleep plus the time that the program needs to stop.
package podlint.rules.lifecycle.prestop_exceeds_grace

violation contains {
	"msg": sprintf("preStop of %q sleeps %vs, but the grace period is %ds: the container is killed with no time to stop", [
		stop.container,
		stop.seconds,
		input.pod.grace_period_seconds,
	]),
	"path": stop.path,
	"container": stop.container,
} if {
	some stop in input.pod.lifecycle.stop_sleeps
	input.pod.grace_period_seconds > 0
	stop.seconds >= input.pod.grace_period_seconds
}
