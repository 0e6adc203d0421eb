# METADATA
# title: What Services lead to
# description: Questions about `input.related.services`, and about servers of one pod that have nothing to do with each other.
package podlint.lib.services

import data.podlint.lib.pods

# METADATA
# description: |
#   The first port by which a Service leads to this container alone and that is not for the operation of a program, with the `service`'s name.
main_port(name) := [{"service": service.name, "port": port.port, "path": port.path} |
	some service in input.related.services
	some port in service.ports
	port.side == false
	port.containers == [name]
][0]

# METADATA
# description: |
#   Pairs of servers of their own, `second` later in the manifest than `first`, each with its main port (`first_port`, `second_port`): Services
#   lead to both, and nothing in sight ties them, neither directly nor through a neighbour.
apart := [pair |
	some i, second in _servers
	pairs := [{"first": first, "second": second, "first_port": main_port(first), "second_port": main_port(second)} |
		some j, first in _servers
		j < i
		not _near(first, second)
	]
	pair := pairs[0]
]

_servers := [entry[1] |
	some entry in sort([[m.order, name] |
		some name, m in input.pod.who
		m.class in {"regular", "sidecar"}
		not _serves_a_neighbour(m)
		main_port(name)
	])
]

# It is there for a neighbour, by a tie or by what is known of its image.
_serves_a_neighbour(m) if {
	m.part == "helper"
	m.part_certainty != "guessed"
}

_serves_a_neighbour(m) if {
	m.helps == true
	m.known_certainty == "known"
}

_near(a, b) if pods.joined(a, b)

_near(a, b) if {
	some c, m in input.pod.who
	m.running == true
	pods.joined(a, c)
	pods.joined(b, c)
}
