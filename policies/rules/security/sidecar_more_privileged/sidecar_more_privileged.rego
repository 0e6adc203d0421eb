# METADATA
# title: Helper with more rights than the app
# description: |
#   ## What
#   A helper that runs beside the app is privileged, adds capabilities, runs as root or mounts a directory of the node, and no app
#   of the pod has that right.
#
#   ## Why it hurts
#   The containers of a pod share its network, its volumes and its identity, so the weakest of them sets the isolation of all. A
#   break-in at a log shipper that is root on a host directory makes the app's hardening worthless, and the helper is the container
#   that is updated last.
#
#   ## When it is fine
#   Some trades need their rights: tunnels and VPNs, image builders, file system mounts, storage drivers, node agents; podlint
#   leaves them alone, and so pods on the node's network. Init containers are out, as they end. Sockets of node agents, certificates
#   and the time zone of the node do not count, and a missing read-only root file system alone does not either. A helper that is
#   root by its image's default alone is advice.
#
#   ## How to fix
#   Give the helper the app's security context:
#   ```yaml
#   securityContext:
#     runAsNonRoot: true
#     runAsUser: 10001
#     allowPrivilegeEscalation: false
#     capabilities: {drop: [ALL]}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/
#     description: Pod Security Standards
#   - ref: https://github.com/kubernetes/kubernetes/issues/55435
#     description: Privileged containers beside unprivileged ones
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
#     description: Security contexts
# custom:
#   severity: warning
#   confidence: strong
#   fix: Take the right away from the helper, or move the work into an init container or a DaemonSet.
package podlint.rules.security.sidecar_more_privileged

violation contains {
	"msg": sprintf("helper %q has rights that %s lacks: %s", [
		more.container,
		concat(", ", [sprintf("%q", [a]) | some a in more.apps]),
		concat(", ", more.what),
	]),
	"path": more.path,
	"container": more.container,
	"severity": _severity[more["default"]],
} if {
	some more in input.pod.isolation.more_privileged
}

_severity := {true: "info", false: "warning"}
