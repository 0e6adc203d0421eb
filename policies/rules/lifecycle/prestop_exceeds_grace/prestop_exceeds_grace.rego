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

import data.podlint.lib.certainty
import data.podlint.lib.fixes

violation contains {
	"msg": sprintf("preStop of %q sleeps %vs, but the grace period is %ds: the container is killed with no time to stop", [
		c.name,
		hook.sleep_seconds,
		input.pod.grace_period_seconds,
	]),
	"path": hook.path,
	"container": c.name,
	"certainty": certainty.of([], []),
	"fix": fixes.unsafe(fixes.set(
		sprintf("Set `terminationGracePeriodSeconds` to %d.", [ceil(hook.sleep_seconds) + 30]),
		array.concat(input.pod.path, ["terminationGracePeriodSeconds"]),
		ceil(hook.sleep_seconds) + 30,
	)),
} if {
	some c in input.pod.containers
	some hook in c.hooks
	hook.kind == "pre-stop"
	hook.sleep_seconds > 0
	input.pod.grace_period_seconds > 0
	hook.sleep_seconds >= input.pod.grace_period_seconds
	not _stops_it(c, hook)
}

# What the hook signals may end before its sleep does, and the sleep with it: memcached writes its state down and exits. A signal that comes
# after the sleep changes nothing of it.
_stops_it(c, hook) if {
	some program in hook.programs
	program in _signals
	not _sleeps_first(c, hook)
}

# So does what the hook tells to stop by its own client: bitcoin-cli stop, nginx -s quit, redis-cli shutdown.
_stops_it(c, hook) if {
	some command in c.commands
	_tells_to_stop(command, hook)
	not _sleeps_first(c, hook)
}

_tells_to_stop(command, hook) if {
	_of(command, hook)
	some i, word in command.argv
	i > 0
	lower(word) in {"quit", "shutdown", "stop"}
}

_sleeps_first(c, hook) if {
	steps := [command.name | some command in c.commands; _of(command, hook); _matters(command, hook)]
	steps[0] == "sleep"
	count([1 | some step in steps; step == "sleep"]) == 1
}

_matters(command, _) if command.name in (_signals | {"sleep"})

_matters(command, hook) if _tells_to_stop(command, hook)

# A command of the hook's own script.
_of(command, hook) if {
	command.phase == "hook"
	array.slice(command.path, 0, count(hook.path)) == hook.path
}

_signals := {"kill", "pkill", "killall"}
