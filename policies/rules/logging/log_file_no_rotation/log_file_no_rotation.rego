# METADATA
# title: Log file that nothing rotates
# description: |
#   ## What
#   A long-running container appends its log to a file on a volume for ever, with no rotation in sight and no size limit on the volume.
#
#   ## Why it hurts
#   The file grows until the node or the volume is full. An emptyDir counts as ephemeral storage of the pod: the kubelet evicts
#   it, mostly at night. A full claim stops every program that writes to it.
#
#   ## When it is fine
#   Short Jobs, rolling loggers, a container that runs logrotate or truncates the file, and a `sizeLimit` or an ephemeral-storage
#   limit are not reported. A program that is told the file's name may roll it, so that the finding is advice; it is a doubt where a
#   neighbour of which nothing is known may do so, or where only a follower shows that somebody writes.
#
#   ## How to fix
#   Log to stdout, which the kubelet rotates, or let the program's logger roll its files. A size limit bounds the damage.
#
#   ```yaml
#   volumes:
#     - name: logs
#       emptyDir:
#         sizeLimit: 500Mi
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/cluster-administration/logging/
#     description: Only stdout and stderr are rotated by the kubelet
#   - ref: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#local-ephemeral-storage
#     description: An emptyDir counts as local ephemeral storage
# custom:
#   severity: warning
#   confidence: heuristic
#   fix: Log to stdout, rotate the file, or give the emptyDir a `sizeLimit`.
package podlint.rules.logging.log_file_no_rotation

import data.podlint.lib.certainty
import data.podlint.lib.files
import data.podlint.lib.logs
import data.podlint.lib.outputs
import data.podlint.lib.owners
import data.podlint.lib.scratch

violation contains {
	"msg": sprintf("%s %s%s on volume %q: no rotation or size limit in sight", [
		_who(log),
		log.file,
		_more(i, log),
		log.volume,
	]),
	"path": log.path,
	"container": log.container,
	"certainty": certainty.of([log], certainty.absent(array.concat(logs.copied_links(log), array.concat(_itself(log), _strangers(log))))),
} if {
	some i, log in input.pod.outputs
	log.log == true
	log.grows == true
	_unrotated(log)
	not _named(i, log)
	not _told_of_the_volume(log)
}

# A command follows one file of a volume on which only one container, of which nothing is known, can write.
violation contains {
	"msg": sprintf("container %q seems to write the log %s on volume %q: no rotation or size limit in sight", [
		writer.who,
		read.file,
		read.volume,
	]),
	"path": _declaration(read.volume),
	"container": writer.who,
	"certainty": certainty.of([read], certainty.absent([writer])),
} if {
	some i, read in input.pod.handovers
	read.does == "follows"
	read.origin == "script"
	read.wide == false
	read.met == false
	writers := files.unseen_writers(read)
	count(writers) == 1
	writer := writers[0]
	_seems_to_log(writer.who, read)
	not _followed_before(i, read)
	not read.volume in _rotated
	not read.volume in _shared
}

_unrotated(log) if {
	log.op == "append"
	log.phase == "run"
	_fills_up(log.volume)
	_goes_on(log.container)
	not owners.shut_out(log)
	not _looked_after(log)
	not _named_before(log)
}

# Advice alone has nothing to add to shared-emptydir-unbounded, which says that the same log fills the volume.
_told_of_the_volume(log) if {
	not _sure(log)
	log.mount != "/tmp"
	input.pod.who[log.container].role != "config-sync"
	log.volume in _shared
}

_shared contains volume.name if {
	input.related.limit_range == false
	some volume in input.pod.volumes
	volume.kind == "emptyDir"
	scratch.unbounded(volume)
}

# Scratch space without a size limit, or a claim.
_fills_up(name) if {
	some volume in input.pod.volumes
	volume.name == name
	_unbounded(volume)
}

_unbounded(volume) if volume.kind in {"persistentVolumeClaim", "ephemeral"}

_unbounded(volume) if {
	volume.kind == "emptyDir"
	not volume.size_limit_bytes
}

