# METADATA
# title: Startup probe of a native sidecar waits for the app
# description: |
#   ## What
#   The startup probe of a native sidecar asks a port that only a container serves which starts after the sidecar.
#
#   ## Why it hurts
#   The kubelet starts no later container before the startup probe of a native sidecar has succeeded. The probe waits for the container, the
#   container waits for the probe: the pod stays in `Init` until the probe has failed often enough, and the sidecar is restarted for ever.
#
#   ## When it is fine
#   Readiness and liveness probes hold nobody back.
#
#   ## How to fix
#   Ask the sidecar itself:
#   ```yaml
#   initContainers:
#     - name: proxy
#       restartPolicy: Always
#       startupProbe:
#         httpGet: {path: /ready, port: 9901}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
#     description: Native sidecars and the start order
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers
#     description: KEP-753, when the next container starts
# custom:
#   severity: error
#   confidence: strong
#   fix: Point the startup probe at a port of the sidecar itself, or make it a readiness probe.
package podlint.rules.lifecycle.native_sidecar_start_waits_on_app

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("the startup probe of %q asks port %d of %q, which starts only when that probe has succeeded", [probe.from, probe.port, server.container]),
	"path": probe.path,
	"container": probe.from,
	"certainty": certainty.of([probe, server], _own(probe, server)),
} if {
	some probe in input.pod.connections
	_starts(probe)
	probe.answer == "neighbour"
	input.pod.who[probe.from].class == "sidecar"
	server := probe.to[0]
	every other in probe.to { input.pod.who[other.container].order > input.pod.who[probe.from].order }
	not _behind(probe)
}

_starts(probe) if {
	probe.via == "probe"
	probe.kind == "startup"
	probe.host == ""
}

# A command of the probe asks.
_starts(probe) if {
	probe.via == "dial"
	probe.phase == "probe"
	probe.host_class == "loopback"
	probe.ignorable == false
	"startupProbe" in probe.path
}

# Of a port that the neighbour only declares, the sidecar may be the one that serves it.
_own(_, server) := [] if server.binds == true

_own(probe, server) := certainty.absent([{"who": probe.from, "seen": input.pod.who[probe.from].seen.listens}]) if server.binds == false

# The sidecar itself takes the port, as a front that is told to: then two are after one port, and that is said.
_behind(probe) if {
	some binding in input.pod.bindings
	binding.port == probe.port
	some taker in binding.takers
	taker.container == probe.from
}
