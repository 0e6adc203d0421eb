# METADATA
# title: Default container is the wrong one
# description: |
#   ## What
#   The pod has several containers and names no default one. `kubectl logs` and `kubectl exec` then take the first regular
#   container, and that is a helper, or an app whose log comes out of another container.
#
#   ## Why it hurts
#   Whoever looks into a broken pod reads the log of the proxy or of the probe, or nothing at all, and may take it for the
#   app's. `kubectl exec` opens a shell in the wrong file system or fails because the helper's image has none. Old clients
#   refuse to choose: `a container name must be specified for pod`.
#
#   ## When it is fine
#   The first container is the app and logs to stdout: nothing is reported then. A pod of helpers only has no app to name.
#
#   ## How to fix
#   Name the container in the annotation of the pod (the template's metadata, not the workload's), or list it first.
#
#   ```yaml
#   template:
#     metadata:
#       annotations:
#         kubectl.kubernetes.io/default-container: app
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-cli/2227-kubectl-default-container
#     description: The annotation that names the default container
#   - ref: https://github.com/istio/istio/issues/26764
#     description: kubectl picks the proxy instead of the app
#   - ref: https://github.com/kubernetes/kubernetes/issues/96986
#     description: The first container is taken when none is named
# custom:
#   severity: info
#   confidence: strong
#   fix: Name the main container in the annotation `kubectl.kubernetes.io/default-container` of the pod template.
package podlint.rules.logging.default_container_missing

violation contains {
	"msg": _message(found),
	"path": found.path,
	"container": found.first,
	"related": [{"msg": sprintf("container %q is the one to name", [found.wanted]), "path": found.wanted_at}],
} if {
	some found in input.pod.logging.misdirected
}

_message(found) := sprintf("kubectl picks the first container %q, a helper; no default-container annotation names %q", [
	found.first,
	found.wanted,
]) if {
	not found.streamed
}

_message(found) := sprintf("kubectl logs picks %q, whose log reaches stdout only in %q; no default-container annotation", [
	found.first,
	found.wanted,
]) if {
	found.streamed
}
