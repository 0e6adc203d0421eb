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
#   headless Service gives names to peers and is reported as a warning.
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
#   fix: Point the Service's `targetPort` at the proxy's port.
package podlint.rules.network.auth_proxy_bypass_service

violation contains {
	"msg": sprintf("service %q leads to port %d of %q directly, past the proxy %q that guards it", [
		service.service,
		guard.port,
		guard.upstream,
		guard.proxy,
	]),
	"path": service.path,
	"container": guard.upstream,
	"severity": _severity(guard, service),
	"related": [{"msg": sprintf("%q guards the port", [guard.proxy]), "path": guard.proxy_path}],
} if {
	some guard in input.pod.network.guards
	not guard.restricted
	guard.address != "loopback"
	some service in guard.services
}

_severity(guard, _) := "info" if not guard.read

_severity(guard, service) := "warning" if {
	guard.read
	service.headless
}

_severity(guard, service) := "error" if {
	guard.read
	not service.headless
}
