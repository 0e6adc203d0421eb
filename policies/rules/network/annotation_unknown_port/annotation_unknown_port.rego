# METADATA
# title: Annotation that names an unknown port
# description: |
#   ## What
#   An annotation steers a tool to a port, and no container of the pod declares or serves it: the scraping of Prometheus, the proxy of
#   Consul.
#
#   ## Why it hurts
#   Prometheus reports the target down, or never finds it; the proxy hands connections to nobody.
#
#   ## When it is fine
#   A program may serve ports that the manifest does not show: unless all of them are in sight, it is a warning or a doubt. podlint is
#   silent where scraping is switched off.
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
# custom:
#   severity: error
#   confidence: strong
#   fix: Let the annotation name a port that a container serves.
package podlint.rules.network.annotation_unknown_port

import data.podlint.lib.certainty
import data.podlint.lib.net

violation contains {
	"msg": sprintf("annotation %s names port %s, on which no container %s%s", [named.key, named.name, net.listens(net.unseen), _hint(named)]),
	"path": named.path,
	"certainty": certainty.of([], certainty.absent(net.unseen)),
} if {
	some named in input.pod.references
	named.source == "annotation"
	named.of == "port"
	named.found == false
	not _off(named)
	not _unknown_ports
}

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
