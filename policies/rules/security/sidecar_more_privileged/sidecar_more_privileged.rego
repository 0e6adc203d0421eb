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

import data.podlint.lib.certainty
import data.podlint.lib.rights

violation contains {
	"msg": sprintf("helper %q has rights that %s lacks: %s", [
		name,
		concat(", ", [sprintf("%q", [app.name]) | some app in _apps]),
		concat(", ", [right.text | some right in more]),
	]),
	"path": more[0].path,
	"container": name,
	"severity": _severity(more),
	"certainty": certainty.of([rights.part(name)], []),
} if {
	rights.comparable
	not rights.serves_node
	some name, m in input.pod.who
	m.part == "helper"
	m.class in {"regular", "sidecar"}
	count(_apps) > 0
	more := [right |
		some right in input.pod.rights
		right.container == name
		_beyond(right)
	]
	count(more) > 0
	not rights.trade(name)
}

# The work of the pod, in start order.
_apps := [container |
	some container in input.pod.containers
	container.class in {"regular", "sidecar"}
	container.part == "app"
]

# Beside a privileged app no right is more.
_beyond(right) if {
	not _app_privileged
	_more(right)
}

_app_privileged if {
	some app in _apps
	rights.privileged(app)
}

_more(right) if right.kind == "privileged"

_more(right) if {
	right.kind == "capability"
	not _app_holds(right.name)
}

_more(right) if {
	right.kind == "host-path"
	not _harmless(right)
	not _app_sees(right.name)
}

# Every app is told to run as another user; what its image would choose is no hardening.
_more(right) if {
	right.kind == "root"
	right.certainty in {"stated", "known"}
	every app in _apps {
		app.security.run_as_user.certainty == "stated"
		app.security.run_as_user.value > 0
	}
}

_app_holds(capability) if {
	some app in _apps
	rights.holds(app, capability)
}

_app_sees(path) if {
	some app in _apps
	some right in input.pod.rights
	right.container == app.name
	right.kind == "host-path"
	rights.under(path, right.name)
}

# Sockets of agents of the node, the time zone, certificates: shared by many, and no way into the node.
_harmless(right) if right.host_type == "Socket"

_harmless(right) if {
	some dir in {
		"/run", "/var/run", "/etc/localtime", "/etc/timezone", "/usr/share/zoneinfo", "/etc/ssl", "/etc/pki",
		"/usr/share/ca-certificates", "/etc/machine-id", "/dev/shm",
	}
	rights.under(right.name, dir)
	not rights.engine(right.name)
}

# Nobody knows where it leads.
_harmless(right) if regex.match(`\{\{|\$[{(]|<.*>`, right.name)

# The default user of an image is what its maker chose, and nobody asked for.
_severity(more) := "info" if {
	count(more) == 1
	more[0].kind == "root"
	more[0].origin == "image"
} else := "warning"
