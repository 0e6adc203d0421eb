# METADATA
# title: Two containers of one name
# description: |
#   ## What
#   Two containers of the pod have one name. Init containers, regular ones and ephemeral ones share their names.
#
#   ## Why it hurts
#   The API server refuses the Pod: logs, probes, `kubectl exec` and status are looked up by this name.
#
#   ## When it is fine
#   Never.
#
#   ## How to fix
#   Give each container a name of its own:
#
#   ```yaml
#   containers:
#     - name: app
#       image: example.org/app:1.2.3
#     - name: metrics
#       image: example.org/metrics:0.9.1
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
#     description: The fields of a Pod
#   - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
#     description: Names that Kubernetes takes
# custom:
#   severity: error
#   confidence: certain
#   fix: Give each container a name of its own.
package podlint.rules.manifest.duplicate_container_name

violation contains {
	"msg": sprintf("the name %q is taken: another container of the pod has it", [value.got]),
	"path": value.path,
	"container": object.get(value, "container", ""),
	"related": [{"msg": "it stands here first", "path": value.first}],
} if {
	some value in input.pod.invalid_values
	value.problem == "repeated"
	value.of == "container name"
}
