# METADATA
# title: Two volumes of one name
# description: |
#   ## What
#   Two entries of `spec.volumes` have one name.
#
#   ## Why it hurts
#   The API server refuses the Pod: a mount could mean either.
#
#   ## When it is fine
#   A template of `volumeClaimTemplates` may have the name of a volume: the claim takes its place.
#
#   ## How to fix
#   Rename one of them, or remove it:
#
#   ```yaml
#   volumes:
#     - name: config
#       configMap: {name: shop}
#     - name: cache
#       emptyDir: {}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/
#     description: Volumes and how containers mount them
# custom:
#   severity: error
#   confidence: certain
#   fix: Rename one of the volumes, or remove it.
package podlint.rules.manifest.duplicate_volume_name

violation contains {
	"msg": sprintf("the name %q is taken: another volume of the pod has it", [value.got]),
	"path": value.path,
	"container": object.get(value, "container", ""),
	"related": [{"msg": "it stands here first", "path": value.first}],
} if {
	some value in input.pod.invalid_values
	value.problem == "repeated"
	value.of == "volume name"
}
