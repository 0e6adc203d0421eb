# METADATA
# title: NetworkPolicy that opens a guarded port
# description: |
#   ## What
#   A proxy that asks for a login or a permission guards a port of its neighbour, and a NetworkPolicy that selects the pod lists that
#   port for everybody.
#
#   ## Why it hurts
#   NetworkPolicies know pods and ports, not containers. The port that should be reached through the proxy only is open to every pod of
#   the cluster, with a policy that looks as if it were closed.
#
#   ## When it is fine
#   A rule with `from` admits certain peers, and is left alone. So is a policy without a list of ports, which may stand for other
#   reasons, and a port that is bound to loopback.
#
#   ## How to fix
#   List the proxy's port alone.
#
#   ```yaml
#   ingress:
#     - ports:
#         - port: 8443
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes-sigs/mcp-lifecycle-operator/issues/259
#     description: A policy that names the port behind the proxy
#   - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/
#     description: What a NetworkPolicy can tell apart
# custom:
#   severity: warning
#   confidence: strong
#   fix: Remove the guarded port from the policy, or limit it by `from`.
package podlint.rules.network.networkpolicy_opens_guarded_port

violation contains {
	"msg": sprintf("network policy %q lets everybody reach port %d of %q, which %q guards", [
		opening.policy,
		guard.port,
		guard.upstream,
		guard.proxy,
	]),
	"path": opening.path,
	"container": guard.upstream,
	"related": [{"msg": sprintf("%q guards the port", [guard.proxy]), "path": guard.proxy_path}],
} if {
	some guard in input.pod.network.guards
	guard.read
	guard.address != "loopback"
	some opening in guard.openings
}
