# METADATA
# title: Port that the called Service does not expose
# description: |
#   ## What
#   A container connects to a Service of the manifests, on a port that the Service does not have.
#
#   ## Why it hurts
#   The address of a Service answers on its own ports alone, whatever the pods behind it listen on. Each attempt is refused or runs into a
#   timeout; an init container that waits for the port never ends.
#
#   ## When it is fine
#   The name of a headless Service leads to the pods themselves, and that of an ExternalName to somewhere else: podlint is silent about
#   both, about Services without a selector, whose endpoints somebody else fills, and on the node's network.
#
#   ## How to fix
#   Call a port of the Service, or add the port to it:
#   ```yaml
#   kind: Service
#   metadata: {name: shop-db}
#   spec:
#     ports: [{name: pg, port: 5432}]
#   ---
#   initContainers:
#     - name: wait-for-db
#       command: [sh, -c, "until pg_isready -h shop-db -p 5432; do sleep 2; done"]
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service
#     description: Ports and target ports of a Service
#   - ref: https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/#is-the-service-defined-correctly
#     description: How to find out which port a Service exposes
# custom:
#   severity: error
#   confidence: strong
#   fix: Call a port that the Service exposes, or expose the port.
package podlint.rules.network.service_port_not_exposed

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q connects to %s:%d, but Service %q exposes %s", [dial.from, dial.host, dial.port, service.name, _ports(service)]),
	"path": dial.path,
	"container": dial.from,
	"certainty": certainty.of(array.concat([dial], array.concat(_default(dial), _aside(service))), certainty.absent([])), # the Service is in sight
	"related": [{"msg": "its ports are here", "path": service.ports[0].path}],
} if {
	some dial in input.pod.connections
	dial.via == "dial"
	dial.host_class == "service"
	dial.port > 0
	dial.ignorable == false
	input.pod.host_network == false # there the node's own ports may answer
	some service in input.related.called
	dial.host in service.hosts
	service.complete == true
	service.headless == false
	service.selects == true
	service.type != "ExternalName"
	count(service.ports) > 0
	not dial.port in {port.port | some port in service.ports}
	not _port_apart(dial)
}

# A neighbour of the option gives the port: --db-url=http://db --db-port=5433.
_port_apart(dial) if {
	stem := regex.find_all_string_submatch_n(`^(-{1,2}[a-z0-9-]+)-(?:url|uri|host|hostname|addr|address|endpoint|server)(?:=|$)`, lower(dial.text), 1)[0][1]
	some container in input.pod.containers
	container.name == dial.from
	some word in container.argv
	regex.match(sprintf(`^%s-port(?:=|$)`, [stem]), lower(word))
}

# A port that is not written, but what the scheme or the client has by default, may be set elsewhere.
_default(dial) := [] if {
	contains(dial.text, sprintf("%d", [dial.port]))
} else := [{"certainty": "guessed", "reason": "the port is a default, it is not written"}]

# One of a sibling folder need not be the one that is meant.
_aside(service) := [{"certainty": "guessed", "reason": "the Service stands in a sibling folder"}] if {
	service.near == "sibling"
} else := []

_ports(service) := sprintf("%s only", [concat(", ", shown)]) if {
	count(service.ports) < 5
	shown := [sprintf("%d", [port.port]) | some port in service.ports]
} else := "other ports"
