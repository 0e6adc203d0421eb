# METADATA
# title: Container speaks plain HTTP to a neighbour's TLS port, or the other way round
# description: |
#   ## What
#   A container connects to a port on localhost with `http://` (or gRPC without TLS), and the neighbour serves that port with TLS; or it
#   connects with TLS and the port is served without.
#
#   ## Why it hurts
#   Every request fails. A proxy answers with 502, a scrape stays empty, an exporter of telemetry drops what it has.
#
#   ## When it is fine
#   A call whose failure is tolerated (`|| true`) is left alone. podlint reports the pair where it knows what both ends speak.
#   What fails with nothing but telemetry or metrics at stake is a warning.
#
#   ## How to fix
#   Give the address the scheme of the port, or let the neighbour serve plain HTTP on loopback.
#
#   ```yaml
#   containers:
#     - name: kube-rbac-proxy
#       args: ["--secure-listen-address=0.0.0.0:8443", "--upstream=http://127.0.0.1:8080/"]
#     - name: manager
#       args: ["--metrics-bind-address=127.0.0.1:8080", "--metrics-secure=false"]
#   ```
# related_resources:
#   - ref: https://github.com/brancz/kube-rbac-proxy
#     description: The scheme of --upstream decides how the proxy connects
#   - ref: https://book.kubebuilder.io/reference/metrics
#     description: How a manager serves its metrics, with TLS and without
# custom:
#   severity: error
#   confidence: strong
#   fix: Use the scheme that the port speaks.
package podlint.rules.network.dial_wrong_scheme

import data.podlint.lib.certainty
import data.podlint.lib.net

violation contains {
	"msg": sprintf("container %q connects to port %d %s, but %q serves it %s", [
		dial.from, dial.port, _tls[dial.speaks.tls], server.container, _tls[server.speaks.tls],
	]),
	"path": dial.path,
	"container": dial.from,
	"severity": _severity(dial),
	"related": [{"msg": sprintf("%q listens here", [server.container]), "path": server.speaks.path}],
	"certainty": certainty.of([dial, dial.speaks, server.speaks], []),
} if {
	some dial in input.pod.connections
	dial.via == "dial"
	dial.host_class == "loopback"
	dial.answer == "neighbour"
	dial.ignorable == false
	server := dial.to[0]
	server.binds
	net.tls_differs(dial.speaks, server.speaks)
	net.like_http(dial.speaks.protocol)
	net.like_http(server.speaks.protocol)
}

_tls := {"yes": "with TLS", "no": "without TLS"}

_severity(dial) := "warning" if dial.purpose in {"telemetry", "scrape"}

_severity(dial) := "error" if not dial.purpose in {"telemetry", "scrape"}
