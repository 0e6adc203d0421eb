# METADATA
# title: Annotation that names an unknown port
# description: |
#   ## What
#   An annotation steers a tool to a port, and no container of the pod declares or serves it: the scraping of Prometheus, the proxies of
#   Consul, Istio (`traffic.sidecar.istio.io/includeInboundPorts`) and Linkerd (names in `config.linkerd.io/opaque-ports`).
#
#   ## Why it hurts
#   Prometheus reports the target down, or never finds it; the proxy hands connections to nobody, or lets those pass by that it was meant to
#   carry.
#
#   ## When it is fine
#   A program may serve ports that the manifest does not show: unless all of them are in sight, it is a warning or a doubt. The name of a port
#   stands in `ports` alone. podlint is silent where scraping is switched off, and about numbers that are left out of a mesh.
#
#   ## How to fix
#   Write the number, or the name, of a port that a container serves:
#   ```yaml
#   metadata:
#     annotations:
#       prometheus.io/scrape: "true"
#       prometheus.io/port: "9121"
#   spec:
#     containers:
#       - name: exporter
#         ports: [{name: metrics, containerPort: 9121}]
#   ```
# related_resources:
#   - ref: https://github.com/prometheus/prometheus/blob/main/documentation/examples/prometheus-kubernetes.yml
#     description: What the annotations of Prometheus mean
#   - ref: https://developer.hashicorp.com/consul/docs/reference/k8s/annotation-label
#     description: Annotations of Consul on Kubernetes
#   - ref: https://istio.io/latest/docs/reference/config/annotations/
#     description: Annotations of Istio
#   - ref: https://linkerd.io/2/reference/proxy-configuration/
#     description: Annotations of Linkerd
# custom:
#   severity: error
#   confidence: strong
#   fix: Let the annotation name a port that a container serves.
package podlint.rules.network.annotation_unknown_port

import data.podlint.lib.certainty
import data.podlint.lib.net
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("annotation %s names port %s, %s%s", [named.key, named.name, _nobody(named), _hint(named)]),
	"path": named.path,
	"severity": _severity(named),
	"certainty": certainty.of([], certainty.absent(_unseen(named))),
} if {
	some named in input.pod.references
	named.source == "annotation"
	named.of == "port"
	named.found == false
	not _off(named)
	not _asked(named)
	not contains(named.name, ",") # for a scrape that is set up to read a list
	not _unknown_ports
}

# The kubelet asks the port, too: the pod would not be ready if nobody served it.
_asked(named) if {
	_number(named)
	some probe in input.pod.connections
	probe.via == "probe"
	probe.host == ""
	probe.port == to_number(named.name)
}

_nobody(named) := sprintf("on which no container %s", [net.listens(net.unseen)]) if {
	_number(named)
} else := "a name that no container declares"

_number(named) if regex.match(`^[0-9]+$`, named.name)

# A number may be served undeclared; a name is one of `ports` alone, of the manifest or of a container that an injector adds.
_unseen(named) := array.concat(net.unseen, _told(to_number(named.name))) if {
	_number(named)
} else := array.concat(pods.added, [{"who": name, "seen": "some", "reason": sprintf("the names of the ports of %q are not in sight", [name])} |
	some name, m in input.pod.who
	m.class == "injected"
])

# A variable or an argument that holds the number may be what puts the program there.
_told(port) := [{"who": name, "seen": "some", "reason": sprintf("a setting of %q speaks of port %d", [name, port])} |
	some name, m in input.pod.who
	m.running == true
	net.spoken_of(name, port)
]

# A scrape, or a protocol that is told, goes amiss; what is led to nobody does not work at all.
_severity(named) := "warning" if {
	some key in {"traffic.sidecar.istio.io/", "config.linkerd.io/", "consul.hashicorp.com/service-metrics-port"}
	startswith(named.key, key)
} else := "error"

# Nobody scrapes it.
_off(named) if {
	startswith(named.key, "prometheus.io/")
	input.pod.annotations["prometheus.io/scrape"] == "false"
}

# A placeholder may be any port, and other programs of the node may listen.
_unknown_ports if {
	some container in input.pod.containers
	container.ports_unknown == true
}

_unknown_ports if input.pod.host_network

_hint(named) := sprintf("; perhaps %s", [named.nearest]) if {
	named.nearest != ""
} else := sprintf("; there is only %s", [concat(", ", named.choices)]) if {
	count(named.choices) in {1, 2, 3}
} else := ""
