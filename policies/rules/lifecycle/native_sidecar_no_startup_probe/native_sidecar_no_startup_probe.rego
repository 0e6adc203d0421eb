# METADATA
# title: Native sidecar without a startup probe
# description: |
#   ## What
#   A native sidecar serves a port or socket to which a container connects that starts after it, and it has neither a startup
#   probe nor a postStart hook.
#
#   ## Why it hurts
#   The kubelet starts the next container as soon as the sidecar's process runs. Only a startup probe (or a postStart hook) holds the
#   next one back until the sidecar serves; a readiness probe does not. The race that native sidecars were to end is still there.
#
#   ## When it is fine
#   Nobody waits for log shippers and telemetry agents. A client that tries again, or waits in its script, needs no probe.
#
#   ## How to fix
#   ```yaml
#   initContainers:
#     - name: database
#       image: example.org/proxy:1.2.3
#       restartPolicy: Always
#       startupProbe:
#         tcpSocket: {port: 5432}
#         periodSeconds: 1
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/website/issues/41802
#     description: What holds back the containers after a native sidecar
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers
#     description: Native sidecars
# custom:
#   severity: warning
#   confidence: certain
#   fix: Add a startup probe that passes when the sidecar serves.
package podlint.rules.lifecycle.native_sidecar_no_startup_probe

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.order

violation contains {
	"msg": sprintf("native sidecar %q has no startup probe, so %q starts before it serves %s", [server, dial.from, order.address(dial)]),
	"path": input.pod.who[server].name_path,
	"container": server,
	"certainty": certainty.of([dial], order.idle(dial)),
	"related": [{"msg": sprintf("%q connects here", [dial.from]), "path": dial.path}],
	"fix": _fix(server),
} if {
	some i, dial in input.pod.connections
	dial.answer == "neighbour"
	server := dial.to[0].container
	_late(dial, server)
	not _earlier(i, dial.from, server)
	not _before_native_sidecars
}

_fix(server) := fixes.unsafe(fixes.of("Add a startup probe.", changes)) if {
	changes := fixes.startup_probe(server)
	count(changes) > 0
} else := null

_late(dial, server) if {
	order.at_start(dial)
	input.pod.who[server].class == "sidecar"
	input.pod.who[dial.from].class in {"regular", "init"}
	input.pod.who[server].order < input.pod.who[dial.from].order
	not order.ordered(server, dial.from)
}

_earlier(i, from, server) if {
	some j, dial in input.pod.connections
	j < i
	dial.from == from
	dial.answer == "neighbour"
	dial.to[0].container == server
	_late(dial, server)
}

_before_native_sidecars if input.target.minor < 29
