# METADATA
# title: Guarded port that listens on all addresses
# description: |
#   ## What
#   A proxy that asks for a login or a permission stands in front of a container, and the guarded port listens on all addresses of
#   the pod.
#
#   ## Why it hurts
#   Every pod of the cluster can connect to the pod's address and the guarded port, and skips the proxy. That no Service names the
#   port does not help, and neither does an undeclared `containerPort`.
#
#   ## When it is fine
#   A NetworkPolicy of the set that selects the pod and leaves the port out keeps others away; podlint is silent then. Where
#   nothing tells which address the program binds, the report is a warning for a declared port, and nothing at all for an undeclared one.
#   When the proxy's own configuration cannot be read it is a doubt, as it is where the controller of a custom resource may make a policy, and a proxy that is one by the name of its image alone lowers the
#   report by a step.
#
#   ## How to fix
#   Bind the guarded port to loopback.
#
#   ```yaml
#   containers:
#     - name: kube-rbac-proxy
#       args: ["--secure-listen-address=:8443", "--upstream=http://127.0.0.1:8080/"]
#     - name: manager
#       args: ["--metrics-bind-address=127.0.0.1:8080"]
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kube-state-metrics/issues/302
#     description: Why the metrics port behind a proxy belongs on loopback
#   - ref: https://github.com/brancz/kube-rbac-proxy
#     description: The proxy's own advice to bind the upstream to loopback
#   - ref: https://github.com/elastic/cloud-on-k8s/issues/7560
#     description: A metrics port that can be reached without its proxy
# custom:
#   severity: error
#   confidence: strong
#   fix: Bind the guarded port to 127.0.0.1, or keep others off with a NetworkPolicy.
package podlint.rules.network.auth_proxy_bypass_bind

import data.podlint.lib.certainty
import data.podlint.lib.guards
import data.podlint.lib.net

violation contains {
	"msg": sprintf("container %q %s, so any pod can skip %q, which guards it", [server.container, _bound(server, dial.port), dial.from]),
	"path": server.path,
	"container": server.container,
	"certainty": certainty.of([dial, _binding(server), guards.proxy_fact(dial.from)], certainty.absent(guards.unseen_fences)),
	"related": [{"msg": sprintf("%q guards the port", [dial.from]), "path": dial.path}],
} if {
	some dial in input.pod.connections
	dial.purpose == "upstream"
	dial.answer == "neighbour"
	server := guards.behind(dial)
	server.address in {"all", "unknown"}
	not _told_loopback(server, dial.port)
	not guards.fenced(dial.port)
}

violation contains {
	"msg": sprintf("container %q %s, so any pod can skip %q, which guards it", [name, _bound(served, served.port), proxy]),
	"path": served.path,
	"container": name,
	"certainty": certainty.of([served, guards.proxy_fact(proxy)], array.concat(guards.unread(proxy), certainty.absent(guards.unseen_fences))),
} if {
	some proxy, m in input.pod.who
	m.role == "auth-proxy"
	name := guards.presumably_behind(proxy)
	served := input.pod.who[name].main
	served.address in {"all", "unknown"}
	not guards.fenced(served.port)
}

# Nothing shows where it binds, and a variable or an argument of its own names the port on the loopback address.
_told_loopback(server, port) if {
	server.address == "unknown"
	some container in input.pod.containers
	container.name == server.container
	some text in array.concat([v.value | some v in container.env; v.known], object.get(container, "argv", []))
	net.says_loopback(text)
	contains(text, sprintf(":%d", [port]))
}

# Where nothing tells the address, that it is not loopback is the guess, and that the port is served at all is none beside it.
_binding(server) := server if server.address == "all"

_binding(server) := {"certainty": "guessed", "reason": sprintf("nothing tells on which address %q listens", [server.container])} if {
	server.address != "all"
}

_bound(server, port) := sprintf("serves port %d on all addresses", [port]) if {
	server.address == "all"
} else := sprintf("declares port %d and nothing binds it to loopback", [port]) if {
	server.declared
} else := sprintf("may serve port %d on all addresses", [port])
