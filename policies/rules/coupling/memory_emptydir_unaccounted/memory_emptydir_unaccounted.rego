# METADATA
# title: Shared memory volume larger than its writer may fill
# description: |
#   ## What
#   An `emptyDir` in memory (`medium: Memory`) that containers share has no `sizeLimit`, or one near or above the memory limit of a
#   container that writes it.
#
#   ## Why it hurts
#   Pages in such a volume count against the memory limit of the container that wrote them. The writer is killed for lack of memory
#   though its heap is small; the files survive its restart, so it is killed again, in a loop that only deleting the pod ends.
#
#   ## When it is fine
#   A `sizeLimit` well below the smallest limit is right. Volumes of agents that are known to write secrets or identities are small, and
#   podlint is silent for them, and for pods whose limits a LimitRange or the pod as a whole sets; it is a doubt where the name of an image
#   alone speaks of such an agent, and where an init container fills the volume and nobody is seen to add to it. A writer without a memory
#   limit is left alone: what it may fill is the node's, and a matter of limits rather than of the volume.
#
#   ## How to fix
#   Bound the volume, at half of the smallest writer's limit or less:
#   ```yaml
#   volumes:
#     - name: shared
#       emptyDir:
#         medium: Memory
#         sizeLimit: 128Mi
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/128339
#     description: Memory volumes and memory limits
#   - ref: https://github.com/kubernetes/website/issues/36453
#     description: How memory volumes are accounted
#   - ref: https://github.com/kubernetes/kubernetes/issues/63641
#     description: Size of memory volumes
# custom:
#   severity: warning
#   confidence: certain
#   fix: Set a `sizeLimit` of at most half the writer's memory limit.
#   parameters:
#     percent:
#       description: sizeLimit in percent of the smallest memory limit from which on it is reported.
#       schema: {type: integer, minimum: 1}
#       default: 80
package podlint.rules.coupling.memory_emptydir_unaccounted

import data.podlint.lib.amounts
import data.podlint.lib.certainty

violation contains {
	"msg": _message(volume, smallest),
	"path": volume.path,
	"container": smallest.container,
	"certainty": certainty.of([], certainty.absent(array.concat(_agents(volume), _readers(volume, smallest.container)))),
} if {
	some volume in input.pod.volumes
	volume.kind == "emptyDir"
	volume.medium == "Memory"
	input.pod.pod_level_resources == false
	input.related.limit_range == false
	count({m.container | some m in volume.mounted_by}) > 1
	not _small(volume)
	smallest := _smallest(volume)
	not _fits(volume, smallest)
}

# The first of those that run and mount the volume writable whose memory limit is the smallest.
_smallest(volume) := [writer | some writer in writers; writer.limit == least][0] if {
	writers := [{"container": m.container, "limit": limit} | some m in _writers(volume); limit := _limits[m.container]]
	least := min({writer.limit | some writer in writers})
}

_writers(volume) := [m |
	some m in volume.mounted_by
	m.class in {"regular", "sidecar"}
	m.read_only == false
]

_limits[container.name] := container.resources.limits.memory_bytes if some container in input.pod.containers

# The volume leaves the writer enough of its memory.
_fits(volume, smallest) if {
	volume.size_limit_bytes * 100 < smallest.limit * input.parameters["memory-emptydir-unaccounted"].percent
}

# Secrets and identities are a few kilobytes.
_small(volume) if {
	some m in _writers(volume)
	_keeps_secrets(m.container)
	input.pod.who[m.container].known_certainty == "known"
}

_agents(volume) := [{"who": m.container, "seen": "some", "reason": sprintf("%q may keep no more than secrets there", [m.container])} |
	some m in _writers(volume)
	_keeps_secrets(m.container)
]

# What an init container has left there is charged to nobody who only reads it.
_readers(volume, name) := [{"who": name, "seen": "some", "reason": sprintf("%q may only read what %q leaves there", [name, m.container])} |
	not _seen_to_write(volume, name)
	some m in volume.mounted_by
	m.class == "init"
	m.read_only == false
]

_seen_to_write(volume, name) if {
	some change in input.pod.outputs
	change.volume == volume.name
	change.container == name
}

_keeps_secrets(name) if input.pod.who[name].role in {"secrets", "identity"}

_message(volume, smallest) := sprintf(
	"memory volume %q may hold %s, which counts against %q's memory limit of %s",
	[volume.name, amounts.memory(volume.size_limit_bytes), smallest.container, amounts.memory(smallest.limit)],
) if {
	volume.size_limit_bytes
} else := sprintf(
	"memory volume %q has no sizeLimit: what %q writes counts against its memory limit of %s",
	[volume.name, smallest.container, amounts.memory(smallest.limit)],
)
