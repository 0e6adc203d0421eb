# METADATA
# title: Container without a tie to its neighbours
# description: |
#   ## What
#   Nothing ties the container to another one of its pod: no shared volume that both use, no connection over localhost or a Unix
#   socket, no probe, signal or shared memory, no helper image whose work fits a neighbour. Configuration that everybody mounts
#   and scratch space at /tmp are no ties.
#
#   ## Why it hurts
#   The containers of a pod are scheduled, scaled, updated and evicted as one. Programs that do not need each other still need one
#   node that is big enough for both, restart together for a change in one image, and make the pod unready together.
#
#   ## When it is fine
#   The tie may be out of sight: a default inside an image, a file that is not among the manifests, an abstract socket. Where
#   podlint cannot see everything that the containers in question do, it reports at level info and says that no tie is in sight; when
#   an image name also says proxy, ambassador, exporter or agent, it says nothing.
#   Containers that only hold an image on the node, node agents on the host network, test pods and pods that a controller composes are left alone. A tie that podlint cannot see
#   can be declared, see the documentation of annotations.
#
#   ## How to fix
#   Give each program a workload of its own:
#   ```yaml
#   apiVersion: apps/v1
#   kind: Deployment
#   metadata:
#     name: worker
#   spec:
#     replicas: 2
#     selector:
#       matchLabels: {app: worker}
#     template:
#       metadata:
#         labels: {app: worker}
#       spec:
#         containers:
#           - name: worker
#             image: registry.example/worker:1.4.2
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/
#     description: How pods manage multiple containers
#   - ref: https://kubernetes.io/blog/2025/04/22/multi-container-pods-overview/
#     description: Patterns of pods with several containers
#   - ref: https://github.com/kubernetes/website/issues/51422
#     description: Guidance on what belongs into one pod
# custom:
#   severity: warning
#   confidence: heuristic
#   fix: Move the container to a workload of its own.
package podlint.rules.coupling.uncoupled_container

import data.podlint.lib.certainty
import data.podlint.lib.pods
import data.podlint.lib.services

violation contains {
	"msg": _message(name, gaps),
	"path": alone.name_path,
	"container": name,
	"certainty": certainty.of([], gaps),
} if {
	some name, alone in input.pod.who
	alone.tied == false
	alone.class in {"regular", "sidecar"}
	count(spared) == 0
	pods.complete
	_named(name)
	not _apart(name)
	not pods.holds_image(name)
	gaps := certainty.absent(array.concat(_unseen(name), array.concat(_hints(name), pods.idle_on_purpose(name))))
}

_message(name, gaps) := sprintf("container %q is not tied to %s: no shared volume, connection, probe, signal or socket", [name, _others(name)]) if {
	count(gaps) == 0
} else := sprintf("no tie in sight between container %q and %s (%s)", [name, _others(name), gaps[0].reason])

_others(name) := sprintf("%q", [other]) if {
	count(_companions) == 2
	some other in _companions
	other != name
} else := sprintf("any of the other %d", [count(_companions) - 1])

# Those that the manifest shows and that run side by side, in their order.
_companions := [entry[1] | some entry in sort([[m.order, name] | some name, m in input.pod.who; m.class in {"regular", "sidecar"}])]

_alone contains name if {
	some name in _companions
	input.pod.who[name].tied == false
	not _meets(name)
	not _lost_socket(name)
	not _lost_dial(name)
	not _gate(name)
	not _in_sight_of_all(name)
}

# Of two that have nothing to do with each other the one that is not the app; of more each one that is alone, save the app.
_named(name) if {
	count(_companions) == 2
	count(_alone) == 2
	name != _app
}

_named(name) if {
	count(_companions) > 2
	name in _alone
	not _app_of_strangers(name)
}

_app_of_strangers(name) if {
	count(_alone) == count(_companions)
	name == _app
}

# The likeliest app, else the first regular container; a script of common tools last.
_app := [name |
	some tools in [false, true]
	some name in array.concat([member.container | some member in input.pod.app], array.concat(_regular, _companions))
	name in _alone
	input.pod.who[name].tools_only == tools
][0]

_regular := [name |
	some name in _companions
	input.pod.who[name].class == "regular"
	input.pod.who[name].part != "helper"
]

# Not all that it does is in sight, and it mounts a volume together with a neighbour, on which files may go from one to the other.
_meets(name) if {
	not input.pod.who[name].tools_only
	some share in input.pod.shares
	share.parts == "meet"
	share.settings == false
	_exchanges(share)
	some end in share.ends
	end.container == name
}

# One of them may write there, what the other may take for its own; not so on a path of the node that containers mount for their own sake,
# such as /dev, nor where both keep their temporary files.
_exchanges(share) if {
	some volume in input.pod.volumes
	volume.name == share.volume
	volume.facility == false
	mounts := [mount | some mount in volume.mounted_by; some end in share.ends; mount.container == end.container]
	count([1 | some mount in mounts; mount.read_only == false]) > 0
	count([1 | some mount in mounts; mount.mount_path != "/tmp"]) > 0
}

