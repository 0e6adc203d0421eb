# METADATA
# title: Probe or hook names a port that its container does not declare
# description: |
#   ## What
#   A probe or a lifecycle hook names its port, and the container that it belongs to has no entry of that name in `ports`.
#
#   ## Why it hurts
#   The kubelet looks a name up in the container's own `ports` and nowhere else. A name that only a neighbour declares is not found:
#   the probe fails each time, so the container is restarted for ever or never becomes ready. It comes with a block that was copied
#   from the neighbour, or with a port that was renamed in one place.
#
#   ## When it is fine
#   Never. A placeholder that another tool fills in is left alone.
#
#   ## How to fix
#   Name a port of the container itself, declare the port, or write its number.
#
#   ```yaml
#   containers:
#     - name: app
#       image: example.org/app:1.2.3
#       ports:
#         - {name: http, containerPort: 8080}
#       readinessProbe:
#         httpGet: {path: /ready, port: http}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port
#     description: A named port of the container
# custom:
#   severity: error
#   confidence: certain
#   fix: Name a port that the container itself declares.
package podlint.rules.network.probe_port_name_unknown

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("the %s %s of %q asks port %q, a name that %s", [probe.kind, probe.via, probe.from, probe.port_name, _who(probe)]),
	"path": probe.path,
	"container": probe.from,
	"certainty": certainty.of([], certainty.absent([])),
	"related": [{"msg": sprintf("%q declares it here", [server.container]), "path": server.path} | some server in probe.to],
} if {
	some probe in input.pod.connections
	probe.via in {"probe", "hook"}
	probe.answer in {"name", "nobody"}
	probe.port_name != ""
}

_who(probe) := sprintf("only its neighbour %q declares", [probe.to[0].container]) if {
	probe.answer == "name"
} else := "no container declares"
