# METADATA
# title: Writer mounts the volume read-only
# description: |
#   ## What
#   A container writes to a volume that it mounts with `readOnly: true`; or every container mounts an emptyDir read-only, so that nobody
#   can ever fill it.
#
#   ## Why it hurts
#   The write fails with "Read-only file system", and whoever waits for the file sees nothing.
#
#   ## When it is fine
#   A claim or a CSI volume may be filled elsewhere. A failure that the script tolerates is not reported.
#
#   ## How to fix
#   Keep `readOnly` on the readers and drop it from the writer:
#   ```yaml
#   volumeMounts:
#     - name: html
#       mountPath: /html
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/
#     description: Volumes and how containers mount them
# custom:
#   severity: error
#   confidence: strong
#   fix: Drop `readOnly` from the mount of the container that writes.
package podlint.rules.coupling.writer_mount_read_only

violation contains object.union(
	{
		"msg": sprintf("container %q writes %s, but mounts volume %q read-only%s", [write.container, write.file, write.volume, _who(write)]),
		"path": write.mount_path,
		"container": write.container,
	},
	{"related": [{"msg": "the write is here", "path": write.path}]},
) if {
	some write in input.pod.coupling.read_only_writes
}

violation contains {
	"msg": sprintf("emptyDir %q stays empty: all %d containers mount it read-only", [sealed.volume, count(sealed.containers)]),
	"path": sealed.path,
} if {
	some sealed in input.pod.coupling.sealed
}

_who(write) := sprintf("; %q waits for it", [write.reader]) if write.reader

else := ""
