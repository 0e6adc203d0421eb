# METADATA
# title: Shared emptyDir that nothing bounds
# description: |
#   ## What
#   A container keeps filling an emptyDir that a neighbour mounts too (log files, checkouts, a spool, a file with a new name each round),
#   and neither a sizeLimit nor an ephemeral-storage limit bounds it.
#
#   ## Why it hurts
#   An emptyDir lives on the node's disk for as long as the pod. It fills up slowly; then the node runs into disk pressure and
#   evicts pods, this one with all its containers or an innocent neighbour.
#
#   ## When it is fine
#   Files that are overwritten under a fixed name or under names that come back (a weekday, a counter that starts over), rotated logs,
#   tokens, and what init containers leave behind do not grow, nor does what somebody empties or removes again and again. Where a reader
#   follows a log but podlint cannot see who writes it and whether it is rotated, the report is at level info.
#
#   ## How to fix
#   Bound the volume, with room for what the reader has not taken yet. A pod that exceeds the limit is evicted, so rotate as well:
#   ```yaml
#   volumes:
#     - name: logs
#       emptyDir:
#         sizeLimit: 1Gi
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/#emptydir
#     description: emptyDir and its size limit
#   - ref: https://github.com/kubernetes/kubernetes/issues/63126
#     description: Eviction for an emptyDir that exceeds its limit
#   - ref: https://github.com/kubernetes/website/issues/51114
#     description: Documentation of local ephemeral storage
# custom:
#   severity: warning
#   confidence: certain
#   fix: Set `emptyDir.sizeLimit`, or an ephemeral-storage limit on the container that writes.
#   parameters:
#     size_limit:
#       description: sizeLimit that the fix writes, as a quantity.
#       schema: {type: string, pattern: "^[0-9]+([kMGT]i?)?$"}
#       default: 1Gi
package podlint.rules.coupling.shared_emptydir_unbounded

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.outputs
import data.podlint.lib.owners
import data.podlint.lib.pods
import data.podlint.lib.scratch

violation contains {
	"msg": sprintf("container %q keeps filling emptyDir %q (%s), and no size limit bounds it", [grows.container, volume.name, grows.what]),
	"path": array.concat(volume.path, ["name"]),
	"container": grows.container,
	"related": [{"msg": sprintf("%q fills it here", [grows.container]), "path": grows.path}],
	"certainty": certainty.of([grows], []),
	"fix": _fix(volume),
} if {
	some volume in input.pod.volumes
	volume.kind == "emptyDir"
	input.related.limit_range == false
	scratch.unbounded(volume)
	grows := _growths(volume)[0]
}

violation contains {
	"msg": sprintf("a log in emptyDir %q is followed and no size limit bounds it; whether %q rotates it is not known", [volume.name, writer]),
	"path": array.concat(volume.path, ["name"]),
	"container": writer,
	"related": [{"msg": "the log is followed here", "path": follower.path}],
	"certainty": certainty.of([follower], certainty.absent([_rotation(writer)])),
} if {
	some volume in input.pod.volumes
	volume.kind == "emptyDir"
	input.related.limit_range == false
	scratch.unbounded(volume)
	count(_growths(volume)) == 0
	[follower, writer] := _followed(volume)[0]
}

_rotation(name) := object.union(outputs.sight(name), {"reason": sprintf("whether %q writes and rotates the log is not in sight", [name])})

# A pod that fills the volume is evicted.
_fix(volume) := fixes.unsafe(fixes.set(
	sprintf("Set the `sizeLimit` of %q to %s.", [volume.name, size]),
	array.concat(volume.path, ["emptyDir", "sizeLimit"]),
	size,
)) if {
	size := input.parameters["shared-emptydir-unbounded"].size_limit
} else := null

# A container that goes on for as long as its pod is wanted.
_goes_on(_) if input.pod.runs == "always"

_goes_on(name) if input.pod.who[name].lifetime == "endless"

_growths(volume) := array.concat(
	[grows |
		some change in input.pod.outputs
		change.volume == volume.name
		_fills(change)
		grows := object.union(_adds(change), {"container": change.container, "certainty": change.certainty, "path": change.path, "text": change.text})
	],
	[grows |
		some container in input.pod.containers
		some mount in container.mounts
		mount.volume == volume.name
		_syncs(container, mount)
		grows := {
			"container": container.name,
			"what": sprintf("ever more files in %s", [mount.mount_path]),
			"certainty": input.pod.who[container.name].known_certainty,
			"reason": "the image is taken for one that synchronises",
			"path": mount.path,
		}
	],
)

_fills(change) if {
	change.grows == true
	change.op in {"write", "append", "create"}
	change.phase == "run"
	change.mount != "/tmp" # scratch space of one
	change.container in pods.companions
	_goes_on(change.container)
	not input.pod.who[change.container].role == "config-sync" # its settings are as large as their source
	not owners.shut_out(change)
	not _cleared(change)
}

