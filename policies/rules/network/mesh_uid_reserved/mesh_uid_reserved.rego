# METADATA
# title: Container that runs as the mesh proxy
# description: |
#   ## What
#   A proxy is injected into the pod, and a container runs as the user that the proxy's redirection leaves alone (1337 with Istio, 2102
#   with Linkerd).
#
#   ## Why it hurts
#   The traffic of that container passes the proxy by: it is not encrypted, no policy applies to it, and peers that demand mutual TLS
#   refuse it.
#
#   ## When it is fine
#   An init container may use that user to reach the network before the proxy runs. The proxy's own container in the manifest has it
#   by right.
#
#   ## How to fix
#   Choose another user.
#
#   ```yaml
#   securityContext:
#     runAsUser: 10001
#   ```
# related_resources:
#   - ref: https://github.com/istio/istio/issues/5408
#     description: Traffic of user 1337 is not redirected
#   - ref: https://istio.io/latest/docs/reference/config/analysis/ist0144/
#     description: Message of the Istio analyzer
# custom:
#   severity: error
#   confidence: certain
#   fix: Run the container as another user.
package podlint.rules.network.mesh_uid_reserved

violation contains {
	"msg": sprintf("container %q runs as %d, the user of the injected %s proxy: its traffic bypasses the mesh", [container.name, user.value, injector.id]),
	"path": user.path,
	"container": container.name,
} if {
	some injector in input.pod.injectors
	injector.uid
	some container in input.pod.containers
	container.class in {"regular", "sidecar"} # init containers use it to reach the network before the proxy runs
	user := container.security.run_as_user
	user.value == injector.uid
	user.origin in {"container", "pod"}
	not _proxy(container, injector)
}

# The proxy's own container, given in the manifest to change it.
_proxy(container, _) if container.role == "mesh-proxy"

_proxy(container, _) if container.image.reference == "auto"

_proxy(container, injector) if container.name in injector.adds
