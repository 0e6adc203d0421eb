# METADATA
# title: Reader mounts its neighbour's files writable
# description: |
#   ## What
#   A container only reads what a neighbour writes into a shared volume (it serves, follows or prints the files), but its mount is
#   writable.
#
#   ## Why it hurts
#   A fault or a break-in in the reader can alter or delete the writer's files: a web server that is taken over changes the content
#   that it serves, a log streamer loses the log. Read-only costs nothing where nothing is written.
#
#   ## When it is fine
#   A reader that keeps its own state beside the files needs a writable mount: an agent's offset database, a cache, a lock, a
#   socket. podlint reports web servers on a content volume, log agents whose configuration it sees, and command lines that it
#   understands to the last word; never programs that it does not know, and never files whose writer has ended.
#
#   ## How to fix
#   Mount the volume read-only in the reader:
#   ```yaml
#   volumeMounts:
#     - name: content
#       mountPath: /usr/share/nginx/html
#       readOnly: true
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/access-application-cluster/communicate-containers-same-pod-shared-volume/
#     description: Communicate between containers in the same pod with a shared volume
#   - ref: https://kubernetes.io/docs/concepts/cluster-administration/logging/
#     description: Logging architecture
# custom:
#   severity: info
#   confidence: strong
#   fix: Set `readOnly` to true on the reader's mount.
package podlint.rules.coupling.reader_mount_writable

import data.podlint.lib.certainty
import data.podlint.lib.files
import data.podlint.lib.fixes
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("container %q only %s what %q writes to volume %q, but mounts it writable", [
		read.container,
		_does[read.op],
		writer.container,
		read.volume,
	]),
	"path": read.mount_path,
	"container": read.container,
	"certainty": certainty.of(array.concat([read], _trade(read)), []),
	"related": [{"msg": sprintf("%q writes here", [writer.container]), "path": writer.path}],
	"fix": fixes.set("Set `readOnly` to true on the reader's mount.", array.concat(read.mount_path, ["readOnly"]), true),
} if {
	some i, read in input.pod.handovers
	read.read_only == false
	read.volume != ""
	not read.kind in {"configMap", "secret", "projected", "downwardAPI", "image", "unknown"}
	not _better(i, read)
	_only_reads(read)
	writer := _writer(read)
}

_does := {"read": "reads", "tail": "follows", "watch": "watches", "serve": "serves"}

# One report for a mount: what is followed or served says more than what is read.
_better(i, read) if {
	some j, other in input.pod.handovers
	other.container == read.container
	j < i
	_through_one_mount(other, read)
	_rank(other) >= _rank(read)
}

_better(_, read) if {
	some other in input.pod.handovers
	other.container == read.container
	_through_one_mount(other, read)
	_rank(other) > _rank(read)
}

_through_one_mount(a, b) if {
	a.volume == b.volume
	a.mount == b.mount
}

_rank(read) := 0 if {
	read.op == "read"
} else := 1

# It certainly does nothing else on the volume.
_only_reads(read) if {
	input.pod.who[read.container].class in {"regular", "sidecar"}
	_in_sight(read)
	not _changes(read)
	not _keeps_socket(read)
}

_in_sight(read) if input.pod.who[read.container].tools_only == true

_in_sight(read) if _hands_out(read)

_in_sight(read) if _ships(read)

# A web server hands content out.
_hands_out(read) if {
	read.op == "serve"
	input.pod.who[read.container].role == "web-front"
	input.pod.who[read.container].own_program == true
}

# A log agent follows files; where it keeps its own state is in its settings.
_ships(read) if {
	read.op == "tail"
	read.origin == "config"
	_follows_logs(read.container)
}

_follows_logs(name) if {
	input.pod.who[name].role in {"log-agent", "log-stream", "telemetry"}
	input.pod.who[name].own_program == true
}

_changes(read) if {
	some w in read.writes
	w.self == true
}

_keeps_socket(read) if concat("/", [read.volume, read.container]) in _sockets

_sockets contains concat("/", [share.volume, end.container]) if {
	some share in input.pod.shares
	some end in share.ends
	end.socket == true
}

# What a program does by trade is knowledge of its image.
_trade(read) := [] if {
	input.pod.who[read.container].tools_only == true
} else := [{
	"certainty": input.pod.who[read.container].known_certainty,
	"reason": sprintf("%q only reads by the trade of its image", [read.container]),
}]

# Who is seen to write it while both run, no helper before a helper, then by name; else the only one that can.
_writer(read) := [w | some w in writes; w.container == min({x.container | some x in _first(writes)})][0] if {
	writes := _seen_writes(read)
} else := candidates[0] if {
	_filled_here(read)
	candidates := [m |
		some m in _writable(read)
		not _writes_nothing(m, read)
	]
	count(candidates) == 1
}

_seen_writes(read) := [w |
	some w in read.writes
	w.self == false
	w.phase == "run"
	w.op in {"write", "append", "create"}
	w.meets in {"same", "overlap"}
	w.container in {m.container | some m in _writable(read)}
]

_first(writes) := [w | some w in writes; not pods.helper(w.container)] if {
	some w in writes
	not pods.helper(w.container)
} else := writes

_writable(read) := [m |
	some m in read.mounts
	m.self == false
	m.writable == true
	input.pod.who[m.container].class in {"regular", "sidecar"}
	_same_part(read, m.container)
]

# Their subPaths have something in common.
_same_part(read, name) if name in _partners[concat("/", [read.volume, read.container])]

_partners[concat("/", [share.volume, mine.container])] contains theirs.container if {
	some share in input.pod.shares
	share.parts == "meet"
	some mine in share.ends
	some theirs in share.ends
	theirs.container != mine.container
}

# What is followed on scratch space is written by somebody of this pod, and so is what is served from scratch space of two. A claim or a
# directory of the node may be filled by another pod.
_filled_here(read) if {
	read.kind == "emptyDir"
	read.op == "tail"
}

_filled_here(read) if {
	read.kind == "emptyDir"
	read.op == "serve"
	count(read.mounts) == 2
}

# All that it does there is in sight, or it is no trade of its to write what others read.
_writes_nothing(m, _) if m.seen == "all"

_writes_nothing(m, _) if _follows_logs(m.container)

_writes_nothing(m, _) if input.pod.who[m.container].role == "log-rotate"

# A server has the volume for its content, and logs nothing there.
_writes_nothing(m, _) if {
	m.does == "reads"
	some other in input.pod.handovers
	other.container == m.container
	other.op == "serve"
	other.mount_path == m.path
}

_writes_nothing(m, read) if {
	read.op == "tail"
	files.web_root(_mount_path(m.container, read.volume))
}

_mount_path(name, volume) := [mount.mount_path |
	some container in input.pod.containers
	container.name == name
	some mount in container.mounts
	mount.volume == volume
][0]