_adds(change) := {"what": sprintf("logs to %s", [change.file])} if {
	change.log == true
	change.op == "append"
} else := {"what": sprintf("appends to %s", [change.file])} if {
	change.op == "append"
	change.dir == false
} else := {"what": sprintf("ever more files in %s", [change.file])} if {
	change.dir == true
} else := {"what": sprintf("ever more files %s", [change.file])}

# Somebody removes or empties the file again and again, or another one in the same place where the names are new each time.
_cleared(change) if {
	some other in _clearing
	other.volume == change.volume
	_same_place(other, change)
}

_clearing := [other | some other in input.pod.outputs; other.endless == true; _clears(other)]

_clears(other) if other.op == "remove"

_clears(other) if {
	other.op == "write"
	other.tool == "truncate"
}

_clears(other) if {
	other.op == "write"
	regex.match(`^\s*(:|true)?\s*>`, other.text)
}

_same_place(other, change) if other.in == change.in

_same_place(other, change) if {
	some writer in change.writers
	writer.container == other.container
	writer.in == other.in
}

_same_place(other, change) if {
	other.container == change.container
	some dir in _dirs(other)
	outputs.under(change.in, dir)
}

# The root of the volume holds every path.
_same_place(other, change) if {
	other.container == change.container
	some dir in _dirs(other)
	dir in {"", "."}
}

# The directory that is cleared, and that in which all the files of a pattern lie.
_dirs(change) := [change.in] if change.dir == true

_dirs(change) := [regex.replace(change.in, `/?[^/]*[*?\[].*$`, "")] if {
	change.glob == true
	change.dir == false
}

# It goes on to synchronise contents into the volume, as far as anybody can see.
_syncs(container, mount) if {
	container.role == "content-sync"
	container.own_program == true
	container.lifetime != "finite"
	container.name in pods.companions
	mount.read_only == false
	_goes_on(container.name)
	not _syncs_elsewhere(container.name, mount.volume)
}

_syncs_elsewhere(name, volume) if {
	places := {change.volume |
		some change in input.pod.outputs
		change.container == name
		change.op == "write"
		change.dir == true
		change.exact == true
	}
	count(places) > 0
	not volume in places
}

# Somebody follows a log on the volume, so somebody writes it, for as long as the pod lives.
_followed(volume) := [[follower, writer] |
	some follower in array.concat(_tails(volume), _agents(volume))
	some writer in writers
	writer != follower.container
] if {
	writers := [name | some name in _in_order(scratch.mounters(volume)); _may_log(name, volume.name)]
}

_in_order(names) := [container.name | some container in input.pod.containers; container.name in names]

_tails(volume) := [read |
	some read in input.pod.handovers
	read.volume == volume.name
	read.op == "tail"
	read.phase == "run"
	read.container in pods.companions
]

# The mount of a log directory is enough of a sign where the settings of a log agent are out of sight.
_agents(volume) := [{"container": container.name, "path": mount.path, "certainty": "guessed", "reason": "a log agent ships what it finds there"} |
	some container in input.pod.containers
	container.role == "log-agent"
	container.own_program == true
	container.config_hidden == true
	some mount in container.mounts
	mount.volume == volume.name
	regex.match(`(^|/)logs?(/|$)`, mount.mount_path)
]

# It may log there for as long as it lives, without a bound in sight.
_may_log(name, volume) if {
	_goes_on(name)
	m := input.pod.who[name]
	m.tools_only == false
	m.helps == false
	some container in input.pod.containers
	container.name == name
	some mount in container.mounts
	mount.volume == volume
	mount.read_only == false
	not _rotates(name)
	not _logs_there(name, volume)
	not _tails_there(name, volume)
	not _hands_out(container, mount)
}

_rotates(name) if {
	some log in input.pod.logs
	log.container == name
	log.rotated == true
}

# Its log there is in sight, and was judged.
_logs_there(name, volume) if {
	some change in input.pod.outputs
	change.container == name
	change.volume == volume
	change.log == true
	change.op == "append"
}

_tails_there(name, volume) if {
	some read in input.pod.handovers
	read.container == name
	read.volume == volume
	read.op == "tail"
	read.phase == "run"
}

# It has the volume for its content, which it serves and does not log to: by what it is known to do there, or by where it mounts it.
_hands_out(container, mount) if {
	_serves(container.name, mount)
	not _writes_there(container.name, mount.volume)
}

_serves(_, mount) if regex.match(`(?i)/(html|htdocs|www|wwwroot|webroot|public_html)(/|$)`, mount.mount_path)

_serves(name, mount) if {
	some read in input.pod.handovers
	read.container == name
	read.volume == mount.volume
	read.op == "serve"
}

_writes_there(name, volume) if {
	some change in input.pod.outputs
	change.container == name
	change.volume == volume
	change.op in {"write", "append", "create"}
	change.phase == "run"
}
