# METADATA
# title: Value that is not written as its field takes it
# description: |
#   ## What
#   A value has the right type and not the right form: a `subPath` that is absolute or leaves its volume by `..`, a host path with `..`, an IP
#   address that is none, a label's value with a blank, an image with a blank at its end.
#
#   ## Why it hurts
#   The API server refuses the Pod.
#
#   ## When it is fine
#   A placeholder such as `${NAME}` that a later step replaces stands for any value.
#
#   ## How to fix
#   Write it as the field takes it:
#
#   ```yaml
#   volumeMounts:
#     - name: data
#       mountPath: /data
#       subPath: shop/data # not /shop/data or ../data
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/storage/volumes/
#     description: Volumes and how containers mount them
#   - ref: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
#     description: The fields of a Pod
# custom:
#   severity: error
#   confidence: certain
#   fix: Write the value as the field takes it.
package podlint.rules.manifest.malformed_value

import data.podlint.lib.certainty
import data.podlint.lib.values

violation contains {
	"msg": sprintf("%s: %q is malformed%s", [values.subject(value), value.got, values.instead(value)]),
	"path": value.path,
	"container": object.get(value, "container", ""),
	"certainty": certainty.of([], values.unset(value)),
} if {
	some value in input.pod.invalid_values
	value.problem == "malformed"
}
