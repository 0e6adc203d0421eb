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

import data.podlint.lib.certainty
import data.podlint.lib.guards

violation contains {
	"msg": sprintf("network policy %q lets everybody reach port %d of %q, which %q guards", [policy.name, dial.port, server.container, dial.from]),
	"path": allowed.path,
	"container": server.container,
	"certainty": certainty.of([dial], []),
	"related": [{"msg": sprintf("%q guards the port", [dial.from]), "path": dial.path}],
} if {
	some policy in input.related.network_policies
	policy.ingress == true
	some dial in input.pod.connections
	dial.purpose == "upstream"
	dial.answer == "neighbour"
	server := guards.behind(dial)
	server.address != "loopback"
	some i, allowed in policy.allows
	allowed.port == dial.port
	allowed.anyone == true
	not _before(policy, i)
}

# A policy that names the port twice is reported once.
_before(policy, i) if {
	some earlier in array.slice(policy.allows, 0, i)
	earlier.port == policy.allows[i].port
	earlier.anyone == true
}
