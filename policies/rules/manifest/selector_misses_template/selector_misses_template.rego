# METADATA
# title: Selector that does not match the template
# description: |
#   ## What
#   The `selector` of a Deployment, ReplicaSet, StatefulSet or DaemonSet asks for labels that its own pod template does not have.
#
#   ## Why it hurts
#   The API server refuses the object: its controller would make Pods for ever and find none of them.
#
#   ## When it is fine
#   An object without a selector is a patch of another one, and not reported.
#
#   ## How to fix
#   Give the template the labels that the selector names:
#
#   ```yaml
#   spec:
#     selector:
#       matchLabels: {app: shop}
#     template:
#       metadata:
#         labels: {app: shop}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector
#     description: The selector must match the labels of the template
# custom:
#   severity: error
#   confidence: certain
#   fix: Give the template the labels that the selector names.
package podlint.rules.manifest.selector_misses_template

violation contains {
	"msg": sprintf("the selector of this %s does not match the labels of its template", [input.pod.workload.kind]),
	"path": array.concat(input.pod.metadata_path, ["labels"]),
	"related": [{"msg": "the selector", "path": ["spec", "selector"]}],
} if {
	input.pod.workload.selects == "others"
	input.pod.workload.api_version in {"v1", "apps/v1"}
}
