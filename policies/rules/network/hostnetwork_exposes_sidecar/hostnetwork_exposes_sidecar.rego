# METADATA
# title: Helper listens on the node's network by default
# description: |
#   ## What
#   The pod uses the node's network, and a helper listens there on the port that it has by default, on all addresses. Nothing in the pod declares or
#   chooses the port.
#
#   ## Why it hurts
#   The port is the node's: it is taken for every other pod on the node's network (`address already in use`), a second pod of the same kind cannot
#   start there, the scheduler knows nothing of it, and whoever reaches the node reaches the helper.
#
#   ## When it is fine
#   Agents of the node that run once on each (a DaemonSet with access to it) are left alone, and so are ports that are declared or chosen by a flag, a
#   variable or a configuration.
#
#   ## How to fix
#   Bind the helper to loopback, or choose a port and declare it.
#
#   ```yaml
#   spec:
#     hostNetwork: true
#     containers:
#       - name: exporter
#         image: prom/memcached-exporter:v0.14.4
#         args: ["--web.listen-address=127.0.0.1:9150"]
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/configuration/overview/#services
#     description: Why hostNetwork and hostPort are to be avoided
# custom:
#   severity: warning
#   confidence: strong
#   fix: Bind the helper to 127.0.0.1, or choose its port and declare it.
package podlint.rules.network.hostnetwork_exposes_sidecar

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q takes port %d of the node, its default, on all addresses", [name, port.port]),
	"path": port.path,
	"container": name,
	"certainty": certainty.of([port, {"certainty": m.part_certainty, "reason": m.part_by}], []),
} if {
	input.pod.host_network == true
	input.pod.node_agent == false
	some name, m in input.pod.who
	m.part == "helper"
	m.class in {"regular", "sidecar"}
	some port in m.ports
	port.binds == true
	port.declared == false
	port.origin == "image"
	port.address == "all"
}
