# METADATA
# title: Container that only sleeps
# description: |
#   ## What
#   A container runs nothing but `sleep`, `tail -f /dev/null`, an endless loop of sleeps or the like, next to a container that
#   does work.
#
#   ## Why it hurts
#   It is usually left over from debugging. It holds requests and a share of the pod's volumes and secrets, widens what an attacker
#   finds inside the pod, counts for readiness and slows down every deletion. A bounded sleep ends, and the container restarts.
#
#   ## When it is fine
#   Containers that people or tools enter on purpose: build agents, development containers, benchmarks, a toolbox that its name or
#   an annotation calls one. A container whose own probes do the work is a gate and no left-over, and one whose image a neighbour's settings
#   name holds that image on the node. Where several wait, on each node, or over a volume that a neighbour fills, it is a doubt.
#
#   ## How to fix
#   Remove it. To look into a running pod, attach an ephemeral container instead:
#
#   ```console
#   kubectl debug -it pod/web --image=busybox:1.36 --target=web
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/debug/debug-application/debug-running-pod/
#     description: Debugging with ephemeral containers
#   - ref: https://github.com/NVIDIA/aicr/issues/700
#     description: A container that only sleeps, taken out again
# custom:
#   severity: info
#   confidence: certain
#   fix: Remove the container, and use an ephemeral container to debug.
package podlint.rules.lifecycle.sleep_only_container

import data.podlint.lib.certainty
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("container %q only waits (%s) beside %q, which works: remove it, or give it its program", [c.name, c.waits_by, worker]),
	"path": c.script.path,
	"container": c.name,
	"certainty": certainty.of([], certainty.absent(array.concat([{"who": c.name, "seen": input.pod.who[c.name].seen.files}], array.concat(pods.idle_on_purpose(c.name), _given(c.name))))),
} if {
	input.pod.runs == "always"
	some c in input.pod.containers
	c.idle == true
	c.entered == false
	c.class in {"regular", "sidecar"}
	worker := _worker(c.name)
	count(spared) == 0
	not _gate(c)
	not _takes_in(c)
	not _named(c)
	not pods.holds_image(c.name)
}

# An annotation names the container as the one that commands are run in: hooks of a backup, an operator's.
_named(c) if {
	some key, value in input.pod.annotations
	value == c.name
	regex.match(`(?i)container$`, key)
	not startswith(key, "kubectl.kubernetes.io/")
}

# A neighbour fills a volume for it: whoever enters it may use that.
_given(name) := [{"who": name, "seen": "told", "reason": sprintf("%q shares a volume with it", [edge.from])} |
	some edge in input.pod.edges
	edge.to == name
	edge.kind == "shared-volume"
	input.pod.who[edge.from].running == true
]

# One that works, to stand for all of them: the likeliest app first.
_worker(name) := [other |
	some other in array.concat([member.container | some member in input.pod.app], sort(object.keys(input.pod.who)))
	other != name
	_works(input.pod.who[other])
][0]

_works(m) if {
	m.class in {"regular", "sidecar"}
	m.idle == false
	m.role != "pause"
	m.lifetime != "finite"
}

_works(m) if {
	m.class in {"regular", "sidecar"}
	m.idle == false
	m.role != "pause"
	m.waits == true
}

# Its own probes or hooks do the work.
_gate(c) if c.probes

_gate(c) if c.hooks

# Before it waits it takes in what a neighbour writes: it stands for a program that uses it.
_takes_in(c) if {
	some file in input.pod.handovers
	file.container == c.name
	file.phase == "run"
	file.volume != ""
	some edge in input.pod.edges
	edge.to == c.name
	edge.kind in {"shared-volume", "content-sync", "log-stream"}
	input.pod.who[edge.from].running == true
}

# METADATA
# description: Why containers of the pod may wait.
spared contains "a test pod" if input.pod.test

spared contains "the tool containers of a build agent wait until it runs commands in them" if input.pod.ci_agent
