# METADATA
# title: Port that is taken
# description: |
#   ## What
#   Two ports of one container have one name, or two containers of the pod ask for one port of the node: by `hostPort`, or by `hostNetwork`,
#   where each port of a container is one of the node's.
#
#   ## Why it hurts
#   The API server refuses the Pod.
#
#   ## When it is fine
#   Two containers may name their ports alike, which `duplicate-port-name` judges. Init containers run one after the other and may use one
#   port of the node. TCP and UDP have ports of their own.
#
#   ## How to fix
#   Rename the port, or give the other container another number:
#
#   ```yaml
#   ports:
#     - {name: http, containerPort: 8080}
#     - {name: metrics, containerPort: 9100}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports
#     description: Ports of a container
# custom:
#   severity: error
#   confidence: certain
#   fix: Rename the port, or choose another number.
package podlint.rules.manifest.duplicate_port

import data.podlint.lib.values

violation contains {
	"msg": sprintf("%s%s %q is taken", [values.owner(value), value.of, value.got]),
	"path": value.path,
	"container": object.get(value, "container", ""),
	"related": [{"msg": "it stands here first", "path": value.first}],
} if {
	some value in input.pod.invalid_values
	value.problem == "repeated"
	value.of in {"port name", "host port"}
}
