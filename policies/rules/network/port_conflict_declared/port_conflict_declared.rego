# METADATA
# title: Port declared by two containers
# description: |
#   ## What
#   Two containers of the pod that run at the same time declare the same `containerPort` with the same protocol.
#
#   ## Why it hurts
#   The containers of a pod share one network namespace, so only the first of them gets the port. The other one ends with
#   `bind: address already in use` and goes to `CrashLoopBackOff`. The API server accepts the pod, with a warning at most.
#
#   ## When it is fine
#   `ports` informs and binds nothing. The report is an error where a flag, a script, a configuration or what is known of the image shows that
#   both bind the port, and a warning where a declaration is all that speaks for one of them. podlint is silent when one of the two
#   is a health bridge that serves the port for its neighbour (the CSI livenessprobe idiom), and when a flag shows that one of them binds the
#   loopback address or the pod's address only, as kube-rbac-proxy in front of an application with the same number. It is a doubt where probes,
#   neighbours or their settings ask one of them on another port, which it does not declare. Where a flag makes one of the containers listen on other ports only, its
#   declaration is wrong rather than its program; the report is right then too.
#
#   ## How to fix
#   Give one of the programs another port, in its own setting and in `ports`.
#
#   ```yaml
#   containers:
#     - name: app
#       ports: [{containerPort: 8080}]
#     - name: admin
#       args: ["--listen=:8081"]
#       ports: [{containerPort: 8081}]
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/36348
#     description: Two containers with one port in a pod are accepted
#   - ref: https://github.com/kubernetes/kubernetes/issues/91279
#     description: A request to validate port conflicts between containers
#   - ref: https://github.com/tektoncd/pipeline/issues/7144
#     description: Sidecars with the port of a step
# custom:
#   severity: error
#   confidence: certain
#   fix: Give one of the containers another port, in its own setting and in `ports`.
package podlint.rules.network.port_conflict_declared

import data.podlint.lib.certainty
import data.podlint.lib.net
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("containers %q and %q both declare port %d/%s; %s", [
		first.container,
		second.container,
		binding.port,
		binding.protocol,
		_outcome([first, second]),
	]),
	"path": second.entry_path,
	"container": second.container,
	"certainty": certainty.of(_facts([first, second]), [gap | some taker in [first, second]; gap := _elsewhere(taker, binding.port)]),
	"related": [{"msg": sprintf("%q declares it here", [first.container]), "path": first.entry_path}],
} if {
	some binding in input.pod.bindings
	binding.shared == true
	some i, second in binding.takers
	rivals := _rivals(binding.takers, i, second)
	first := array.concat([rival | some rival in rivals; _binds(rival)], rivals)[0]
}

# Of many that declare one port each is told of one before it alone: the first that binds it for sure, else the first.
_rivals(takers, i, second) := [first |
	some j, first in takers
	j < i
	pods.coexist(first.container, second.container)
	net.both_declare(first, second)
	net.compete(first, second)
]

# `ports` informs and binds nothing: where that is all there is of one of them, or of both, it is one guess that the two meet.
_facts(takers) := takers if {
	every taker in takers { _binds(taker) }
} else := [{"certainty": "guessed", "text": sprintf("%q declares the port, which binds nothing by itself", [declaring[0]])}] if {
	declaring := [taker.container | some taker in takers; not _binds(taker)]
}

_binds(taker) if {
	taker.binds
	certainty.sure(taker)
}

_outcome(takers) := "the second to start cannot bind it" if {
	every taker in takers { _binds(taker) }
} else := "where both bind it, the second to start fails"

# Whoever asks the container asks another port, which it does not declare: what it declares may be what its neighbour serves.
_elsewhere(taker, port) := {
	"who": taker.container,
	"seen": "some",
	"reason": sprintf("%q is asked on port %d, so it may not serve the one that it declares", [taker.container, asked[0]]),
} if {
	not taker.binds
	asked := sort(net.asked(taker.container))
	count(asked) > 0
	not port in asked
	every other in asked { not net.declares(taker.container, other) }
}
