# METADATA
# title: What waits for what
# description: |
#   The kubelet starts init containers one by one, a native sidecar's successor when its startup probe has passed, and regular containers one
#   after the other without waiting, but for their postStart hooks.
package podlint.lib.order

# METADATA
# description: The first container is known to serve before the second one starts.
ordered(first, second) if {
	input.pod.who[first].order < input.pod.who[second].order
	input.pod.who[first].post_start
}

ordered(first, second) if {
	input.pod.who[first].order < input.pod.who[second].order
	input.pod.who[first].class == "sidecar"
	"startup" in input.pod.who[first].probes
}

# METADATA
# description: |
#   The program connects when it starts, once, and does not go on without an answer. Connections of other purposes are made while it serves
#   and taken up again; of known programs only a script's are sure to be made at the start.
at_start(dial) if {
	dial.via == "dial"
	dial.protocol != "UDP"
	dial.wait == false
	dial.ignorable == false
	dial.repeats == false
	not dial.phase in {"hook", "probe"}
	not dial.purpose in {"scrape", "proxy", "build", "telemetry", "upstream", "reload", "quit", "health", "metrics", "admin"}
	not input.pod.who[dial.from].helps
	not input.pod.who[dial.from].awaits
	_own_doing(dial)
}

# METADATA
# description: |
#   Whoever does nothing but wait connects by none of its variables, unless somebody works in it: a gap of the argument that it connects at its start.
idle(dial) := [{"who": dial.from, "seen": "some", "reason": sprintf("%q only waits, and connects to nothing by itself", [dial.from])} |
	dial.origin != "script"
	input.pod.who[dial.from].idle == true
]

_own_doing(dial) if dial.origin == "script"

_own_doing(dial) if input.pod.who[dial.from].own_program == false

# METADATA
# description: A container that starts before the one that connects answers, so that nothing is late.
answered_earlier(dial) if {
	some server in dial.to
	server.container != dial.from
	m := input.pod.who[server.container]
	m.running == true
	m.class != "regular"
	m.order < input.pod.who[dial.from].order
}

# METADATA
# description: Where a connection leads, in words.
address(dial) := dial.socket if {
	dial.socket != ""
} else := sprintf("%s:%d", [dial.host, dial.port]) if {
	dial.port > 0
} else := dial.host

# METADATA
# description: |
#   The server of an init container's connection that starts only when the init container has ended: a later one of the pod, or, where the
#   connection waits for it, one behind a Service that leads to this workload alone.
late_server(dial) := server if {
	dial.answer == "neighbour"
	not _on_the_node(dial)
	not answered_earlier(dial)
	server := dial.to[0].container
	input.pod.who[server].class != "injected"
	input.pod.who[server].order > input.pod.who[dial.from].order
	not _copy_of(dial.from, server)
} else := server if {
	dial.host_class == "service"
	dial.wait
	input.pod.workload.kind != "StatefulSet" # its pods wait for each other
	server := [s.container | some s in dial.to; input.pod.who[s.container].class == "regular"][0]
	not _copy_of(dial.from, server)
}

_on_the_node(dial) if {
	dial.host_class == "loopback"
	input.pod.host_network
}

# The init container runs a copy of the server in the background of its own script.
_copy_of(name, server) if {
	some container in input.pod.containers
	container.name == name
	some command in container.commands
	command.background == true
	command.name in input.pod.who[server].processes
}

_copy_of(name, _) if {
	some container in input.pod.containers
	container.name == name
	some command in container.commands
	command.background == true
	command.name in input.pod.who[name].processes
}

# What the image of the server starts under another name, and leaves running.
_copy_of(name, server) if {
	input.pod.who[name].image == input.pod.who[server].image
	some command in _left_running(name)
}

_left_running(name) := [command |
	some container in input.pod.containers
	container.name == name
	some command in container.commands
	command.background == true
	command.phase == "init"
	command.lifetime == "unknown"
]

# METADATA
# description: |
#   Who could answer an init container's connection unseen: an earlier native sidecar, or what its own script leaves running. And the script may
#   make no use of a variable.
early_gaps(dial) := array.concat(
	[{"who": name, "seen": m.seen.listens, "reason": sprintf("%q starts earlier and may answer", [name])} |
		some name, m in input.pod.who
		m.class == "sidecar"
		m.order < input.pod.who[dial.from].order
		m.role == "unknown"
	],
	array.concat(_own_gaps(dial), [{"who": dial.from, "seen": "some", "reason": sprintf("no command of %q is seen to use the variable", [dial.from])} |
		dial.origin == "env"
		input.pod.who[dial.from].tools_only
	]),
)

_own_gaps(dial) := [{"who": dial.from, "seen": "some", "reason": sprintf("%q, which %q leaves running, may answer", [command.name, dial.from])} |
	some command in _left_running(dial.from)
]
