# METADATA
# title: Name that Kubernetes does not take
# description: |
#   ## What
#   A name is not written as Kubernetes takes it: containers, volumes and host names are DNS labels (lower case, no underscore, at most 63
#   characters), ports have at most 15 characters, labels and annotations have keys of a certain form.
#
#   ## Why it hurts
#   The API server refuses the Pod.
#
#   ## When it is fine
#   A placeholder such as `${NAME}` that a later step replaces stands for any name.
#
#   ## How to fix
#   Rename it:
#
#   ```yaml
#   containers:
#     - name: web-server # not web_server or WebServer
#       ports:
#         - {name: http-metrics, containerPort: 9100}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
#     description: Names that Kubernetes takes
# custom:
#   severity: error
#   confidence: certain
#   fix: Rename it as Kubernetes takes names.
package podlint.rules.manifest.invalid_name

import data.podlint.lib.values

violation contains {
	"msg": sprintf("%s%s %q is no valid name%s", [values.owner(value), value.of, value.got, values.instead(value)]),
	"path": value.path,
	"container": object.get(value, "container", ""),
	"certainty": values.meant(value),
} if {
	some value in input.pod.invalid_values
	value.problem == "invalid-name"
}
