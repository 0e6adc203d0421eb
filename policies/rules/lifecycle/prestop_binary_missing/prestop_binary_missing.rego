# METADATA
# title: Hook or probe that needs a program which the image lacks
# description: |
#   ## What
#   A lifecycle hook or an exec probe starts `sh`, `sleep`, `curl` or the like in a container whose image is known to hold
#   nothing but its own program, or to lack just that one (busybox holds no `curl`).
#
#   ## Why it hurts
#   The kubelet cannot start the command (`exec: "/bin/sh": stat /bin/sh: no such file or directory`). A preStop hook that fails leaves an event
#   and nothing else, so the drain or the clean-up never happens. A postStart hook or a probe that fails gets the container
#   killed, again and again.
#
#   ## When it is fine
#   Variants with a shell (`-alpine`, `-debug`) have these programs, and podlint is silent for them. It is silent too when a volume is mounted
#   over a directory of programs, and when another command takes the place of the one that fails.
#
#   ## How to fix
#   Kubernetes sleeps by itself from 1.30 on:
#
#   ```yaml
#   lifecycle:
#     preStop:
#       sleep: {seconds: 10}
#   ```
#
#   Otherwise use the image's own program, an `httpGet` handler, or a variant of the image with a shell.
# related_resources:
#   - ref: https://github.com/kubernetes-csi/csi-driver-host-path/issues/175
#     description: A preStop hook of a CSI helper without a shell
#   - ref: https://github.com/linkerd/linkerd2/issues/6723
#     description: A preStop hook of the Linkerd proxy without a shell
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/3960-pod-lifecycle-sleep-action
#     description: The sleep action
# custom:
#   severity: warning
#   confidence: strong
#   fix: Use the `sleep` action, an `httpGet` handler, or a variant of the image that has the program.
package podlint.rules.lifecycle.prestop_binary_missing

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("%s of %q starts %s, which the image (%s) does not hold: %s", [
		_names[handler.kind],
		c.name,
		program.name,
		input.pod.who[c.name].known,
		_effects[handler.kind],
	]),
	"path": program.path,
	"container": c.name,
	"certainty": certainty.of(_evidence(c.name), []),
} if {
	some c in input.pod.containers
	some program in c.programs
	program.held == "no"
	program.phase in {"hook", "probe"}
	program.ignorable == false
	program.fallback == false
	some handler in array.concat(object.get(c, "hooks", []), object.get(c, "probes", []))
	array.slice(program.path, 0, count(handler.path)) == handler.path
	not _later(c, handler, program)
}

# Where the handler's own program is missing, what its script would start never comes up.
_later(c, handler, program) if {
	some first in c.programs
	first.held == "no"
	first.path == array.concat(handler.path, [0])
	first != program
}

# That an image holds no shell rests on what is known of it, and that it is the one of the entry on its owner.
_evidence(name) := [
	{"certainty": who.known_certainty, "reason": sprintf("the image is taken for %s", [who.known])},
	{"certainty": _owner[who.known_by], "reason": "it is somebody else's image of that name"},
] if {
	who := input.pod.who[name]
}

_owner := {"vendor": "known", "name": "guessed", "": "guessed"}

_names := {
	"pre-stop": "preStop",
	"post-start": "postStart",
	"liveness": "livenessProbe",
	"readiness": "readinessProbe",
	"startup": "startupProbe",
}

_effects := {
	"pre-stop": "the hook fails and is skipped",
	"post-start": "the container is killed",
	"liveness": "the container is killed",
	"readiness": "it never becomes ready",
	"startup": "the container is killed",
}
