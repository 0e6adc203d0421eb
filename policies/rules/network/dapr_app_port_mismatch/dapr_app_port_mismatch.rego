# METADATA
# title: Dapr waits for a port that nobody serves
# description: |
#   ## What
#   The annotation `dapr.io/app-port` names a port, and the pod's containers listen on other ports.
#
#   ## Why it hurts
#   Dapr's sidecar waits until the application listens (`waiting on port 3000. This will block until the app is listening`). It
#   never becomes ready, and neither does the pod.
#
#   ## When it is fine
#   An application that only calls Dapr needs no annotation. podlint is silent where a container shows no port at all, and where a
#   flag, a variable or a probe speaks of the number. Where ports are only declared it is a warning.
#
#   ## How to fix
#   Name the port on which the application listens.
#
#   ```yaml
#   metadata:
#     annotations:
#       dapr.io/enabled: "true"
#       dapr.io/app-port: "8080"
#   ```
# related_resources:
#   - ref: https://github.com/dapr/dapr/issues/7679
#     description: The sidecar blocks while it waits for the port
#   - ref: https://docs.dapr.io/reference/arguments-annotations-overview/
#     description: Annotations of Dapr
# custom:
#   severity: error
#   confidence: strong
#   fix: Set dapr.io/app-port to the port on which the application listens.
package podlint.rules.network.dapr_app_port_mismatch

import data.podlint.lib.fixes

violation contains {
	"msg": sprintf("%s is %d, but the containers only listen on %s: the Dapr sidecar waits for ever", [
		port.annotation,
		port.port,
		concat(", ", [sprintf("%d", [n]) | some n in port.listening]),
	]),
	"path": port.path,
	"severity": _severity(port),
	"fix": _fix(port),
} if {
	some port in input.pod.network.expected_ports
}

_fix(port) := fixes.set(sprintf("Write \"%d\".", port.listening), port.path, sprintf("%d", port.listening)) if {
	count(port.listening) == 1
} else := null

_severity(port) := "error" if {
	port.known
} else := "warning"
