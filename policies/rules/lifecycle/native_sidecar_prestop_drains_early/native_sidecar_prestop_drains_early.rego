# METADATA
# title: preStop hook that ends a native sidecar too early
# description: |
#   ## What
#   A native sidecar (an init container with `restartPolicy: Always`) has a preStop hook that drains or quits its program: a call of
#   `quitquitquit`, `nginx -s quit`, `kill`.
#
#   ## Why it hurts
#   A native sidecar gets its SIGTERM when the app has ended. Its preStop hook does not wait for that: the kubelet runs it when the deletion begins, beside
#   the app's own shutdown. So the hook takes the proxy away from an app that still answers its last requests, which is what a
#   native sidecar is there to prevent.
#
#   ## When it is fine
#   A hook that only sleeps or writes something harms nobody, and one that waits for something before it quits the program is left alone. One that
#   sleeps first is advice only.
#
#   ## How to fix
#   Remove the hook: the kubelet ends the sidecar when the app is done.
#
#   ```yaml
#   initContainers:
#     - name: proxy
#       image: envoyproxy/envoy:v1.31.0
#       restartPolicy: Always
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers
#     description: How native sidecars are ended
#   - ref: https://github.com/linkerd/linkerd2/issues/11465
#     description: A mesh moves to native sidecars
#   - ref: https://github.com/istio/istio/issues/51855
#     description: Draining in native sidecars
# custom:
#   severity: warning
#   confidence: certain
#   fix: Remove the preStop hook; a native sidecar is told to end when the app has ended.
package podlint.rules.lifecycle.native_sidecar_prestop_drains_early

import data.podlint.lib.certainty
import data.podlint.lib.words

violation contains object.union(_severity(hook), {
	"msg": sprintf("preStop of native sidecar %q ends it (%s) when the deletion begins, while the app still runs", [
		container.name,
		words.short(_call(container, hook), 40),
	]),
	"path": hook.path,
	"container": container.name,
	"certainty": certainty.of([], []),
}) if {
	some container in input.pod.containers
	container.class == "sidecar"
	some hook in container.hooks
	hook.kind == "pre-stop"
	_call(container, hook)
	not _waits_first(container, hook)
}

# What ends the program.
_call(container, hook) := [call.url |
	some call in input.pod.connections
	call.via == "hook"
	call.from == container.name
	call.kind == hook.kind
	_quits(call.url)
][0]

_call(container, hook) := [concat(" ", command.argv) |
	some command in _commands(container, hook)
	_ends(command)
][0]

_commands(container, hook) := [command |
	some command in container.commands
	command.phase == "hook"
	array.slice(command.path, 0, count(hook.path)) == hook.path
]

_ends(command) if {
	command.name in {"kill", "pkill", "killall"}
	every argument in command.argv { not regex.match(`^-(s?0|(SIG)?(HUP|USR1|USR2|WINCH|CONT))$|^(HUP|USR1|USR2)$`, argument) }
}

_ends(command) if {
	command.name in {"nginx", "supervisorctl", "apachectl", "rabbitmqctl", "service", "systemctl"}
	some argument in command.argv
	argument in {"quit", "stop", "shutdown", "graceful-stop", "stop_app"}
}

_ends(command) if {
	command.name in {"curl", "wget", "nc", "pilot-agent"}
	some argument in command.argv
	_quits(argument)
}

_quits(text) if regex.match(`quitquitquit|drain_listeners|healthcheck/fail|/shutdown($|[?])|/quit($|[?])|/drain($|[?])`, text)

# It holds back until something is there or gone, such as the app's last connection.
_waits_first(container, hook) if {
	some command in _commands(container, hook)
	command.condition == true
}

_severity(hook) := {"severity": "info"} if {
	hook.sleep_seconds > 0
} else := {}
