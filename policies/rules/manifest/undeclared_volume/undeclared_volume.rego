# METADATA
# title: Mount of a volume that the pod does not have
# description: |
#   ## What
#   A container mounts a volume, uses it as a block device or reads a variable from it, and no entry of `spec.volumes` has that name.
#
#   ## Why it hurts
#   The API server refuses the Pod. In a StatefulSet it takes the object, and no Pod of it ever comes to be.
#
#   ## When it is fine
#   A volume that `volumeClaimTemplates` makes is there without an entry. Pod templates of other controllers are judged only where those
#   add no volumes of their own.
#
#   ## How to fix
#   Correct the name, or declare the volume:
#
#   ```yaml
#   containers:
#     - name: app
#       volumeMounts:
#         - {name: data, mountPath: /data}
#   volumes:
#     - name: data
#       emptyDir: {}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/
#     description: Volumes and how containers mount them
#   - ref: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
#     description: The fields of a Pod
# custom:
#   severity: error
#   confidence: certain
#   fix: Correct the name of the volume, or declare it under `volumes`.
package podlint.rules.manifest.undeclared_volume

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.values

violation contains {
	"msg": sprintf("%s names volume %q, which the pod does not have%s", [values.subject(value), value.got, values.instead(value)]),
	"path": value.path,
	"container": object.get(value, "container", ""),
	"certainty": certainty.of([], certainty.absent([])),
	"fix": fixes.unsafe(fixes.nearest(value.path, value.got, object.get(value, "nearest", ""))),
} if {
	some value in input.pod.invalid_values
	value.problem == "undeclared"
	value.of == "volume"
	values.as_written
	not _added(value.got)
}

# The Kubernetes plugin of Jenkins adds its workspace to the pods of its agents.
_added("workspace-volume") if input.pod.managed == "jenkins"
