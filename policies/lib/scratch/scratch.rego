# METADATA
# title: Scratch space
# description: Questions about the volumes of `input.pod.volumes` that live on the node's disk for as long as the pod.
package podlint.lib.scratch

import data.podlint.lib.pods

# METADATA
# description: |
#   Two containers that run side by side share the volume, and neither its own limit nor one on local storage, which includes it, holds.
unbounded(volume) if {
	not volume.size_limit_bytes
	count(mounters(volume)) > 1
	every name in mounters(volume) { not _limited(volume, name) }
}

# METADATA
# description: The containers that run side by side and mount the volume.
mounters(volume) := {mount.container | some mount in volume.mounted_by; mount.container in pods.companions}

_limited(volume, name) if {
	not volume.medium == "Memory"
	some container in input.pod.containers
	container.name == name
	container.resources.limits.ephemeral_storage_bytes
}

# What lies in memory counts against the memory of whoever writes it: memory-emptydir-unaccounted says what comes of that.
_limited(volume, name) if {
	volume.medium == "Memory"
	some container in input.pod.containers
	container.name == name
	container.resources.limits.memory_bytes
}
