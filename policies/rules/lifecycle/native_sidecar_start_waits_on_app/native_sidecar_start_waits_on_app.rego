# METADATA
# title: Start of a native sidecar that hangs on a later container
# description: |
#   ## What
#   The startup probe of a native sidecar asks a port that a container serves which starts after it.
#
#   ## Why it hurts
#   The kubelet starts the containers after a native sidecar when its startup probe has passed. The probe waits for a container that waits for
#   the probe: the pod stays in `PodInitializing`, and the sidecar is killed and started again for ever.
#
#   ## When it is fine
#   Readiness and liveness probes hold nobody back, and a health bridge that answers for itself may tell of others later.
#
#   ## How to fix
#   Let the startup probe ask the sidecar itself, and put what tells of the app into the readiness probe:
#   ```yaml
#   initContainers:
#     - name: proxy
#       restartPolicy: Always
#       startupProbe:
#         httpGet: {path: /ready, port: 15021}
#       readinessProbe:
#         tcpSocket: {port: 8080}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
#     description: The startup probe of a native sidecar holds back those that come later
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers
#     description: How native sidecars are started
# custom:
#   severity: error
#   confidence: strong
#   fix: Let the startup probe ask the sidecar itself.
package podlint.rules.lifecycle.native_sidecar_start_waits_on_app

import data.podlint.lib.certainty
import data.podlint.lib.net

violation contains {
	"msg": sprintf("the startup probe of native sidecar %q asks port %d of %q, which starts only when the probe has passed", [
		probe.from, probe.port, server.container,
	]),
	"path": probe.path,
	"container": probe.from,
	"certainty": certainty.of([probe, server], certainty.absent(_gaps(probe))),
	"related": [{"msg": sprintf("%q serves it", [server.container]), "path": server.path}],
} if {
	some probe in input.pod.connections
	probe.via == "probe"
	probe.kind == "startup"
	probe.answer == "neighbour"
	probe.host in {"", "localhost", "127.0.0.1", "::1"}
	input.pod.who[probe.from].class == "sidecar"
	server := probe.to[0]
	later := input.pod.who[server.container]
	later.class in {"regular", "sidecar"}
	later.order > input.pod.who[probe.from].order
	not _answered_before(probe)
}

# Somebody who is up by then serves the port as well.
_answered_before(probe) if {
	some server in probe.to
	input.pod.who[server.container].running == true
	input.pod.who[server.container].order <= input.pod.who[probe.from].order
}

# The sidecar may serve the port itself, and so may a native sidecar before it; what an injector adds comes first.
_gaps(probe) := array.concat(
	[gap |
		some gap in net.unseen
		m := input.pod.who[gap.who]
		m.class == "sidecar"
		m.order <= input.pod.who[probe.from].order
	],
	[{"who": name, "seen": "some", "reason": sprintf("%q is injected and may serve the port", [name])} |
		some name, m in input.pod.who
		m.class == "injected"
	],
)
