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
import data.podlint.lib.words

violation contains {
	"msg": sprintf("port name %q of %q (%d) is already taken by %q (%d): %s reaches only that one", [
		taker.name,
		taker.container, binding.port,
		first.container, first.port, _asker(services),
	]),
	"path": array.concat(taker.entry_path, ["name"]),
	"container": taker.container,
	"certainty": certainty.of([], certainty.absent(_unasked(services))),
	"related": [{"msg": sprintf("the name stands for the port of %q", [first.container]), "path": array.concat(first.path, ["name"])}],
} if {
	some binding in input.pod.bindings
	some taker in binding.takers
	taker.declared == true
	taker.name != ""
	input.pod.who[taker.container].class in {"regular", "sidecar"}
	not words.placeholder(taker.name)
	first := min(_declared[_key(taker.name, binding.protocol)])[2]
	first.container != taker.container
	first.port != binding.port
	services := _served(taker.name, binding.protocol)
}

# Who is found under a name: regular containers come first, then native sidecars, each in their order.
_declared[_key(taker.name, binding.protocol)] contains [m.class, m.order, {"container": taker.container, "port": binding.port, "path": taker.entry_path}] if {
	some binding in input.pod.bindings
	some taker in binding.takers
	taker.declared == true
	m := input.pod.who[taker.container]
	m.class in {"regular", "sidecar"}
}

_key(name, protocol) := sprintf("%s/%s", [name, protocol])

_asker(services) := sprintf("service %q", [services[0]]) if {
	count(services) > 0
} else := "a Service"

# A name that no Service asks for leads nobody astray, but others may be out of sight. A probe sees the ports of its own container alone.
_unasked(services) := [{"who": "a Service", "seen": "some", "reason": "no Service in sight asks for the name"} | count(services) == 0]

_served(name, protocol) := [service.name |
	some service in input.related.services
	some target in service.ports
	target.target_name == name
	target.protocol == protocol
]
