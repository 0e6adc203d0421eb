# METADATA
# title: Probe asks a port that nobody serves
# description: |
#   ## What
#   A probe asks a port by its number, and nothing in the pod is known to serve it or declares it.
#
#   ## Why it hurts
#   The connection is refused each time. A readiness probe keeps the whole pod out of its Services, a liveness probe restarts the container
#   for ever, a startup probe lets it never begin.
#
#   ## When it is fine
#   `ports` is information only, so a program may serve more than it declares. podlint reports an error where it knows the program and
#   all of its ports and those of its neighbours, and else, since the probe itself says that the port is served, a doubt. Hosts of their own, placeholders, pods
#   on the node's network and containers whose command line or variables speak of the port are left alone.
#
#   ## How to fix
#   Ask the port that the program serves, and declare it, so that the next reader sees it.
#
#   ```yaml
#   containers:
#     - name: exporter
#       image: nginx/nginx-prometheus-exporter:1.2.0
#       ports:
#         - {name: metrics, containerPort: 9113}
#       readinessProbe:
#         httpGet: {path: /metrics, port: 9113}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
#     description: What the kubelet does when a probe fails
# custom:
#   severity: error
#   confidence: strong
#   fix: Ask the port that the container serves.
package podlint.rules.network.probe_no_listener

import data.podlint.lib.certainty
import data.podlint.lib.net
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("the %s probe of %q asks port %d, on which %s", [probe.kind, probe.from, probe.port, _nobody(probe.from)]),
	"path": probe.path,
	"container": probe.from,
	"certainty": certainty.of([probe], array.concat(_own(probe), certainty.absent(array.concat(net.unseen_beside(probe.from), pods.added)))),
} if {
	some probe in input.pod.connections
	probe.via == "probe"
	probe.answer == "nobody"
	probe.host == ""
	probe.port > 0
	count(spared) == 0
	not net.spoken_of(probe.from, probe.port)
	not _asked_of_the_mesh(probe.port)
}

# The probe is its author's word that the port is served: against it speaks only a program all of whose ports are known.
_own(probe) := [{
	"who": probe.from, "seen": "some",
	"reason": sprintf("not all ports that %q serves are in sight", [probe.from]),
}] if {
	input.pod.who[probe.from].seen.listens != "all"
} else := []

spared contains "somebody else on the node's network may listen" if input.pod.host_network

spared contains "somebody else on the node may listen" if input.pod.host_process

spared contains "a placeholder stands in place of a port" if {
	some container in input.pod.containers
	container.ports_unknown == true
}

spared contains "a controller adds a container that takes the traffic" if input.pod.managed

# An injected container serves the port.
_asked_of_the_mesh(port) if {
	some injector in input.pod.injectors
	port in injector.ports
}

_nobody(name) := sprintf("it does not listen: it serves %d", [who.main.port]) if {
	who := input.pod.who[name]
	who.main
	who.seen.listens == "all"
} else := sprintf("it is not seen to listen: it serves %d", [input.pod.who[name].main.port]) if {
	input.pod.who[name].main
} else := sprintf("no container of the pod %s", [net.listens(net.unseen)])
