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
#   A `sizeLimit` well below the smallest limit is right. Volumes of agents that write secrets or identities are small, and podlint
#   is silent for them, and for pods whose limits a LimitRange or the pod as a whole sets. A writer without a memory limit is left
#   alone: what it may fill is the node's, and a matter of limits rather than of the volume.
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

violation contains {
	"msg": sprintf("memory volume %q has no sizeLimit: what %q writes counts against its memory limit of %s", [memory.volume, memory.writer, memory.limit]),
	"path": memory.path,
	"container": memory.writer,
} if {
	some memory in input.pod.coupling.memory_volumes
	not memory.size_limit
}

violation contains {
	"msg": sprintf(
		"memory volume %q may hold %s, which counts against %q's memory limit of %s",
		[memory.volume, memory.size_limit, memory.writer, memory.limit],
	),
	"path": memory.path,
	"container": memory.writer,
} if {
	some memory in input.pod.coupling.memory_volumes
	memory.percent >= input.parameters["memory-emptydir-unaccounted"].percent
}
