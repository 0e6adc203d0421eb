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

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.outputs

violation contains {
	"msg": sprintf("container %q writes %s, but mounts volume %q read-only%s", [write.container, write.file, write.volume, _who(write)]),
	"path": write.mount_path,
	"container": write.container,
	"certainty": certainty.of([write], _read_instead(write)),
	"related": [{"msg": "the write is here", "path": write.path}],
	"fix": fixes.remove("Remove `readOnly` from the mount.", array.concat(write.mount_path, ["readOnly"])),
} if {
	some write in input.pod.outputs
	write.declared_read_only == true
	not write.kind in {"configMap", "secret", "projected", "downwardAPI"} # which are read-only whatever the mount says
	write.ignorable == false
	write.origin != "image"
	outputs.must_succeed(write)
}

# The flag of a program that is not known may as well name a log that it reads, and its read-only mount says so.
_read_instead(write) := [{
	"who": write.container, "seen": "some",
	"reason": sprintf("%q may read what its flag names", [write.container]),
}] if {
	write.origin == "flag"
	not _known_program(input.pod.who[write.container])
} else := []

_known_program(member) if {
	member.own_program == true
	member.known_certainty == "known"
}

violation contains {
	"msg": sprintf("emptyDir %q stays empty: all %d containers mount it read-only", [volume.name, count(mounters)]),
	"path": array.concat(volume.path, ["name"]),
} if {
	some volume in input.pod.volumes
	volume.kind == "emptyDir"
	count(volume.mounted_by) > 1
	every mount in volume.mounted_by { mount.read_only == true }
	mounters := {mount.container | some mount in volume.mounted_by}
	count(mounters) > 1 # an empty volume may hide a directory from one container
	not input.pod.injectors # an injected container may fill it
}

_who(write) := sprintf("; %q waits for it", [readers[count(readers) - 1]]) if {
	readers := outputs.others(write)
	count(readers) > 0
} else := ""
