# METADATA
# title: Running container that may rewrite the pod's network
# description: |
#   ## What
#   A container that runs beside the app for the pod's whole life is privileged, or adds `NET_ADMIN`, `NET_RAW`, `SYS_ADMIN` or
#   `SYS_PTRACE`.
#
#   ## Why it hurts
#   All containers of a pod share one network namespace. Who may change its packet filter can take the mesh's redirection away, open
#   a port that an auth proxy guards, or listen to the app's traffic. A right that was needed for a second at start is there for
#   good.
#
#   ## When it is fine
#   An init container ends before the app starts. Tunnels and VPNs, image builders, storage drivers, node agents, packet dumps, and
#   pods on the node's network are left alone, and so is the app itself. Where nothing in the pod sets its network apart (no mesh, no proxy that
#   asks for a login, no port on loopback, no set-up of a packet filter), the report is an info.
#
#   ## How to fix
#   Do the set-up in an init container, and let what keeps running do without:
#   ```yaml
#   initContainers:
#     - name: firewall
#       image: registry.example.org/firewall:1.4.0
#       securityContext:
#         capabilities: {add: [NET_ADMIN], drop: [ALL]}
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/55435
#     description: Privileged containers beside unprivileged ones
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
#     description: Security contexts
# custom:
#   severity: warning
#   confidence: certain
#   fix: Move the set-up into an init container, or drop the capability.
package podlint.rules.security.net_admin_long_running

import data.podlint.lib.certainty
import data.podlint.lib.net
import data.podlint.lib.pods
import data.podlint.lib.rights

violation contains {
	"msg": sprintf("container %q keeps %s while it runs%s of %q", [name, _words(right), _power, app]),
	"path": right.path,
	"container": name,
	"severity": _severity,
	"certainty": certainty.of([rights.part(name)], []),
} if {
	rights.comparable
	not rights.serves_node
	app := [a.container | some a in input.pod.app][0]
	some name, m in input.pod.who
	m.class in {"regular", "sidecar"}
	m.part != "app"
	not _may_be_the_app(name)
	right := [r |
		some kind in ["privileged", "ALL", "NET_ADMIN", "NET_RAW", "SYS_ADMIN", "SYS_PTRACE"]
		some r in input.pod.rights
		r.container == name
		_words(r) == kind
	][0]
	not rights.trade(name)
}

# What there is to undo.
_isolation contains "a proxy takes the pod's traffic" if net.meshed

_isolation contains "a proxy asks for a login" if {
	some m in input.pod.who
	m.role in {"auth-proxy", "authz"}
}

_isolation contains "a port is kept to loopback" if {
	some m in input.pod.who
	some port in m.ports
	port.binds == true
	port.address == "loopback"
	port.purpose == ""
}

_isolation contains "an init container sets up the network" if {
	some right in input.pod.rights
	_words(right) in {"privileged", "ALL", "NET_ADMIN"}
	input.pod.who[right.container].class == "init"
}

_power := ": it can undo the network isolation" if {
	count(_isolation) > 0
} else := ", and with it power over the network"

_severity := "warning" if {
	count(_isolation) > 0
} else := "info"

_words(right) := right.kind if {
	right.kind == "privileged"
} else := right.name

# A first container of which nothing is known may well be the one that the right is for.
_may_be_the_app(name) if {
	name == pods.first
	not pods.helper(name)
}
