# METADATA
# title: Probe of a neighbour's port
# description: |
#   ## What
#   A probe of one container asks a port that another container serves. The kubelet sends probes to the pod's address, so they
#   reach whoever listens there.
#
#   ## Why it hurts
#   The probe judges the wrong program. When the neighbour fails, the healthy container is restarted; when the container itself
#   hangs, nobody notices. It is usually copied together with the rest of the neighbour's entry.
#
#   ## When it is fine
#   Some containers answer for their neighbour: the CSI livenessprobe sidecar, a gateway that checks its engine, a proxy in front
#   of an application on loopback. podlint is silent when the serving container connects to the probed one, is a health bridge or
#   a mesh proxy, or may connect to it by a configuration that cannot be read.
#
#   ## How to fix
#   Probe the container's own port.
#
#   ```yaml
#   containers:
#     - name: worker
#       ports: [{containerPort: 8081}]
#       livenessProbe:
#         httpGet: {path: /healthz, port: 8081}
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes-sigs/vsphere-csi-driver/issues/68
#     description: A probe on the wrong container of a CSI driver
#   - ref: https://github.com/kubernetes/website/issues/13815
#     description: Where the kubelet sends probes
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
#     description: How probes work
# custom:
#   severity: warning
#   confidence: strong
#   fix: Point the probe at a port that its own container serves.
package podlint.rules.network.probe_hits_other_container

import data.podlint.lib.certainty
import data.podlint.lib.net

violation contains {
	"msg": sprintf("the %s probe of %q asks port %d, which %q serves: %s", [
		probe.kind,
		probe.from,
		probe.port,
		server.container,
		_effect[probe.kind],
	]),
	"path": probe.path,
	"container": probe.from,
	"certainty": certainty.of([probe, server], certainty.absent(_gaps(server.container, probe))),
} if {
	some probe in input.pod.connections
	probe.via == "probe"
	probe.answer == "neighbour"
	probe.host == ""
	server := probe.to[0]
	input.pod.who[server.container].class != "injected"
	not _answers_for(server.container, probe.from)
}

# A health bridge and a mesh proxy ask the others on behalf of the kubelet; so does whoever connects to the probed container.
_answers_for(server, _) if input.pod.who[server].role in {"health-bridge", "mesh-proxy"}

_answers_for(server, probed) if net.calls(server, probed)

# A front connects to what is behind it, and a program of which nothing is known may do so too; unless its own probes ask the same port:
# then the probe was copied from it.
_gaps(server, probe) := [{"who": server, "seen": "some", "reason": sprintf("%q may answer for %q", [server, probe.from])}] if {
	_unknown(server)
	not net.probed(server, probe.port, "own")
} else := [{"who": server, "seen": input.pod.who[server].seen.dials, "reason": sprintf("%q may ask %q in turn", [server, probe.from])}] if {
	input.pod.who[server].fronts
	not net.dials_in_pod(server)
} else := []

_unknown(server) if {
	input.pod.who[server].own_program == false
	input.pod.who[server].tools_only == false
}

_effect := {
	"liveness": "its failure restarts the wrong container",
	"readiness": "it says nothing about the probed one",
	"startup": "it says nothing about the probed one",
}
