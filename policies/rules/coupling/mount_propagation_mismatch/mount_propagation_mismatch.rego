# METADATA
# title: Mounted file system does not reach the neighbour
# description: |
#   ## What
#   A container mounts a file system inside a volume that a neighbour shares, but the two sides do not agree on mountPropagation: the mounter
#   needs Bidirectional and must be privileged, the consumer needs HostToContainer.
#
#   ## Why it hurts
#   The consumer sees an empty directory. (Bidirectional without privileged is refused by the API server: conflicting-fields.)
#
#   ## When it is fine
#   A consumer that starts after an init container has mounted needs nothing. Volumes of one mounter, directories of the kubelet, sockets and
#   drivers that pass file descriptors are left alone. A program whose trade is to help the mounter may have no use for what is mounted: it is a doubt
#   where the name of its image alone says so.
#
#   ## How to fix
#   ```yaml
#   containers:
#     - name: bucket
#       securityContext: {privileged: true}
#       volumeMounts:
#         - {name: shared, mountPath: /bucket, mountPropagation: Bidirectional}
#     - name: app
#       volumeMounts:
#         - {name: shared, mountPath: /data, mountPropagation: HostToContainer}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/#mount-propagation
#     description: Mount propagation
#   - ref: https://github.com/awslabs/mountpoint-s3/issues/364
#     description: A mounted bucket that the neighbour does not see
#   - ref: https://github.com/juicedata/juicefs/issues/4548
#     description: The same with JuiceFS
# custom:
#   severity: error
#   confidence: certain
#   fix: Set Bidirectional on the privileged mounter and HostToContainer on the consumer.
package podlint.rules.coupling.mount_propagation_mismatch

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.outputs

violation contains {
	"msg": sprintf("container %q does not see what %q mounts in volume %q: its mount lacks HostToContainer", [
		gap.consumer.container,
		gap.mounter.container,
		gap.volume,
	]),
	"path": gap.consumer.path,
	"container": gap.consumer.container,
	"certainty": certainty.of([], _helper(gap.consumer.container)),
	"related": [{"msg": sprintf("%q mounts the volume here", [gap.mounter.container]), "path": gap.mounter.path}],
	"fix": fixes.set("Set `mountPropagation` to `HostToContainer`.", array.concat(gap.consumer.path, ["mountPropagation"]), "HostToContainer"),
} if {
	input.pod.windows == false
	some i, gap in _pairs
	_unseen(gap)
	not _unseen_before(i, gap)
}

violation contains {
	"msg": sprintf("what container %q mounts in volume %q does not reach %q: its mount lacks Bidirectional", [
		gap.mounter.container,
		gap.volume,
		gap.consumer.container,
	]),
	"path": gap.mounter.path,
	"container": gap.mounter.container,
	"certainty": certainty.of([{"certainty": input.pod.who[gap.mounter.container].known_certainty}], []),
	"related": [{"msg": sprintf("%q mounts the volume here", [gap.consumer.container]), "path": gap.consumer.path}],
	"fix": fixes.unsafe(fixes.set("Set `mountPropagation` to `Bidirectional`.", array.concat(gap.mounter.path, ["mountPropagation"]), "Bidirectional")),
} if {
	input.pod.windows == false
	some i, gap in _pairs
	_kept(gap)
	not _kept_before(i, gap)
}

# Each side of a shared volume as the one that mounts a file system in it, with the other one as the consumer.
_pairs := [{"volume": share.volume, "mounter": share.ends[i], "consumer": share.ends[1 - i]} |
	some share in input.pod.shares
	share.settings == false
	share.parts == "meet"
	not _elsewhere(share)
	some i in [0, 1]
]

# What the kubelet mounts for pods, and places that a placeholder hides or that somebody else adds.
_elsewhere(share) if share.kind == "unknown"

_elsewhere(share) if {
	some volume in input.pod.volumes
	volume.name == share.volume
	regex.match(`kubelet|\{\{|\$\(|\$\{|<`, object.get(volume, "source", ""))
}

# The mounter passes on what it mounts, and the consumer takes nothing in.
_unseen(gap) if {
	gap.mounter.propagation == "Bidirectional"
	_privileged(gap.mounter.container)
	gap.consumer.propagation in {"", "None"}
	gap.consumer.socket == false
	not _known_helper(gap.consumer.container)
}

_unseen_before(i, gap) if {
	some j, other in _pairs
	j < i
	other.volume == gap.volume
	other.consumer.container == gap.consumer.container
	_unseen(other)
}

# A program that mounts file systems mounts one there, and keeps it to itself.
_kept(gap) if {
	gap.mounter.propagation != "Bidirectional"
	some container in input.pod.containers
	container.name == gap.mounter.container
	container.own_program == true
	_mounts(container)
	some text in container.argv
	some word in regex.split(`\s+`, text)
	outputs.under(trim_suffix(word, "/"), gap.mounter.mount_path)
}

_kept_before(i, gap) if {
	some j, other in _pairs
	j < i
	other.volume == gap.volume
	other.mounter.container == gap.mounter.container
	_kept(other)
}

# The sidecar of the Cloud Storage FUSE driver is handed a file descriptor instead.
_mounts(container) if {
	container.role == "fs-mount"
	not container.known == "gcsfuse-sidecar"
}

# rclone copies as well as it mounts.
_mounts(container) if {
	container.known == "rclone"
	some text in container.argv
	regex.match(`(^| )mount( |$)`, text)
}

_privileged(name) if {
	some container in input.pod.containers
	container.name == name
	container.security.privileged.value == true
}

_known_helper(name) if {
	input.pod.who[name].helps == true
	input.pod.who[name].known_certainty == "known"
}

_helper(name) := [{"who": name, "seen": "some", "reason": sprintf("%q may have no use for what is mounted", [name])} |
	input.pod.who[name].helps == true
]
