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
#   an init such as `tini`, and with a preStop hook that kills the process. The report is a doubt where a command follows `&&` or `||`:
#   some shells put it in their own place. On the app itself, beside a helper, it is advice.
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

import data.podlint.lib.certainty
import data.podlint.lib.fixes

violation contains _report(c, []) if {
	input.pod.runs == "always"
	input.pod.share_process_namespace == false
	some c in input.pod.containers
	c.script.ignores_term == true
	_waited_for(c)
}

# Some shells put the last command of a list in their own place.
violation contains _report(c, [{
	"who": c.name,
	"seen": "some",
	"reason": sprintf("%q may put the last command of the list in its own place", [c.script.main]),
}]) if {
	input.pod.runs == "always"
	input.pod.share_process_namespace == false
	some c in input.pod.containers
	c.script.last == "list"
	c.script.init == false
	c.script.trap == false
	_waited_for(c)
}

_report(c, gaps) := object.union(_severity(c.name), {
	"msg": sprintf("container %q ignores SIGTERM: %s, so each deletion waits the whole %ds", [
		c.name,
		_process(c.script),
		input.pod.grace_period_seconds,
	]),
	"path": c.script.path,
	"container": c.name,
	"certainty": certainty.of([{"certainty": "shown"}], certainty.absent(gaps)),
	"fix": _trapped(c),
})

_waited_for(c) if {
	input.pod.grace_period_seconds > input.parameters["sidecar-ignores-sigterm"].grace_seconds
	c.class in {"regular", "sidecar"}
	_lives(input.pod.who[c.name])
	count(spared) == 0
	_in_company(c.name)
	not _kills_itself(c)
}

# It runs for as long as the pod does, or for longer than anybody waits.
_in_company(name) if {
	some other in _living
	other != name
}

_living := [name | some name, m in input.pod.who; _lives(m)]

_lives(m) if {
	m.class in {"regular", "sidecar"}
	m.lifetime != "finite"
}

_lives(m) if {
	m.class in {"regular", "sidecar"}
	m.waits == true
}

# A preStop hook ends the process by a signal.
_kills_itself(c) if {
	some hook in c.hooks
	hook.kind == "pre-stop"
	some program in hook.programs
	program in {"kill", "pkill", "killall", "pgrep", "pidof"}
}

# What an app does about signals is its own affair where helpers look after it, unless it only waits.
_severity(name) := {"severity": "info"} if {
	input.pod.who[name].part == "app"
	_leads(name)
	some other in _helpers
	other != name
} else := {"severity": "info"} if {
	# A container that only waits is a stand-in: sleep-only-container says what is wrong with it.
	input.pod.who[name].idle == true
	some other in _working
	other != name
} else := {}

_helpers := [name | some name in _living; input.pod.who[name].part == "helper"]

_working := [name | some name in _living; input.pod.who[name].idle == false]

_leads(name) if input.pod.who[name].idle == false

_leads(name) if input.pod.app[0].container == name

_process(script) := sprintf("process 1 is a plain %s", [script.main]) if {
	script.main == script.last
} else := sprintf("process 1 is %s around a %s", [script.main, script.last]) if {
	script.last in {"loop", "pipeline"}
} else := sprintf("process 1 is %s around a list of commands", [script.main]) if {
	script.last in {"compound", "list"}
} else := sprintf("neither %s nor its %s handles it", [script.main, script.last])

# The shell handles the signal while the program runs beside it: a shell that is there already, or one in front of a plain program. What reads
# its input does not live in the background, and a tail that ends when its file is not there yet is for another rule first, which sees no crash where
# a shell waits.
_trapped(c) := fixes.unsafe(fixes.part(_handle, c.script.path, text, sprintf(_trap, [text]))) if {
	c.script.last in {"tail", "sleep"}
	c.script.shell != ""
	c.lifetime_evidence.origin == "script"
	text := c.lifetime_evidence.text
	not _by_number(text)
	some word in c.argv
	endswith(trim_space(word), text)
	_in_a_shell(c, trim_space(word), text)
} else := fixes.unsafe(fixes.of(_handle, _items(array.slice(c.script.path, 0, count(c.script.path) - 1), c.argv))) if {
	c.script.last in {"tail", "sleep"}
	c.script.main == c.script.last
	c.argv
	not _by_number(concat(" ", c.argv))
	c.image.no_shell == false # what brings these tools brings one
	not c.env # nothing was put in the place of a $(VARIABLE)
	c.env_unresolved == false
	c.script.path[count(c.script.path) - 2] == "command"
	every word in c.argv { regex.match(`^[A-Za-z0-9_@%+=:,./-]+$`, word) }
} else := null

_by_number(text) if regex.match(`\btail(\s+\S+)*?\s-f\b`, text)

# The shell stays, or is gone for the only command that it was given.
_in_a_shell(c, _, _) if c.script.main_kind == "shell"

_in_a_shell(_, word, text) if word == text

_handle := "Let a shell handle TERM while the program runs in the background."

_trap := "trap 'exit 0' TERM; %s & wait"

# Three words in the place of those of a command.
_items(command, argv) := array.concat(
	[change |
		some i, word in ["sh", "-c", sprintf(_trap, [concat(" ", argv)])]
		change := _item(array.concat(command, [i]), word, i < count(argv))
	],
	[{"op": "remove", "path": array.concat(command, [i])} | some i, _ in argv; i > 2],
)

_item(path, word, true) := {"op": "set", "path": path, "value": word}

_item(path, word, false) := {"op": "insert", "path": array.slice(path, 0, count(path) - 1), "value": word}

# METADATA
# description: Why nobody waits for the end of the pod.
spared contains "Windows has no such signals" if input.pod.windows

spared contains "the pods of a build agent run once, whatever their manifest leaves out" if input.pod.ci_agent
