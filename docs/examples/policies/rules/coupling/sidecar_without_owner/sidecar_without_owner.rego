# METADATA
# title: Sidecar without an owner
# description: |
#   ## What
#   A sidecar has no annotation on its pod that says which team owns it: `<prefix>/<container>: <team>`.
#
#   ## Why it hurts
#   The application's team is paged for a container that another team built and rolls out.
#
#   ## How to fix
#   ```yaml
#   metadata:
#     annotations:
#       owner.example.org/proxy: team-mesh
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/
#     description: Annotations
# custom:
#   severity: info
#   confidence: strong
#   fix: Name the team in an annotation of the pod.
#   parameters:
#     prefix:
#       description: What stands before the container's name in the annotation.
#       schema: {type: string, minLength: 1}
#       default: owner.example.org
package podlint.rules.coupling.sidecar_without_owner

violation contains {
	"msg": sprintf("sidecar %q has no owner: annotation %s is missing or empty", [c.name, _key(c)]),
	"path": array.concat(c.path, ["name"]),
	"container": c.name,
} if {
	some c in input.pod.containers
	c.part == "helper"
	c.class in {"regular", "sidecar"}
	trim_space(object.get(input.pod.annotations, _key(c), "")) == ""
}

_key(c) := sprintf("%s/%s", [input.parameters["sidecar-without-owner"].prefix, c.name])
