# METADATA
# title: Port name of a native sidecar
# description: |
#   ## What
#   A Service targets a port by a name that only a native sidecar declares (an init container with `restartPolicy: Always`).
#
#   ## Why it hurts
#   Before Kubernetes 1.33 port names are looked up in the regular containers only. The Service gets no endpoint for that port, and says
#   nothing about it.
#
#   ## When it is fine
#   From Kubernetes 1.33 on, and with a number in place of the name. Without a target version the report is advice.
#
#   ## How to fix
#   Use the number.
#
#   ```yaml
#   ports:
#     - port: 9090
#       targetPort: 9090
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/127958
#     description: Named ports of native sidecars are not found
#   - ref: https://github.com/kubernetes/kubernetes/pull/128850
#     description: The change that looks them up
# custom:
#   severity: warning
#   confidence: certain
#   fix: Use the number of the port in `targetPort`.
package podlint.rules.network.native_sidecar_named_port_old_cluster

import data.podlint.lib.fixes

violation contains {
	"msg": sprintf("service %q targets %q, a name that only native sidecar %q has: no endpoints before Kubernetes 1.33", [service.name, port.target_name, name]),
	"path": port.path,
	"container": name,
	"severity": _severity,
	"fix": _fix(port),
} if {
	object.get(input.target, "minor", 0) < 33
	some service in input.related.services
	some port in service.ports
	port.target_name
	count(port.containers) == 1
	name := port.containers[0]
	input.pod.who[name].class == "sidecar"
}

_fix(port) := fixes.set("Write the number of the port.", port.path, port.target_port) if {
	port.target_port
} else := null

_severity := "warning" if {
	input.target.minor
} else := "info"
