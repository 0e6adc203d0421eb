# METADATA
# title: Dapr waits for a port that nobody serves
# description: |
#   ## What
#   The annotation `dapr.io/app-port` names a port, and the pod's containers listen on other ports.
#
#   ## Why it hurts
#   Dapr's sidecar waits until the application listens (`waiting on port 3000. This will block until the app is listening`). It
#   never becomes ready, and neither does the pod.
#
#   ## When it is fine
#   An application that only calls Dapr needs no annotation. podlint is silent where a container shows no port at all, and where a
#   flag, a variable or a probe speaks of the number, or where `dapr.io/app-channel-address` leads elsewhere. Where a program may serve
#   more than it is told to it is a warning, and in doubt where nothing but `ports` speaks for a program of which nothing is known.
#
#   ## How to fix
#   Name the port on which the application listens.
#
#   ```yaml
#   metadata:
#     annotations:
#       dapr.io/enabled: "true"
#       dapr.io/app-port: "8080"
#   ```
# related_resources:
#   - ref: https://github.com/dapr/dapr/issues/7679
#     description: The sidecar blocks while it waits for the port
#   - ref: https://docs.dapr.io/reference/arguments-annotations-overview/
#     description: Annotations of Dapr
# custom:
#   severity: error
#   confidence: strong
#   fix: Set dapr.io/app-port to the port on which the application listens.
package podlint.rules.network.dapr_app_port_mismatch

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.net

violation contains {
	"msg": sprintf("%s is %d, but the containers only listen on %s: the Dapr sidecar waits for ever", [
		_annotation,
		_port,
		concat(", ", [sprintf("%d", [port]) | some port in _listening]),
	]),
	"path": array.concat(input.pod.metadata_path, ["annotations", _annotation]),
	"certainty": certainty.of([], certainty.absent(_unseen)),
	"fix": _fix,
} if {
	some injector in input.pod.injectors
	injector.id == "dapr"
	not _port in _listening
	count(_listening) > 0 # else nothing is said of ports at all
	count(spared) == 0
}

_fix := fixes.annotation(sprintf("Write \"%d\".", _listening), _annotation, sprintf("%d", _listening)) if {
	count(_listening) == 1
} else := null

_annotation := "dapr.io/app-port"

_port := to_number(written) if {
	written := input.pod.annotations[_annotation]
	regex.match(`^[1-9][0-9]{0,4}$`, written)
}

spared contains "the application is reached at an address of its own" if input.pod.annotations["dapr.io/app-channel-address"]

spared contains "a command line or a variable speaks of the port" if {
	some name, _ in _own
	net.spoken_of(name, _port)
}

spared contains "a probe asks the port" if {
	some probe in input.pod.connections
	probe.via == "probe"
	probe.port == _port
}

# The containers of the manifest that run beside the injected sidecar.
_own[name] := m if {
	some name, m in input.pod.who
	m.running == true
	m.class != "injected"
}

_listening := [port.port |
	some m in _own
	some port in m.ports
]

_unseen := [gap | some gap in net.unseen; _own[gap.who]]
