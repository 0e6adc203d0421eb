# METADATA
# title: Service port that no container serves
# description: |
#   ## What
#   A Service selects the pod, and its `targetPort` is a name that no container gives to a port, or a number on which no container
#   listens.
#
#   ## Why it hurts
#   A name that does not exist yields no endpoint at all: the Service exists, resolves, and refuses every connection. A wrong number yields
#   endpoints that refuse every connection.
#
#   ## When it is fine
#   `ports` is informational, a program may listen on ports that it does not declare. A number is therefore reported only where every
#   container shows its ports and neither a flag nor a variable nor a probe speaks of the number. podlint is silent about
#   numbers of headless Services, which are placeholders, beside injectors, and for a Service that selects several workloads.
#
#   ## How to fix
#   Use the name or the number of a declared port.
#
#   ```yaml
#   kind: Service
#   spec:
#     ports:
#       - port: 80
#         targetPort: http # the name of a containerPort
#   ```
# related_resources:
#   - ref: https://github.com/perses/perses-operator/issues/342
#     description: A Service to a port that the manager does not serve
#   - ref: https://github.com/oauth2-proxy/manifests/issues/86
#     description: A targetPort that the pod does not have
# custom:
#   severity: error
#   confidence: strong
#   fix: Use the name or the number of a port that a container serves.
package podlint.rules.network.service_targetport_no_container

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.net

violation contains {
	"msg": sprintf("service %q targets port name %q, %s: the port gets no endpoints", [service.name, port.target_name, _found(port)]),
	"path": port.path,
	"certainty": certainty.of([], certainty.absent(_injected)),
	"fix": _fix(port),
} if {
	some service in input.related.services
	some port in service.ports
	port.target_name
	not port.containers
	service.workloads < 2
	not _declared_by_somebody_else
}

violation contains {
	"msg": sprintf("service %q targets port %d, on which no container of %s %q %s", [
		service.name,
		port.target_port,
		input.pod.workload.kind,
		input.pod.workload.name,
		net.listens(net.unseen),
	]),
	"path": port.path,
	"certainty": certainty.of([], certainty.absent(array.concat(array.concat(net.unseen, _injected), _by_both(port)))),
} if {
	some service in input.related.services
	service.headless == false # its numbers are not translated
	some port in service.ports
	port.target_port
	not port.target_name
	not port.containers
	service.workloads < 2
	not _declared_by_somebody_else
	not _spoken_of(port.target_port)
}

# Servers of names, of logs and of metrics serve one number by TCP and UDP, and declare it once.
_by_both(port) := [{"who": taker.container, "seen": "some", "reason": sprintf("%q may serve the port by %s as well", [taker.container, port.protocol])} |
	some binding in input.pod.bindings
	binding.port == port.target_port
	binding.protocol != port.protocol
	some taker in binding.takers
]

# Knative's own container takes the traffic; a placeholder may be any port.
_declared_by_somebody_else if input.pod.managed == "knative"

_declared_by_somebody_else if {
	some container in input.pod.containers
	container.ports_unknown == true
}

_injected := [{"who": name, "seen": "some", "reason": sprintf("%q is injected and may declare ports", [name])} |
	some name, m in input.pod.who
	m.class == "injected"
]

# A command line, a variable or a probe speaks of the port.
_spoken_of(port) if {
	some name, _ in input.pod.who
	net.spoken_of(name, port)
}

_spoken_of(port) if {
	some probe in input.pod.connections
	probe.via == "probe"
	probe.port == port
}

_fix(port) := fixes.set(sprintf("Write `%s`.", [_names[0]]), port.path, _names[0]) if {
	port.target_name
	count(_names) == 1
	_names[0] != port.target_name
} else := null

_found(port) := sprintf("which is declared as %s, not %s", [others[0], port.protocol]) if {
	others := [binding.protocol |
		some binding in input.pod.bindings
		binding.protocol != port.protocol
		some taker in binding.takers
		taker.declared
		taker.name == port.target_name
	]
	count(others) > 0
} else := sprintf("but the containers only name %s", [concat(", ", _names)]) if {
	count(_names) in {1, 2, 3}
} else := "which no container declares"

_names := [name |
	some i, name in _declared
	not name in array.slice(_declared, 0, i)
]

_declared := [taker.name |
	some binding in input.pod.bindings
	some taker in binding.takers
	taker.declared
	taker.name != ""
]
