# METADATA
# title: Port name used twice
# description: |
#   ## What
#   Two containers of the pod give the same name to different ports. The API server checks port names within one container only.
#
#   ## Why it hurts
#   Whoever looks the name up takes the first container that has it: a Service with `targetPort: http` sends all traffic there, and
#   the other container gets none. When somebody changes the order of the containers, or adds a sidecar in front, the traffic moves.
#
#   ## When it is fine
#   A probe's port name is looked up in its own container, so probes do not count. The same number under the same name is one
#   port that two containers declare, which `port-conflict-declared` judges. A TCP and a UDP port may share a name.
#
#   ## How to fix
#   Rename the helper's port, and what refers to it.
#
#   ```yaml
#   containers:
#     - name: app
#       ports: [{name: http, containerPort: 8080}]
#     - name: metrics
#       ports: [{name: http-metrics, containerPort: 8081}]
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/54213
#     description: Port names are not unique within a pod
#   - ref: https://github.com/kubernetes/kubernetes/issues/122252
#     description: A Service picks the wrong container for a name
# custom:
#   severity: error
#   confidence: certain
#   fix: Rename the port of the second container, and what refers to it.
package podlint.rules.network.duplicate_port_name

violation contains {
	"msg": sprintf("port name %q of %q (%d) is already taken by %q (%d): %s", [
		port.name,
		port.second,
		port.second_port,
		port.first,
		port.first_port,
		_effect(port),
	]),
	"path": port.path,
	"container": port.second,
	"severity": _severity(port),
	"related": [{"msg": sprintf("the name stands for the port of %q", [port.first]), "path": port.first_path}],
} if {
	some port in input.pod.network.shared_port_names
}

_severity(port) := "error" if {
	count(port.services) > 0
} else := "warning"

_effect(port) := sprintf("service %q reaches only that one", [port.services[0]]) if {
	count(port.services) > 0
} else := "a targetPort by name reaches only that one"
