# METADATA
# title: Sidecar image that nobody approved
# description: |
#   ## What
#   A sidecar runs an image that is not on the list `approved`, or names an approved one by its tag. A sidecar is a container that
#   serves another one of its pod: podlint sees that by what ties the two together, and by what it knows of the image.
#
#   ## Why it hurts
#   Sidecars see the traffic, the volumes and often the credentials of the application. A tag can lead to another image tomorrow;
#   a digest cannot.
#
#   ## How to fix
#   Write the image as `repository@sha256:...`, with a digest that the platform team has approved.
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/containers/images/#image-names
#     description: Tags and digests
# custom:
#   severity: error
#   confidence: strong
#   fix: Use an approved image, by its digest.
#   parameters:
#     approved:
#       description: The images that sidecars may run, as registry/repository@digest.
#       schema:
#         type: array
#         items: {type: string, pattern: '^[^@]+@sha256:[0-9a-f]{64}$'}
#       default:
#         - registry.example.org/mesh/proxy@sha256:7b1a6bb6b4dd8d1a4be5ad7f0f2f0f0d4cf8e7f3c4f5a6b7c8d9e0f1a2b3c4d5
package podlint.rules.images.sidecar_image_not_approved

violation contains {
	"msg": sprintf("sidecar %q runs %s, which is not approved", [c.name, c.image.reference]),
	"path": c.image.path,
	"container": c.name,
} if {
	some c in _sidecars
	c.image.digest
	not _approved[_by_digest(c.image)]
}

violation contains {
	"msg": sprintf("sidecar %q names its image by a tag (%s), not by an approved digest", [c.name, c.image.reference]),
	"path": c.image.path,
	"container": c.name,
} if {
	some c in _sidecars
	not c.image.digest
}

_sidecars := [c | some c in input.pod.containers; c.part == "helper"; c.class in {"regular", "sidecar"}]

_approved := {image | some image in input.parameters["sidecar-image-not-approved"].approved}

_by_digest(image) := sprintf("%s/%s@%s", [image.registry, image.repository, image.digest])
