# METADATA
# title: One-time work in a container that then only waits
# description: |
#   ## What
#   A regular container does something once for a neighbour, such as writing a page into a shared volume or calling a set-up endpoint,
#   and then sleeps.
#
#   ## Why it hurts
#   Regular containers start together, so the neighbour may look before the work is done. Afterwards the container holds its
#   requests for nothing and makes every deletion wait, because `sleep` does not react to SIGTERM. When a bounded sleep ends, the
#   container starts again and repeats the work, under the neighbour's feet.
#
#   ## When it is fine
#   A loop that repeats the work is a synchroniser. A pod that runs to completion may sleep a bounded time. Build agents enter
#   containers that sleep. A log is no result, and a neighbour that is seen entirely and reads nothing there has no use for the work.
#
#   ## How to fix
#   Make it an init container and drop the sleep: it runs before the others and is gone. A call of a neighbour, which must run for it,
#   is better made by that neighbour's postStart hook, or by a Job.
#
#   ```yaml
#   initContainers:
#     - name: content
#       image: busybox:1.36.1
#       command: ["sh", "-c", "echo hello > /html/index.html"]
#       volumeMounts:
#         - {name: html, mountPath: /html}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
#     description: Init containers run to completion before the app starts
#   - ref: https://github.com/kubernetes/git-sync/issues/8
#     description: A synchroniser asked for a one-time mode
#   - ref: https://github.com/snyk/kubernetes-monitor/issues/741
#     description: One-time work moved to an init container
# custom:
#   severity: warning
#   confidence: strong
#   fix: Move the container to `initContainers` and drop the sleep.
package podlint.rules.lifecycle.one_shot_work_in_sidecar

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q works once for %q (%s), then only waits (%s): %s", [
		c.name,
		work.neighbour,
		work.output,
		c.waits_by,
		work.instead,
	]),
	"path": c.script.work[0].path,
	"container": c.name,
	"certainty": certainty.of(array.concat([work.fact], _ends(c)), []),
} if {
	some c in input.pod.containers
	c.class == "regular"
	c.waits == true
	c.script.work
	count(spared) == 0
	not _ends_with_the_pod(c)
	work := array.concat(_files(c.name), _calls(c))[0]
}

_ends_with_the_pod(c) if {
	c.lifetime == "finite"
	input.pod.runs == "to-completion"
}

# METADATA
# description: Why containers of the pod may work and wait.
spared contains "the tool containers of a build agent wait until it runs commands in them" if input.pod.ci_agent

# That the script comes to its wait rests on each of its commands.
_ends(c) := [{"certainty": "guessed", "reason": sprintf("%s may go on", [command.name])} |
	some command in c.script.work
	command.lifetime != "finite"
]

# What the script makes on a volume, or makes usable, and is done with, for a neighbour that mounts that part of it.
_files(name) := [work |
	some change in input.pod.outputs
	change.container == name
	change.phase == "run"
	change.origin == "script"
	change.volume != ""
	change.op in {"write", "append", "create", "chmod"}
	change.log == false # a log is no result
	change.endless == false
	change.read_only == false
	some mount in change.mounts
	mount.holds == true
	_may_read(mount.container, change.volume)
	work := {"neighbour": mount.container, "output": change.file, "instead": "make it an init container", "fact": change}
]

_may_read(name, volume) if {
	_beside(name)
	some read in input.pod.handovers
	read.container == name
	read.volume == volume
}

_may_read(name, _) if {
	_beside(name)
	m := input.pod.who[name]
	m.idle == false
	m.tools_only == false
}

_beside(name) if {
	m := input.pod.who[name]
	m.running == true
	m.class in {"regular", "sidecar"}
}

# A call of a neighbour, which must run for it.
_calls(c) := [work |
	some call in input.pod.connections
	call.from == c.name
	call.via == "dial"
	call.answer == "neighbour"
	call.phase == "run"
	call.repeats == false
	some command in c.script.work
	call.path == command.path
	work := {"neighbour": call.to[0].container, "output": _address(call), "instead": "a postStart hook or a Job does that", "fact": call}
]

_address(call) := call.socket if {
	call.socket != ""
} else := sprintf("%s:%d", [call.host, call.port])
