# METADATA
# title: Administration of a helper listens on all addresses
# description: |
#   ## What
#   A helper that stands in a connection, such as an Envoy or a database proxy, is told to serve its administration on all addresses of the pod; or any
#   helper serves its profiler (pprof) there.
#
#   ## Why it hurts
#   Every pod of the cluster can call it: dump the configuration with its secrets, change levels and routes, or shut the helper down, and with
#   it the app's connections.
#
#   ## When it is fine
#   A port that a probe asks, one that the pod's annotations give to Prometheus, one that asks for a login, and one that a NetworkPolicy of the set
#   keeps to itself are left alone.
#   Give probes and scrapes a listener of their own where the program has one.
#
#   ## How to fix
#   Bind it to loopback.
#
#   ```yaml
#   admin:
#     address:
#       socket_address: {address: 127.0.0.1, port_value: 9901}
#   ```
# related_resources:
#   - ref: https://www.envoyproxy.io/docs/envoy/latest/operations/admin
#     description: What the administration of an Envoy lets everybody do
#   - ref: https://github.com/GoogleCloudPlatform/cloud-sql-proxy/blob/main/README.md
#     description: A proxy whose administration is for localhost alone
# custom:
#   severity: warning
#   confidence: strong
#   fix: Bind the administration to 127.0.0.1.
package podlint.rules.network.sidecar_admin_port_exposed

import data.podlint.lib.certainty
import data.podlint.lib.guards
import data.podlint.lib.net

violation contains {
	"msg": sprintf("container %q serves its administration on port %d to every pod of the cluster", [name, port.port]),
	"path": port.path,
	"container": name,
	"certainty": certainty.of([port, {"certainty": m.part_certainty, "reason": m.part_by}], certainty.absent([])), # probes are all in sight
} if {
	some name, m in input.pod.who
	m.part == "helper"
	m.class in {"regular", "sidecar"}
	some port in m.ports
	port.purpose in {"admin", "quit"}
	port.binds == true
	port.address == "all"
	port.origin in {"flag", "env", "script", "config"}
	_powerful(m, port)
	not _asked(port.port)
	not _scraped(port.port)
	not guards.fenced(port.port)
	not _asks_for_a_login(name, port.port)
}

# Those through which an app's connections go. The administration of others is often no more than their metrics and health.
_powerful(m, _) if m.role in {"proxy", "mesh-proxy", "gateway", "tls", "auth-proxy", "db-tunnel", "db-pool"}

_powerful(_, port) if contains(port.text, "pprof")

_asked(port) if {
	some probe in input.pod.connections
	probe.via == "probe"
	probe.port == port
}

_scraped(port) if input.pod.annotations["prometheus.io/port"] == sprintf("%d", [port])

# Who brings none is turned away, unless the whole of it is left open.
_asks_for_a_login(name, number) if {
	door := net.door(name, number)
	door.seen == "all"
	not net.open(door, "/")
}
