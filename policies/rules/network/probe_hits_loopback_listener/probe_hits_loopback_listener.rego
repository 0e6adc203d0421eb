# METADATA
# title: Probe of a port that is bound to loopback
# description: |
#   ## What
#   A probe asks a port whose server listens on the loopback address only.
#
#   ## Why it hurts
#   The kubelet connects to the pod's address and gets `connection refused`. A liveness or startup probe restarts the container for
#   ever, a readiness probe keeps the pod out of its Services. The Cloud SQL and AlloyDB proxies are the usual case: their health
#   server, and the database port itself, are bound to 127.0.0.1 by default.
#
#   ## When it is fine
#   `exec` probes run inside the container. On the node's network a probe with `host: 127.0.0.1` reaches loopback. In a mesh the
#   kubelet's probes may be rewritten; podlint is silent there.
#
#   ## How to fix
#   Let the health server listen on all addresses.
#
#   ```yaml
#   args:
#     - --health-check
#     - --http-address=0.0.0.0
#     - project:region:instance
#   livenessProbe:
#     httpGet: {path: /liveness, port: 9090}
#   ```
# related_resources:
#   - ref: https://github.com/GoogleCloudPlatform/cloud-sql-proxy/issues/1555
#     description: The health server of the Cloud SQL proxy and probes
#   - ref: https://github.com/GoogleCloudPlatform/alloydb-auth-proxy/issues/157
#     description: The same with the AlloyDB proxy
#   - ref: https://github.com/open-telemetry/opentelemetry-collector/issues/2827
#     description: The collector's health extension and probes
# custom:
#   severity: error
#   confidence: strong
#   fix: Bind the probed port to all addresses, or use an exec probe.
package podlint.rules.network.probe_hits_loopback_listener

import data.podlint.lib.certainty
import data.podlint.lib.net
import data.podlint.lib.words

violation contains {
	"msg": sprintf("the %s probe of %q asks port %d, which %s", [probe.kind, probe.from, probe.port, _bound(probe, server)]),
	"path": probe.path,
	"container": probe.from,
	"certainty": certainty.of([probe, server], []),
	"related": [{"msg": "the port is bound to loopback here", "path": server.path}],
} if {
	some probe in input.pod.connections
	probe.via == "probe"
	probe.answer in {"own", "neighbour"}
	probe.host == ""
	server := net.only_on_loopback(probe.to)
	not net.meshed # it rewrites probes, so that its own agent asks on loopback
	input.pod.host_process == false
}

_bound(probe, server) := sprintf("%sbinds to loopback by default: connection refused", [_server(probe, server)]) if {
	not net.says_loopback(server.text)
	not server.address_certainty in {"stated", "shown"}
} else := sprintf("%sbinds to loopback by its settings: connection refused", [_server(probe, server)]) if {
	not net.says_loopback(server.text)
} else := sprintf("%sis bound to loopback (%s): connection refused", [_other(probe, server), words.short(_telling(server.text), 40)])

# Of several variables the one that names the address.
_telling(text) := [part | some part in split(text, ", "); net.says_loopback(part)][0]

_server(probe, server) := "it " if {
	server.container == probe.from
} else := sprintf("%q ", [server.container])

_other(probe, server) := "" if {
	server.container == probe.from
} else := sprintf("%q serves and ", [server.container])
