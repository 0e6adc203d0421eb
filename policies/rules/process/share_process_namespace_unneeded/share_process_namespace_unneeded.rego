# METADATA
# title: Shared process namespace that nobody uses
# description: |
#   ## What
#   The pod sets `shareProcessNamespace: true`, and nothing in it signals, inspects or identifies a process of another container.
#
#   ## Why it hurts
#   Each container sees the command lines of all the others, and with the same user or as root their environment
#   (`/proc/PID/environ`) and files (`/proc/PID/root`), secrets included. Images whose init insists on being process 1 do not start.
#
#   ## When it is fine
#   Sharing is used by reloaders that send signals, debuggers and profilers, agents that look at processes, and identity agents such as
#   SPIRE that resolve callers by process. podlint is silent when it sees one of these, or a container whose process 1
#   would ignore SIGTERM (it goes at once in a shared namespace). Where nothing is known of a container it is advice.
#
#   ## How to fix
#   Remove the field.
#
#   ```yaml
#   spec:
#     shareProcessNamespace: false
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/
#     description: What a shared process namespace opens
#   - ref: https://github.com/kubernetes/website/issues/54890
#     description: What the containers can see of each other
#   - ref: https://github.com/kubernetes/kubernetes/issues/127188
#     description: Signals in a shared namespace
# custom:
#   severity: warning
#   confidence: strong
#   fix: Remove `shareProcessNamespace`, or add what needs it.
package podlint.rules.process.share_process_namespace_unneeded

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.rights
import data.podlint.lib.words

violation contains {
	"msg": sprintf("shareProcessNamespace is set, but no container uses it%s", [_exposed]),
	"path": array.concat(input.pod.path, ["shareProcessNamespace"]),
	"certainty": certainty.of([], certainty.absent(_gaps)),
	"fix": fixes.unsafe(fixes.remove("Remove `shareProcessNamespace`.", array.concat(input.pod.path, ["shareProcessNamespace"]))),
} if {
	input.pod.share_process_namespace == true
	count(spared) == 0
}

spared contains "an ephemeral container looks at the others" if {
	some container in input.pod.containers
	container.class == "ephemeral"
}

spared contains "a container signals a process" if {
	some container in input.pod.containers
	some signal in container.signals
	signal.path
}

spared contains "a container may trace the processes of others" if {
	some container in input.pod.containers
	some capability in container.security.capabilities_added
	capability in {"SYS_PTRACE", "KILL", "SYS_ADMIN", "ALL"}
}

spared contains "a privileged container may trace the processes of others" if {
	some container in input.pod.containers
	container.security.privileged.value == true
}

spared contains "a command looks at processes" if {
	some container in input.pod.containers
	some command in container.commands
	command.processes == true
}

spared contains "the role of an image is to look at, steer or identify processes" if {
	some container in input.pod.containers
	container.role in {"reloader", "identity", "telemetry", "node-agent", "scanner", "secrets", "log-rotate"}
}

spared contains "a name or an argument speaks of such work" if {
	some container in input.pod.containers
	some text in _texts(container)
	words.any(text, _words)
}

spared contains "a shell waits for somebody to look at the others" if {
	some container in input.pod.containers
	container.tty == true
	container.idle == true
}

# Process 1 of a namespace of its own would not hear TERM; the pause process takes its place.
spared contains "a script would take no notice of TERM as process 1" if {
	some container in input.pod.containers
	container.running == true
	container.script.ignores_term == true
}

_texts(container) := array.concat(
	[container.name, container.image.repository],
	array.concat(object.get(container, "argv", []), [e.name | some e in container.env]),
)

_words := {
	"reload", "reloader", "reloading", "debug", "debugger", "profile", "profiler", "profiling", "signal", "process", "proc", "pid", "spire", "spiffe",
	"netshoot", "toolbox", "monitor", "reaper", "ptrace", "kubexit", "falco", "criu", "supervise", "supervisor", "agent", "shareprocess", "refresh",
}

# Whoever runs may use it, if nobody sees what he does.
_gaps := [{"who": name, "seen": _sight(m)} | some name, m in input.pod.who; m.running == true]

_sight(m) := "all" if {
	m.own_program
} else := "all" if {
	m.tools_only
} else := "told" if {
	m.seen.files != "some"
} else := "some"

# Through /proc everybody sees the environment and the files of everybody.
_exposed := sprintf("; %q can read the secrets of %q through /proc", [pairs[0].other, pairs[0].owner]) if {
	pairs := [{"owner": a.name, "other": b.name} |
		some a in input.pod.containers
		a.running == true
		some b in input.pod.containers
		b.running == true
		b.name != a.name
		count(rights.secrets(a) - rights.secrets(b)) > 0
	]
	count(pairs) > 0
} else := ""
