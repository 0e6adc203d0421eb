# METADATA
# title: Pods that run to completion
# description: Whose end completes the pod, and what keeps a container from it.
package podlint.lib.jobs

# METADATA
# description: |
#   The container whose end is waited for: the likeliest app that is not known to go on, else the first regular container that is not, one
#   that serves a neighbour last. One of unknown lifetime whose role is to serve is none, nor one that waits for a file in vain.
work := list[0] if {
	list := array.concat(_apps, _others)
	count(list) > 0
}

_apps := [member.container | some member in input.pod.app; _may_end(member.container)]

_others := [name |
	some rank in [false, true]
	some order in numbers.range(0, count(input.pod.who) - 1)
	some name, m in input.pod.who
	m.order == order
	m.part == "helper" == rank
	_may_end(name)
]

_may_end(name) if {
	m := input.pod.who[name]
	m.class == "regular"
	m.lifetime != "endless"
	not _only_serves(m)
	not waits_in_vain(name)
}

_only_serves(m) if {
	m.lifetime == "unknown"
	m.helps == true
	m.role != "one-shot"
}

# METADATA
# description: The container goes no further without a file of a volume of the pod's own that nobody in sight makes.
waits_in_vain(name) if {
	some wait in input.pod.waits
	wait.container == name
	in_vain(wait)
}

# METADATA
# description: |
#   Nobody in sight makes the file. Only a volume that lives and dies with the pod is judged: another pod, the node or an injector may
#   fill the others.
in_vain(wait) if {
	wait.kind == "emptyDir"
	wait.phase == "run"
	wait.glob == false
	wait.made == false
	count(object.get(input.pod, "injectors", [])) == 0
	every mount in object.get(wait, "mounts", []) { mount.seen == "all" }
}

# METADATA
# description: Something in sight ends the container.
stopped(name) if {
	some stop in input.pod.endings
	stop.container == name
}

# METADATA
# description: Who may end a container that listens for a call to that purpose, and is not seen entirely.
callers(name, work) := [{
	"who": work,
	"seen": input.pod.who[work].seen.dials,
	"reason": sprintf("%q may call the endpoint that ends %q", [work, name]),
}] if {
	input.pod.who[name].answers_quit == true
} else := []
