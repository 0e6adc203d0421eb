# METADATA
# title: Service to a port that is bound to loopback
# description: |
#   ## What
#   A Service or a host port leads to a port whose server listens on the loopback address only.
#
#   ## Why it hurts
#   Whoever comes from outside the pod gets `connection refused`, an Ingress answers 502. Inside the pod everything works, which
#   makes it hard to find. oauth2-proxy is the usual case: it listens on 127.0.0.1:4180 unless told otherwise.
#
#   ## When it is fine
#   A mesh may forward incoming connections to loopback, so podlint is silent in a mesh, and where another container serves the
#   same port on another address.
#
#   ## How to fix
#   Let the server listen on all addresses, if the Service is meant to be.
#
#   ```yaml
#   args:
#     - --http-address=0.0.0.0:4180
#   ```
# related_resources:
#   - ref: https://github.com/oauth2-proxy/oauth2-proxy/issues/2060
#     description: The default address cannot be reached through a Service
#   - ref: https://github.com/oauth2-proxy/oauth2-proxy/issues/1428
#     description: 502 behind an Ingress
#   - ref: https://github.com/oauth2-proxy/oauth2-proxy/issues/1506
#     description: A container that is not reachable
# custom:
#   severity: error
#   confidence: strong
#   fix: Bind the port to all addresses, or point the Service at a port that is.
package podlint.rules.network.exposed_loopback_listener

import data.podlint.lib.certainty
import data.podlint.lib.net
import data.podlint.lib.words

violation contains {
	"msg": sprintf("service %q leads to port %d of %q, which %s: connection refused", [service.name, binding.port, server.container, _bound(server)]),
	"path": _place(server, port.path),
	"container": server.container,
	"certainty": certainty.of([server], []),
	"related": [{"msg": "this leads to the port", "path": port.path}],
} if {
	some binding in input.pod.bindings
	binding.protocol == "TCP"
	some service in input.related.services
	some port in service.ports
	port.protocol == "TCP"
	port.target_port == binding.port
	server := net.only_on_loopback(binding.takers)
	not _reached_all_the_same
}

violation contains {
	"msg": sprintf("host port %d leads to port %d of %q, which %s: connection refused", [server.host_port, binding.port, server.container, _bound(server)]),
	"path": _place(server, server.entry_path),
	"container": server.container,
	"certainty": certainty.of([server], []),
	"related": [{"msg": "this leads to the port", "path": server.entry_path}],
} if {
	some binding in input.pod.bindings
	binding.protocol == "TCP"
	server := net.only_on_loopback(binding.takers)
	server.host_port > 0
	not _reached_all_the_same
	input.pod.host_network == false
}

# A mesh forwards to loopback.
_reached_all_the_same if net.meshed

_reached_all_the_same if input.pod.host_process

# Where it can be changed: the setting that binds it, else what leads there.
_place(server, _) := server.path if server.origin != "image"

_place(server, from) := from if server.origin == "image"

_bound(server) := "listens on loopback by default" if {
	not net.says_loopback(server.text)
} else := sprintf("is bound to loopback (%s)", [words.short(server.text, 40)])
