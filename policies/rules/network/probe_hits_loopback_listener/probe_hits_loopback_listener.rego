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

violation contains {
	"msg": sprintf("the %s probe of %q asks port %d, which %s", [probe.kind, probe.container, probe.port, _bound(probe)]),
	"path": probe.path,
	"container": probe.container,
	"severity": _severity(probe),
	"related": [{"msg": "the port is bound to loopback here", "path": probe.listen_path}],
} if {
	some probe in input.pod.network.loopback_probes
}

_severity(probe) := "error" if {
	probe.certain
} else := "warning"

_bound(probe) := sprintf("%sbinds to loopback by default: connection refused", [_server(probe)]) if {
	probe.by == "image"
} else := sprintf("%sis bound to loopback (%s): connection refused", [_other(probe), _short(probe.by)])

_server(probe) := "it " if {
	probe.server == probe.container
} else := sprintf("%q ", [probe.server])

_other(probe) := "" if {
	probe.server == probe.container
} else := sprintf("%q serves and ", [probe.server])

_short(text) := sprintf("%s…", [substring(text, 0, 38)]) if {
	count(text) > 40
} else := text
