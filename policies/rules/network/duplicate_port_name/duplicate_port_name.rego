# METADATA
# title: Port name used twice
# description: |
#   ## What
#   Two containers of the pod give the same name to different ports, and a Service asks for the name. The API server checks port names
#   within one container only.
#
#   ## Why it hurts
#   Whoever looks the name up takes the first container that has it: a Service with `targetPort: http` sends all traffic there, and the
#   other container gets none. When somebody changes the order of the containers, or adds a sidecar in front, the traffic moves.
#
#   ## When it is fine
#   A name that no Service of the files asks for is a doubt, and a probe looks it up in its own container. The same number under the same name is one
#   port that two containers declare, which `port-conflict-declared` judges. A TCP and a UDP port may share a name.
#
#   ## How to fix
#   Rename the helper's port, and what refers to it.
#
#   ```yaml
#   containers:
#     - name: app
#       ports: [{name: http, containerPort: 8080}]
#     - name: metrics
#       ports: [{name: http-metrics, containerPort: 8081}]
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/54213
#     description: Port names are not unique within a pod
#   - ref: https://github.com/kubernetes/kubernetes/issues/122252
#     description: A Service picks the wrong container for a name
# custom:
#   severity: error
#   confidence: certain
#   fix: Rename the port of the second container, and what refers to it.
package podlint.rules.network.duplicate_port_name

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("port name %q of %q (%d) is already taken by %q (%d): %s reaches only that one", [
		port.name,
		container.name, port.port,
		first.container, first.port, _asker(services),
	]),
	"path": array.concat(port.path, ["name"]),
	"container": container.name,
	"certainty": certainty.of([], certainty.absent(_unasked(services))),
	"related": [{"msg": sprintf("the name stands for the port of %q", [first.container]), "path": array.concat(first.path, ["name"])}],
} if {
	some container in input.pod.containers
	container.class in {"regular", "sidecar"}
	some port in container.listens
	port.declared == true
	port.name
	not regex.match(`\{\{|\$[{(]|<.*>`, port.name)
	first := _declared(port.name, port.protocol)[0]
	first.container != container.name
	port.port > 0
	first.port != port.port
	services := _served(port)
}

# In the order in which a name is looked up: regular containers first, then native sidecars.
_declared(name, protocol) := [{"container": container.name, "port": port.port, "path": port.path} |
	some class in ["regular", "sidecar"]
	some container in input.pod.containers
	container.class == class
	some port in container.listens
	port.declared == true
	port.name == name
	port.protocol == protocol
]

_asker(services) := sprintf("service %q", [services[0]]) if {
	count(services) > 0
} else := "a Service"

# A name that no Service asks for leads nobody astray, but others may be out of sight. A probe sees the ports of its own container alone.
_unasked(services) := [{"who": "a Service", "seen": "some", "reason": "no Service in sight asks for the name"} | count(services) == 0]

_served(port) := [service.name |
	some service in input.related.services
	some target in service.ports
	target.target_name == port.name
	target.protocol == port.protocol
]
