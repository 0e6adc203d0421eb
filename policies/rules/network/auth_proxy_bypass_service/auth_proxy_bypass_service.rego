# METADATA
# title: Service that leads past the authenticating proxy
# description: |
#   ## What
#   A proxy that asks for a login or a permission stands in front of a container, and a Service sends traffic straight to the guarded
#   port.
#
#   ## Why it hurts
#   Nobody who uses that Service is asked for anything. Such a port is often left over from the time before the proxy, or
#   added for a scrape.
#
#   ## When it is fine
#   A NetworkPolicy of the set that admits only certain sources to the guarded port makes it an internal way in; podlint is silent then. A
#   headless Service gives names to peers and is reported as a warning. A proxy that is one by the name of its image alone lowers the report
#   by a step.
#
#   ## How to fix
#   Point `targetPort` at the proxy.
#
#   ```yaml
#   kind: Service
#   spec:
#     ports:
#       - name: http
#         port: 80
#         targetPort: 4180
#   ```
# related_resources:
#   - ref: https://github.com/oauth2-proxy/manifests/issues/272
#     description: A Service beside the proxy
#   - ref: https://github.com/elastic/cloud-on-k8s/issues/7560
#     description: A metrics port that can be reached without its proxy
# custom:
#   severity: error
#   confidence: strong
#   picture: true
#   fix: Point the Service's `targetPort` at the proxy's port.
package podlint.rules.network.auth_proxy_bypass_service

import data.podlint.lib.certainty
import data.podlint.lib.guards

violation contains {
	"msg": sprintf("service %q leads to port %d of %q directly, past the proxy %q that guards it", [service.name, dial.port, server.container, dial.from]),
	"path": port.path,
	"container": server.container,
	"severity": _severity[service.headless],
	"certainty": certainty.of([dial, guards.proxy_fact(dial.from)], certainty.absent(guards.unseen_fences)),
	"related": [{"msg": sprintf("%q guards the port", [dial.from]), "path": dial.path}],
} if {
	some dial in input.pod.connections
	dial.purpose == "upstream"
	dial.answer == "neighbour"
	server := guards.behind(dial)
	server.address != "loopback"
	not guards.fenced(dial.port)
	some service in input.related.services
	some port in service.ports
	port.target_port == dial.port
	port.protocol == "TCP"
}

violation contains {
	"msg": sprintf("service %q leads to port %d of %q directly, past the proxy %q that guards it", [service.name, served.port, name, proxy]),
	"path": port.path,
	"container": name,
	"severity": _severity[service.headless],
	"certainty": certainty.of([guards.proxy_fact(proxy)], array.concat(guards.unread(proxy), certainty.absent(guards.unseen_fences))),
} if {
	some service in input.related.services
	some port in service.ports
	port.protocol == "TCP"
	some proxy, m in input.pod.who
	m.role == "auth-proxy"
	name := guards.presumably_behind(proxy)
	served := input.pod.who[name].main
	served.port == port.target_port
	served.address != "loopback"
	not guards.fenced(served.port)
}

# A headless Service names peers to each other; that somebody comes in by it is less likely.
_severity := {true: "warning", false: "error"}