# A socket that a client cannot find is a tie that is broken, which is reported as that.
_lost_socket(name) if {
	some connection in input.pod.connections
	connection.host_class == "socket"
	not connection.answer in {"own", "neighbour"}
	connection.volume != ""
	name in _ends(connection)
}

# So is an address on loopback that nobody is seen to answer, unless it may be the container's own port: the other end of a pair is the only one
# that could.
_lost_dial(name) if {
	count(_companions) == 2
	name in _companions
	some connection in input.pod.connections
	connection.host_class == "loopback"
	connection.answer == "nobody"
	connection.phase in {"run", "init"}
	connection.from in _companions
	input.pod.host_network == false
	_answers_unseen(connection)
}

# The neighbour's ports are not all known, while the container's own are, or it is another's service that it asks for.
_answers_unseen(connection) if {
	some other in _companions
	other != connection.from
	input.pod.who[other].seen.listens != "all"
	not input.pod.who[other].tools_only
	_of_another(connection)
}

_of_another(connection) if connection.purpose in {"database", "telemetry", "upstream", "scrape", "proxy", "build"}

_of_another(connection) if input.pod.who[connection.from].ports

_of_another(connection) if input.pod.who[connection.from].seen.listens == "all"

_ends(connection) := {connection.from} if count(_companions) > 2

_ends(_) := {name | some name in _companions} if count(_companions) == 2

# An idle container may be there for its readiness probe, which holds the whole pod back.
_gate(name) if {
	input.pod.who[name].tools_only
	"readiness" in input.pod.who[name].probes
}

# Under a shared process namespace any program may look at the others.
_in_sight_of_all(name) if {
	input.pod.share_process_namespace
	not input.pod.who[name].tools_only
}

# independent-services-in-one-pod says more about the same pair.
_apart(name) if {
	some pair in services.apart
	name in {pair.first, pair.second}
}

# Who may be tied to it after all: itself, when a neighbour could have to do with it, and each neighbour, when it could have to do with them.
_unseen(name) := array.concat(
	[_sight(name) | _asked(name)],
	[gap | _reachable(name); some gap in array.slice(_out_of_sight, 0, _most); gap.who != name],
)

# Twenty gaps are as good as more.
_most := 20

_sight(name) := {"who": name, "seen": input.pod.who[name].seen.dials, "reason": sprintf("what %q does is not fully known", [name])}

_out_of_sight := [_sight(name) | some name in _companions; input.pod.who[name].seen.dials != "all"]

_asked(name) if {
	some other in _asked_for
	other != name
}

_asked_for := [name | some name in _companions; _reachable(name)]

# It listens, or what it does is not all in sight.
_reachable(name) if input.pod.who[name].ports

_reachable(name) if not input.pod.who[name].tools_only

# What speaks for a tie that nobody sees: each makes the report less sure.
_hints(name) := array.concat(
	[{"who": name, "seen": "some", "reason": sprintf("its role alone says %s", [kind])} | some kind in _guessed(name)],
	array.concat(
		[{"who": other, "seen": "told", "reason": sprintf("both images come from %s", [maker])} |
			some other in _kin(name)
			maker := _maker(name, other)
		],
		array.concat(
			[{"who": name, "seen": "told", "reason": sprintf("an image is named %s, and may serve the other", [word])} | some word in _words(name)],
			[{"who": name, "seen": "told", "reason": sprintf("they use separate parts of volume %q", [share.volume])} |
				some share in input.pod.shares
				share.parts == "apart"
				share.settings == false
				some end in share.ends
				end.container == name
			],
		),
	),
)

# The kinds of its edges, all of them guesses, to those that run beside it.
_guessed(name) := {edge.kind |
	some edge in input.pod.edges
	not edge.kind in {"start-order", "injected"}
	name in {edge.from, edge.to}
	some other in [edge.from, edge.to]
	other != name
	input.pod.who[other].running == true
}

# Those that may have its maker.
_kin(name) := [other | some other in _most_of[_house(input.pod.who[name].image)]; other != name]

_most_of[house] := array.slice([name | some name in names], 0, _most) if some house, names in _houses

_houses[_house(input.pod.who[name].image)] contains name if some name in _companions

_house(image) := concat("/", array.slice(parts, 0, count(parts) - 1)) if {
	parts := split(image, "/")
	count(parts) > 2
} else := image

_maker(name, other) := pods.maker(name, other)

# One image of no maker's own, run twice.
_maker(name, other) := input.pod.who[name].image if {
	input.pod.who[name].image == input.pod.who[other].image
	count(split(input.pod.who[name].image, "/")) < 3
	not input.pod.who[name].tools_only
	not input.pod.who[other].tools_only
}

_words(name) := {word |
	some word in ["proxy", "ambassador", "exporter", "agent"]
	who := input.pod.who[name]
	not _well_known(who)
	contains(lower(sprintf("%s %s", [regex.replace(who.image, `^.*/`, ""), who.subcommand])), word)
}

_well_known(who) if {
	who.own_program
	who.seen.dials != "some"
}

# METADATA
# description: Why the composition of the pod is nobody's choice of neighbours.
spared contains reason if some reason in pods.grouped
