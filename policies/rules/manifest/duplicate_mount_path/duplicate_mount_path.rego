# METADATA
# title: Two mounts at one path
# description: |
#   ## What
#   One container mounts two volumes at the same path, or uses one volume as a file system and as a block device.
#
#   ## Why it hurts
#   The API server refuses the Pod: the later mount would hide the earlier one.
#
#   ## When it is fine
#   Paths below each other are fine, and so is one volume at several paths. Other containers have file systems of their own.
#
#   ## How to fix
#   Give each mount a path of its own; several sources in one directory are a `projected` volume:
#
#   ```yaml
#   volumes:
#     - name: config
#       projected:
#         sources:
#           - configMap: {name: shop}
#           - secret: {name: shop}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/
#     description: Volumes and how containers mount them
# custom:
#   severity: error
#   confidence: certain
#   fix: Give each mount a path of its own, or project the sources into one volume.
package podlint.rules.manifest.duplicate_mount_path

import data.podlint.lib.values

violation contains {
	"msg": sprintf("%s%s %q is taken by another mount of the container", [
		values.owner(value),
		value.of,
		value.got,
	]),
	"path": value.path,
	"container": object.get(value, "container", ""),
	"related": [{"msg": "it stands here first", "path": value.first}],
} if {
	some value in input.pod.invalid_values
	value.problem == "repeated"
	value.of in {"mount path", "volume device"}
}
