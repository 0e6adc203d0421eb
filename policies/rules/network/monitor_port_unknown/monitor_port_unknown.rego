# METADATA
# title: Monitor that asks for a port that nobody has
# description: |
#   ## What
#   A ServiceMonitor names a port that none of the Services that it selects has, or a PodMonitor one that no container of its pods
#   declares.
#
#   ## Why it hurts
#   Prometheus drops every target: there are no metrics and no error, and alerts on them never fire.
#
#   ## When it is fine
#   The monitor is meant for something that is not among the manifests as well: podlint is silent about monitors that ask for no label, and
#   about pods of which an injector adds containers.
#
#   ## How to fix
#   Use the name of the port, of the Service in a ServiceMonitor, of the container in a PodMonitor:
#   ```yaml
#   kind: Service
#   spec:
#     ports: [{name: metrics, port: 9121, targetPort: exporter}]
#   ---
#   kind: ServiceMonitor
#   spec:
#     endpoints: [{port: metrics}]
#   ```
# related_resources:
#   - ref: https://github.com/prometheus-operator/prometheus-operator/issues/996
#     description: No endpoint with that port
#   - ref: https://github.com/apache/apisix-helm-chart/issues/475
#     description: A chart whose monitor asks for a port that does not exist
#   - ref: https://github.com/openshift/configuration-anomaly-detection/pull/460
#     description: A number is no name
# custom:
#   severity: warning
#   confidence: strong
#   fix: Let the monitor name a port of the Service, or of the container for a PodMonitor.
package podlint.rules.network.monitor_port_unknown

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("%s %q asks for %s %q, which %s", [_kinds[end.source], end.key, end.field, end.name, _nobody(end)]),
	"path": end.path,
	"certainty": certainty.of(_aside(monitor), certainty.absent(_injected(end))),
} if {
	some end in input.pod.references
	end.source in {"pod-monitor", "service-monitor"}
	end.found == false
	not input.pod.injectors # their containers have ports, too
	some monitor in input.related.monitors
	monitor.kind == _kinds[end.source]
	monitor.name == end.key
	monitor.labels > 0 # it may be meant for anything
}

_kinds := {"pod-monitor": "PodMonitor", "service-monitor": "ServiceMonitor"}

# One of a sibling folder need not belong to this pod.
_aside(monitor) := [{"certainty": "guessed", "reason": "the monitor stands in a sibling folder"}] if {
	monitor.near == "sibling"
} else := []

# A Service has no other ports than those that it shows.
_injected(end) := [] if {
	_of_service(end)
} else := [{"who": name, "seen": "some", "reason": sprintf("%q is injected and may declare ports", [name])} |
	some name, m in input.pod.who
	m.class == "injected"
]

_of_service(end) if {
	end.source == "service-monitor"
	end.field == "port"
}

_nobody(end) := sprintf("Service %q does not have%s", [end.from, _hint(end)]) if {
	_of_service(end)
	end.from != ""
} else := sprintf("no Service that it selects has%s", [_hint(end)]) if {
	_of_service(end)
} else := sprintf("no container of the pods that it selects declares%s", [_hint(end)])

_hint(end) := sprintf("; perhaps %s", [end.nearest]) if {
	end.nearest != ""
} else := sprintf("; there is only %s", [concat(", ", end.choices)]) if {
	count(end.choices) in {1, 2, 3}
} else := ""
