# METADATA
# title: Localhost address that nobody serves
# description: |
#   ## What
#   A container connects to a port on localhost, and no container of the pod listens on it.
#
#   ## Why it hurts
#   Every attempt ends with `connection refused`. A proxy answers 502, an exporter reports its target down, a reload never
#   lands. All containers are running, so nothing but the missing effect tells. Most often it is a port that was changed on one
#   side only, or a default that meets a server on another port.
#
#   ## When it is fine
#   A program may serve ports that the manifest does not show. podlint reports only where every other container shows its ports
#   (by `ports`, by flags, or because its image is known), and only dials that cannot be calls to the program itself. It is silent on
#   the node's network, beside injected containers, and about telemetry, proxy settings, probes and hooks.
#
#   ## How to fix
#   Make both sides name the same port.
#
#   ```yaml
#   containers:
#     - name: kube-rbac-proxy
#       args: ["--secure-listen-address=:8443", "--upstream=http://127.0.0.1:8082/"]
#     - name: manager
#       args: ["--metrics-bind-address=127.0.0.1:8082"]
#   ```
# related_resources:
#   - ref: https://github.com/perses/perses-operator/issues/342
#     description: A proxy's upstream port differs from the port that the manager serves
#   - ref: https://github.com/oliver006/redis_exporter/issues/336
#     description: An exporter that asks the wrong address
#   - ref: https://github.com/bitnami/charts/issues/2930
#     description: An exporter that does not follow the port of its server
# custom:
#   severity: error
#   confidence: strong
#   fix: Make the address and the listener name the same port.
package podlint.rules.network.localhost_no_listener

violation contains {
	"msg": sprintf("container %q connects to %s:%d, but %s", [dial.container, dial.host, dial.port, _nobody(dial)]),
	"path": dial.path,
	"container": dial.container,
	"severity": _severity(dial),
	"related": _related(dial),
} if {
	some dial in input.pod.network.dangling_dials
}

# The partner listens elsewhere and that is all it listens on: the connection fails. Else a port may have gone undeclared, as the
# status pages that exporters ask for often do.
_severity(dial) := "error" if {
	dial.known
	dial.partner_port
} else := "info" if {
	not dial.known
	dial.purpose == "scrape"
} else := "warning"

_nobody(dial) := sprintf("%q listens on %d only", [dial.partner, dial.partner_port]) if {
	dial.known
	dial.partner_port
} else := sprintf("%q shows port %d only", [dial.partner, dial.partner_port]) if {
	dial.partner_port
} else := "no container of the pod listens on that port"

_related(dial) := [{"msg": sprintf("%q listens here", [dial.partner]), "path": dial.partner_path}] if {
	dial.partner_port
} else := []
