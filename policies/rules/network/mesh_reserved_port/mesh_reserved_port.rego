# METADATA
# title: Port that the injected proxy owns
# description: |
#   ## What
#   A proxy is injected into the pod (Istio, Linkerd, Consul, Dapr, Kuma), and a container of the manifest uses a port that the proxy
#   binds.
#
#   ## Why it hurts
#   The proxy shares the pod's network. One of the two ends with `address already in use` and crash-loops, and the manifest shows
#   only one of them. Probes and scrapes may reach the proxy in place of the application.
#
#   ## When it is fine
#   The proxy's own container written into the manifest (`image: auto`, an override) is left alone, and so is a port that an annotation
#   moves, such as `dapr.io/metrics-port`. A port that the container merely declares, and on
#   which nothing else relies, is a warning.
#
#   ## How to fix
#   Move the application to a port that the mesh does not use.
#
#   ```yaml
#   containers:
#     - name: app
#       args: ["--metrics-addr=:9100"]
#       ports: [{containerPort: 9100}]
#   ```
# related_resources:
#   - ref: https://github.com/istio/istio/issues/38824
#     description: An application on a port of the Istio proxy
#   - ref: https://github.com/istio/istio/issues/49905
#     description: Port 15090 is taken
#   - ref: https://istio.io/latest/docs/ops/deployment/application-requirements/
#     description: Ports that Istio uses
# custom:
#   severity: error
#   confidence: strong
#   fix: Move the container to a port that the injected proxy does not use.
package podlint.rules.network.mesh_reserved_port

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q uses port %d, which the %s proxy injected by %s binds", [
		taker.container,
		binding.port,
		injector.id,
		injector.switch,
	]),
	"path": taker.path,
	"container": taker.container,
	"certainty": certainty.of([taker], []),
} if {
	some injector in input.pod.injectors
	some binding in input.pod.bindings
	binding.protocol == "TCP"
	binding.port in injector.ports
	some taker in binding.takers
	input.pod.who[taker.container].running == true
	not _proxy(taker.container, injector)
}

# The proxy's own container, given in the manifest to change it.
_proxy(name, _) if input.pod.who[name].role == "mesh-proxy"

_proxy(name, _) if input.pod.who[name].image == "docker.io/auto"

_proxy(name, injector) if name in injector.adds
