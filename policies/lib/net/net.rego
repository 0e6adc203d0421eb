# METADATA
# title: Ports and connections
# description: Questions about addresses, and about who connects to whom.
package podlint.lib.net

import data.podlint.lib.certainty

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
# description: The same, by something other than the role of either.
surely_calls(from, to) if {
	some edge in input.pod.edges
	edge.from == from
	edge.to == to
	edge.kind in {"localhost-dial", "auth-front", "metrics-scrape", "config-reload", "socket", "probe"}
	edge.origin != "role"
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

# METADATA
# description: |
#   The ports on which probes of the container and dials of its neighbours ask it. A dial, or an address in a setting, on localhost that nobody is
#   seen to answer is for the only other one that runs; one that several may answer asks none of them.
asked(name) := (_probed(name) | _dialled(name)) | _left(name)

_probed(name) := {x.port |
	some x in input.pod.connections
	x.via == "probe"
	x.from == name
	x.host == ""
	x.answer != "neighbour"
	x.port > 0
}

_dialled(name) := {x.port |
	some x in input.pod.connections
	x.via == "dial"
	{server.container | some server in x.to} == {name}
}

_left(name) := {x.port |
	some x in input.pod.connections
	x.via in {"dial", "mention"}
	x.host_class == "loopback"
	x.answer == "nobody"
	x.from != name
	_running - {x.from} == {name}
}

_running := {name | some name, m in input.pod.who; m.running}

# METADATA
# description: The container has an entry of `ports` for the number.
declares(name, port) if {
	some entry in input.pod.who[name].ports
	entry.port == port
	entry.declared
}

# METADATA
# description: The address stands for every interface, or for the pod's own.
wildcard(host) if host in {"0.0.0.0", "::", "[::]", "*", "+", "pod-ip"}

# METADATA
# description: The container is seen to connect to somebody of the pod.
dials_in_pod(name) if {
	some dial in input.pod.connections
	dial.via == "dial"
	dial.from == name
	dial.answer == "neighbour"
}

# METADATA
# description: Who runs, and how much of what he serves is in sight, as gaps of an argument from absence.
unseen := [{"who": name, "seen": m.seen.listens, "reason": sprintf("not all ports that %q serves are in sight", [name])} |
	some name, m in input.pod.who
	m.running == true
]

# METADATA
# description: |
#   "listens" of those who are not found to do so, where all that the gaps speak of is in sight; else the word is that none is seen to.
listens(gaps) := "listens" if {
	every gap in gaps { gap.seen == "all" }
} else := "is seen to listen"

# METADATA
# description: The same of those who run beside the container named.
unseen_beside(name) := [gap | some gap in unseen; gap.who != name]

# METADATA
# description: A mesh proxy, injected or written into the manifest, takes the pod's traffic.
meshed if {
	some m in input.pod.who
	m.role == "mesh-proxy"
}

# METADATA
# description: |
#   The one that serves a port to loopback only, where nobody else serves or declares it. `servers` are the takers of a binding or the `to` of a
#   connection.
only_on_loopback(servers) := object.union(running[0], {"certainty": certainty.weakest([running[0], {"certainty": running[0].address_certainty}])}) if {
	running := [s | some s in servers; input.pod.who[s.container].running]
	count(running) == 1
	running[0].binds
	running[0].address == "loopback"
}

# METADATA
# description: The words of a setting name a loopback address.
says_loopback(text) if contains(text, "127.")

says_loopback(text) if contains(text, "localhost")

says_loopback(text) if contains(text, "::1")

# METADATA
# description: The command line or a variable of the container speaks of the port.
spoken_of(name, port) if {
	some container in input.pod.containers
	container.name == name
	some word in container.argv
	contains(word, sprintf("%d", [port]))
}

spoken_of(name, port) if {
	some container in input.pod.containers
	container.name == name
	some variable in container.env
	contains(variable.value, sprintf("%d", [port]))
}

# METADATA
# description: The protocol is one of HTTP's family, which a client of that family can tell from TLS alone; an empty one may be.
like_http(protocol) if protocol in {"http", "https", "grpc", "otlp-http", "otlp-grpc", ""}

# METADATA
# description: One speaks TLS and the other does not; `dial` and `server` are the `speaks` of both ends.
tls_differs(dial, server) if [dial.tls, server.tls] in [["yes", "no"], ["no", "yes"]]

# METADATA
# description: How the container treats who asks its TCP port and brings neither a login nor a permission; undefined where it asks for none.
door(name, number) := [port.door | some port in input.pod.who[name].ports; port.port == number; port.door][0]

# METADATA
# description: A door answers the path of a request without a login or a permission.
open(door, url) if {
	some way in door.open
	_leads(way, _path_of(url))
}

_leads(way, path) if {
	way.match == "exact"
	path == way.path
}

_leads(way, path) if {
	way.match == "prefix"
	startswith(path, way.path)
}

_leads(way, path) if {
	way.match == "regexp"
	regex.match(way.path, path)
}

_path_of(url) := "/" if split(url, "?")[0] == ""

_path_of(url) := path if {
	path := split(url, "?")[0]
	path != ""
}
