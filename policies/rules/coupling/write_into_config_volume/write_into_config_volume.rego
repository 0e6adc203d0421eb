# METADATA
# title: Write into a volume of settings
# description: |
#   ## What
#   A command changes a file on a ConfigMap, Secret, downwardAPI or projected volume: `sed -i`, a redirect, `cp`, `chown`, `chmod`, `rm`.
#
#   ## Why it hurts
#   Such volumes are read-only, whatever the mount says. The command fails with "Read-only file system"; under `set -e` the container
#   ends and restarts for ever.
#
#   ## When it is fine
#   Copying out of the volume is right. A failure that the script tolerates (`|| true`, a condition) is not reported; a file that the script
#   makes only where it is missing is in doubt, for the volume may hold it.
#
#   ## How to fix
#   Copy the files to an emptyDir in an init container, change them there, and mount the emptyDir:
#   ```yaml
#   initContainers:
#     - name: settings
#       image: busybox:1.36.1
#       command: [sh, -c, "cp /settings/* /work/ && sed -i s/@HOST@/$HOSTNAME/ /work/app.conf"]
#       volumeMounts:
#         - {name: settings, mountPath: /settings}
#         - {name: work, mountPath: /work}
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/62099
#     description: Volumes of settings became read-only
#   - ref: https://github.com/kubernetes/kubernetes/issues/58720
#     description: The same, with the consequences
#   - ref: https://github.com/helm/charts/issues/5210
#     description: A chart whose start script changed a mounted file
# custom:
#   severity: error
#   confidence: strong
#   fix: Copy the file to an emptyDir in an init container and change it there.
package podlint.rules.coupling.write_into_config_volume

import data.podlint.lib.certainty
import data.podlint.lib.outputs

violation contains {
	"msg": sprintf("container %q %s %s, but volume %q (%s) is read-only", [write.container, _does[write.op], write.file, write.volume, write.kind]),
	"path": write.path,
	"container": write.container,
	"certainty": certainty.of([write], certainty.absent(_perhaps_there(write))),
	"severity": _severity(write),
	"related": [{"msg": sprintf("volume %q is mounted here", [write.volume]), "path": write.mount_path}],
} if {
	some write in input.pod.outputs
	write.read_only == true
	write.kind in {"configMap", "secret", "projected", "downwardAPI"}
	write.ignorable == false
	write.origin != "image"
	outputs.must_succeed(write)
}

# A script that goes on does the rest of its work, with the mode that the files of the volume have.
_severity(write) := "info" if {
	write.op == "chmod"
	outputs.goes_on(write)
} else := "warning" if {
	outputs.goes_on(write)
} else := "error"

# A file that the volume brings is not written: the script looks first.
_perhaps_there(write) := [{"who": write.container, "seen": "some", "reason": sprintf("the script writes %s only where it is missing, and volume %q may hold it", [write.file, write.volume])}] if {
	write.guarded == true
} else := []

_does := {
	"write": "writes",
	"append": "appends to",
	"create": "creates",
	"remove": "removes",
	"chmod": "changes the mode or owner of",
}
