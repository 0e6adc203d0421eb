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

violation contains {
	"msg": sprintf("%s leads to port %d of %q, which %s: connection refused", [
		_way(target),
		target.port,
		target.container,
		_bound(target),
	]),
	"path": target.path,
	"container": target.container,
	"severity": _severity(target),
	"related": [{"msg": "this leads to the port", "path": target.from_path}],
} if {
	some target in input.pod.network.loopback_targets
}

_severity(target) := "error" if {
	target.certain
} else := "warning"

_way(target) := sprintf("service %q", [target.service]) if {
	target.service
} else := sprintf("host port %d", [target.host_port])

_bound(target) := "listens on loopback by default" if {
	target.by == "image"
} else := sprintf("is bound to loopback (%s)", [_short(target.by)])

_short(text) := sprintf("%s…", [substring(text, 0, 38)]) if {
	count(text) > 40
} else := text