# It runs for as long as its pod is wanted, and its local storage, which includes its volumes, has no limit.
_goes_on(name) if {
	some container in input.pod.containers
	container.name == name
	container.class in {"regular", "sidecar"}
	not container.resources.limits.ephemeral_storage_bytes
	_stays(container)
}

_stays(container) if container.lifetime == "endless"

_stays(container) if {
	input.pod.runs == "always"
	container.lifetime == "unknown"
}

_stays(container) if {
	input.pod.runs == "always"
	container.waits == true
}

# Somebody bounds the log, or it is content that is handed out.
_looked_after(log) if log.volume in _rotated

_looked_after(log) if {
	some other in log.writers
	input.pod.who[other.container].running == true
	other.phase == "run"
	_cuts(other)
}

_looked_after(log) if {
	some reader in log.readers
	reader.op == "serve"
}

_looked_after(log) if {
	some own in input.pod.logs
	own.container == log.container
	own.volume == log.volume
	own.rotated == true
	outputs.overlap(own["in"], log["in"])
}

# A container whose trade is to rotate logs mounts the volume, or a script runs logrotate.
_rotated contains mount.volume if {
	some container in input.pod.containers
	container.running == true
	_rotates(container)
	some mount in container.mounts
}

_rotates(container) if container.role == "log-rotate"

_rotates(container) if {
	some command in container.commands
	command.name == "logrotate"
}

# The file is removed, or written anew, again and again while the pod runs: what a script empties once, when it starts, grows from then on.
_cuts(other) if other.op == "remove"

_cuts(other) if {
	other.op == "write"
	other.endless == true
}

_cuts(other) if {
	other.op == "write"
	other.origin != "script"
}

# A variable of an earlier container names the same file: one of the two only reads it.
_named_before(log) if {
	log.origin == "env"
	some other in log.writers
	other.origin == "env"
	other.self == false
	other.meets == "same"
	input.pod.who[other.container].order < input.pod.who[log.container].order
}

# One report for a container and a volume.
_named(i, log) if {
	some j, other in input.pod.outputs
	other.container == log.container
	j < i
	_alike(other, log)
}

_alike(other, log) if {
	other.volume == log.volume
	other.log == true
	other.grows == true
	_unrotated(other)
}

# A redirect or a loop shows that the file only grows; a configuration in sight would show that it is rolled. A program that is merely told
# its name may roll it.
_itself(log) := [] if {
	_sure(log)
} else := [{"who": log.container, "seen": "told", "reason": sprintf("%q may roll the file itself", [log.container])}]

_sure(log) if log.origin == "config"

_sure(log) if {
	log.origin == "script"
	_by_shell(log)
}

# A redirect, or a tool such as tee, rather than an argument of a program.
_by_shell(log) if regex.match(`>|(^|\W)tee\s`, log.text)

_by_shell(log) if log.tool != ""

# Those of which nothing is known and that may write there, rotate perhaps.
_strangers(log) := [{"who": mount.container, "seen": "some", "reason": sprintf("%q may rotate the file", [mount.container])} |
	some mount in log.mounts
	mount.read_only == false
	mount.holds == true
	input.pod.who[mount.container].running == true
	input.pod.who[mount.container].opaque == true
]

_seems_to_log(name, read) if {
	name != read.container
	_fills_up(read.volume)
	_goes_on(name)
	input.pod.who[name].opaque == true
	not _rolls(name, read.volume)
}

_rolls(name, volume) if {
	some own in input.pod.logs
	own.container == name
	own.volume == volume
	own.rotated == true
}

_followed_before(i, read) if {
	some j, other in input.pod.handovers
	j < i
	other.does == "follows"
	other.origin == "script"
	other.wide == false
	other.met == false
	other.volume == read.volume
}

_declaration(name) := [array.concat(volume.path, ["name"]) | some volume in input.pod.volumes; volume.name == name][0]

_who(log) := sprintf("container %q appends for ever to", [log.container]) if {
	_sure(log)
} else := sprintf("container %q logs to", [log.container])

_more(i, log) := sprintf(" (and %d more)", [more]) if {
	more := count([1 | some j, other in input.pod.outputs; other.container == log.container; j > i; _alike(other, log)])
	more > 0
} else := ""
