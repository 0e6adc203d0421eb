# METADATA
# title: Who is in the pod, and who runs beside whom
# description: |
#   Questions about the containers of a pod by name, over `input.pod.who` and `input.pod.app`.
package podlint.lib.pods

# METADATA
# description: The containers that go on while the others run, those of injectors included, but the one named.
beside(name) := {other | some other, m in input.pod.who; other != name; m.running == true}

# METADATA
# description: Somebody goes on beside the container, be it one of an injector.
accompanied(name) if {
	some other, m in input.pod.who
	other != name
	m.running == true
}

# METADATA
# description: The containers of the manifest that run side by side, regular ones and native sidecars.
companions := {name | some name, m in input.pod.who; m.class in {"regular", "sidecar"}}

# METADATA
# description: |
#   Two containers of the manifest run at the same time; `first` starts first. An init container meets only the native sidecars that
#   were started before it.
coexist(first, second) if {
	input.pod.who[first].class in {"regular", "sidecar"}
	input.pod.who[second].class in {"regular", "sidecar"}
}

coexist(first, second) if {
	input.pod.who[first].class == "sidecar"
	input.pod.who[second].class == "init"
}

# METADATA
# description: The container is the work of the pod.
app(name) if input.pod.who[name].part == "app"

# METADATA
# description: The container is there for a neighbour.
helper(name) if input.pod.who[name].part == "helper"

# METADATA
# description: The first regular container, which kubectl and others take when nobody says which one is meant.
first := min([[m.order, name] | some name, m in input.pod.who; m.class == "regular"])[1]

# METADATA
# description: The only regular container that is not known to be there for a neighbour; undefined when there are none or more.
only_app := name if {
	candidates := [other | some other, m in input.pod.who; m.class == "regular"; m.part != "helper"]
	count(candidates) == 1
	name := candidates[0]
}

# METADATA
# description: The containers that are there for a neighbour.
helpers := {name | some name, m in input.pod.who; m.part == "helper"}

# METADATA
# description: The manifest lists more than one container, ephemeral ones aside.
several if count([1 | some m in input.pod.who; m.class in {"init", "sidecar", "regular"}]) > 1

# METADATA
# description: Every container that runs names an image; otherwise a patch or an operator completes the pod.
complete if {
	every name in companions { input.pod.who[name].image != "" }
}

# METADATA
# description: An edge other than the start order ties the two.
joined(first, second) if {
	some edge in input.pod.edges
	not edge.kind in {"start-order", "injected"}
	{edge.from, edge.to} == {first, second}
}

# METADATA
# description: |
#   The maker that the images of two containers have in common: the path in front of the last part of their names. A public tool used twice
#   shows nothing.
maker(first, second) := folder if {
	folder := _folder(input.pod.who[first].image)
	folder == _folder(input.pod.who[second].image)
	not _one_tool(first, second)
}

_folder(image) := concat("/", array.slice(parts, 0, count(parts) - 1)) if {
	parts := split(image, "/")
	count(parts) > 2
}

_one_tool(first, second) if {
	input.pod.who[first].image == input.pod.who[second].image
	input.pod.who[first].role == "tool"
}

# METADATA
# description: The containers that the workload's controller may add, and of which nobody knows, as gaps of an argument from absence.
added := [{"who": "the controller", "seen": "some", "reason": sprintf("the controller of a %s may add containers", [input.pod.workload.kind])} |
	some made in input.pod.made_beside
	made == "containers"
]

# METADATA
# description: |
#   The container only waits, and a neighbour's arguments or variables name its image: it is there so that the image is on the node when the
#   neighbour starts something of it.
holds_image(name) if {
	input.pod.who[name].idle
	some container in input.pod.containers
	container.name == name
	contains(container.image.reference, ":")
	some other in input.pod.containers
	other.name != name
	some text in array.concat(object.get(other, "argv", []), [variable.value | some variable in other.env])
	contains(text, container.image.reference)
}

# METADATA
# description: |
#   What speaks for an idle container being there on purpose, as gaps of an argument from absence: somebody may run commands in it, or it may
#   hold its image on the node.
idle_on_purpose(name) := array.concat(
	[{"who": name, "seen": "told", "reason": "a DaemonSet may keep its image on the nodes"} | _keeps_image(name)],
	[{"who": name, "seen": "told", "reason": sprintf("%q only waits as well: somebody may run commands in both", [other])} | some other in _waits_beside(name)],
)

_keeps_image(name) if {
	input.pod.workload.scales == "nodes"
	input.pod.who[name].idle == true
}

_waits_beside(name) := {other |
	mine := input.pod.who[name]
	mine.idle == true
	some other, m in input.pod.who
	m.idle == true
	m.image != mine.image
}

# METADATA
# description: Why the composition of the pod is nobody's choice of neighbours; empty where it is.
grouped contains "containers on the node itself" if input.pod.host_process

grouped contains "a test pod" if input.pod.test

grouped contains "a controller composes the pod" if input.pod.managed

grouped contains "a build agent with its tools" if input.pod.ci_agent

grouped contains "its containers do nothing but wait, and hold their images on the nodes" if {
	input.pod.workload.scales == "nodes"
	every name in companions { _waits_only(input.pod.who[name]) }
}

grouped contains "a node agent on the host network" if {
	input.pod.node_agent
	input.pod.host_network
}

_waits_only(m) if m.idle

_waits_only(m) if m.role == "pause"
