# METADATA
# title: Ports and connections
# description: Questions about addresses, and about who connects to whom.
package podlint.lib.net

# METADATA
# description: One port can be bound once only on two addresses of these classes.
meet(x, x)

meet("all", y) if y != "all"

meet(x, "all") if x != "all"

# METADATA
# description: Something shows that one container connects to the other, or that it looks after it.
calls(from, to) if {
	some edge in input.pod.edges
	edge.from == from
	edge.to == to
	edge.kind in {"localhost-dial", "auth-front", "metrics-scrape", "config-reload", "socket", "probe"}
}

# METADATA
# description: Both list the port in `ports`.
both_declare(first, second) if {
	first.declared
	second.declared
}

# METADATA
# description: |
#   Two takers of one port are after the same address. A server that takes care to bind one address leaves the others to its neighbours. A
#   variable such as PORT says nothing of a program that is known to listen elsewhere, nor of two that take it from one place.
compete(first, second) if {
	first.binds
	second.binds
	meet(first.address, second.address)
	not _misread(first)
	not _misread(second)
	not _one_variable(first, second)
}

compete(first, second) if {
	not _both_bind(first, second)
	every taker in [first, second] {
		not _one_address(taker)
		input.pod.who[taker.container].role != "health-bridge"
	}
}

_both_bind(first, second) if {
	first.binds
	second.binds
}

_one_address(taker) if {
	taker.binds
	taker.address != "all"
}

_misread(taker) if {
	taker.variable
	some other in input.pod.who[taker.container].ports
	other.binds == true
	other.variable == false
	other.purpose == ""
}

_misread(taker) if {
	taker.variable
	input.pod.who[taker.container].tools_only
}

_one_variable(first, second) if {
	first.variable
	second.variable
	first.path == second.path
}

# METADATA
# description: A probe of the container asks the port, and `answer` (own, neighbour, nobody) is in sight there.
probed(name, port, answer) if {
	some probe in input.pod.connections
	probe.via == "probe"
	probe.from == name
	probe.port == port
	probe.answer == answer
}
