# METADATA
# title: Mounted file system does not reach the neighbour
# description: |
#   ## What
#   A container mounts a file system inside a volume that a neighbour shares, but the two sides do not agree on mountPropagation: the mounter
#   needs Bidirectional and must be privileged, the consumer needs HostToContainer.
#
#   ## Why it hurts
#   The consumer sees an empty directory. Bidirectional without privileged is refused by the API server.
#
#   ## When it is fine
#   A consumer that starts after an init container has mounted needs nothing. Volumes of one mounter, directories of the kubelet, sockets and
#   drivers that pass file descriptors are left alone.
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

import data.podlint.lib.fixes

violation contains {
	"msg": _message(gap),
	"path": gap.path,
	"container": gap.container,
	"related": [{"msg": sprintf("%q mounts the volume here", [gap.other]), "path": gap.other_path}],
	"fix": _fix(gap),
} if {
	some gap in input.pod.coupling.propagation_gaps
}

_fix(gap) := fixes.set("Set `mountPropagation` to `HostToContainer`.", array.concat(gap.path, ["mountPropagation"]), "HostToContainer") if {
	gap.gap == "consumer"
} else := fixes.unsafe(fixes.set("Set `mountPropagation` to `Bidirectional`.", array.concat(gap.path, ["mountPropagation"]), "Bidirectional")) if {
	gap.gap == "mounter"
} else := null

_message(gap) := sprintf(
	"container %q does not see what %q mounts in volume %q: its mount lacks HostToContainer",
	[gap.container, gap.other, gap.volume],
) if {
	gap.gap == "consumer"
}

_message(gap) := sprintf(
	"what container %q mounts in volume %q does not reach %q: its mount lacks Bidirectional",
	[gap.container, gap.volume, gap.other],
) if {
	gap.gap == "mounter"
}

_message(gap) := sprintf(
	"container %q mounts volume %q Bidirectional without being privileged, which the API server refuses",
	[gap.container, gap.volume],
) if {
	gap.gap == "privilege"
}
