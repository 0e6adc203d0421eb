# METADATA
# title: App in the mesh listens on loopback only
# description: |
#   ## What
#   Istio's proxy is in the pod, a Service leads to a port of the app, and the app serves that port on 127.0.0.1 only.
#
#   ## Why it hurts
#   From version 1.10 on Istio's proxy hands incoming connections to the pod's own address, as they would arrive without a mesh, and not to
#   loopback. Nobody listens there: callers get 503 with "upstream connect error".
#
#   ## When it is fine
#   Up to Istio 1.9, and with a `Sidecar` resource whose ingress listener names `defaultEndpoint: 127.0.0.1:PORT`; other meshes differ.
#
#   ## How to fix
#   Bind all addresses:
#   ```yaml
#   containers:
#     - name: app
#       args: ["--listen=0.0.0.0:8080"]
#   ```
# related_resources:
#   - ref: https://istio.io/latest/blog/2021/upcoming-networking-changes/
#     description: Upcoming networking changes in Istio 1.10
#   - ref: https://github.com/kubeflow/kubeflow/issues/5938
#     description: Apps on loopback that answer no more
# custom:
#   severity: warning
#   confidence: strong
#   fix: Let the app listen on all addresses.
package podlint.rules.network.mesh_app_binds_loopback

import data.podlint.lib.certainty
import data.podlint.lib.net

violation contains {
	"msg": sprintf("container %q serves port %d on loopback only, but Istio's proxy hands what service %q receives to the pod's address", [
		server.container,
		binding.port,
		service.name,
	]),
	"path": server.path,
	"container": server.container,
	"certainty": certainty.of([server], certainty.absent([])),
	"related": [{"msg": sprintf("service %q leads here", [service.name]), "path": port.path}],
} if {
	some injector in input.pod.injectors
	injector.id == "istio"
	some service in input.related.services
	some port in service.ports
	some binding in input.pod.bindings
	binding.port == port.target_port
	binding.protocol == "TCP"
	server := net.only_on_loopback(binding.takers)
	input.pod.who[server.container].role != "mesh-proxy"
}
