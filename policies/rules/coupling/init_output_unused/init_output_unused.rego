# METADATA
# title: Output of an init container is lost
# description: |
#   ## What
#   An init container downloads or makes files on its own file system, or on an emptyDir that no other container mounts. When it ends, they
#   are gone.
#
#   ## Why it hurts
#   The work is done at every start of the pod and has no effect: the app runs with what its image holds, or misses the file.
#
#   ## When it is fine
#   An init container that waits, migrates, registers, changes permissions or prepares the node has no output; podlint is silent as soon as a
#   command may have an effect that is not a file, or when the container uses the file itself.
#
#   ## How to fix
#   Hand the files over through a volume that both mount:
#   ```yaml
#   initContainers:
#     - name: fetch
#       image: curlimages/curl:8.8.0
#       command: [curl, -fsSLo, /data/model.bin, "https://models.example/model.bin"]
#       volumeMounts:
#         - {name: data, mountPath: /data}
#   containers:
#     - name: app
#       volumeMounts:
#         - {name: data, mountPath: /data, readOnly: true}
#   volumes:
#     - name: data
#       emptyDir: {}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/init-containers/
#     description: Init containers
# custom:
#   severity: warning
#   confidence: strong
#   fix: Write to an emptyDir that the app mounts too.
package podlint.rules.coupling.init_output_unused

violation contains {
	"msg": sprintf("init container %q makes %s on %s: the next container cannot see it", [lost.container, lost.file, _where(lost)]),
	"path": lost.path,
	"container": lost.container,
} if {
	some lost in input.pod.coupling.lost_outputs
}

_where(lost) := sprintf("volume %q that nobody else mounts", [lost.volume]) if lost.volume

else := "its own file system"
