# METADATA
# title: Exporter that no monitor asks
# description: |
#   ## What
#   A PodMonitor or ServiceMonitor of the manifests scrapes the pod, and none of them asks for a port of its exporter. Or `prometheus.io/port`,
#   which holds a single port, names another container's.
#
#   ## Why it hurts
#   The exporter runs in every replica, and its metrics reach nobody: dashboards stay empty and alerts on them never fire, while the pod shows
#   up as scraped.
#
#   ## When it is fine
#   Annotations that name its port or hand the pod to an agent, a Service that leads to it, a neighbour that asks it, and a monitor that asks for a port which nobody has
#   (`monitor-port-unknown` says that) are left alone, and so are pods that no monitor in sight scrapes: those may be scraped by a configuration
#   that podlint does not see.
#
#   ## How to fix
#   Ask for the exporter's port as well:
#   ```yaml
#   kind: PodMonitor
#   spec:
#     podMetricsEndpoints:
#       - port: http
#       - port: exporter
#   ```
# related_resources:
#   - ref: https://github.com/prometheus/prometheus/issues/3530
#     description: Several targets in one pod
#   - ref: https://prometheus-operator.dev/docs/api-reference/api/
#     description: Endpoints of PodMonitor and ServiceMonitor
# custom:
#   severity: info
#   confidence: heuristic
#   fix: Add an endpoint with the exporter's port to the monitor.
package podlint.rules.network.exporter_not_scraped

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("%s %q scrapes this pod, but asks for %s only: nobody asks exporter %q (%d)", [
		monitor.kind, monitor.name, concat(", ", monitor.ports), name, port.port,
	]),
	"path": exporter.name_path,
	"container": name,
	"certainty": certainty.of(array.concat([_exporter(name, exporter), port], _aside(monitor)), certainty.absent([])), # monitors of other sets scrape other pods
	"related": [{"msg": "this monitor scrapes the pod", "path": monitor.path}],
} if {
	monitor := _monitors[0]
	count(_astray) == 0
	some name, exporter in input.pod.who
	exporter.role == "exporter"
	exporter.own_program == true
	exporter.class in {"regular", "sidecar"}
	port := _port(exporter)
	not _scraped(name, exporter)
	not _asked(name)
	count(spared) == 0
}

# Annotations hold one port only, and it is another's.
violation contains {
	"msg": sprintf("prometheus.io/port has the pod scraped on %s only: nobody asks exporter %q (%d)", [wanted, name, port.port]),
	"path": exporter.name_path,
	"container": name,
	"certainty": certainty.of([_exporter(name, exporter), port], certainty.absent([])),
	"related": [{"msg": "the port is named here", "path": array.concat(input.pod.metadata_path, ["annotations", "prometheus.io/port"])}],
} if {
	input.pod.annotations["prometheus.io/scrape"] == "true"
	wanted := input.pod.annotations["prometheus.io/port"]
	regex.match(`^[0-9]+$`, wanted)
	count(object.get(input.related, "monitors", [])) == 0
	some name, exporter in input.pod.who
	exporter.role == "exporter"
	exporter.own_program == true
	exporter.class in {"regular", "sidecar"}
	port := _port(exporter)
	not wanted in {sprintf("%d", [p.port]) | some p in exporter.ports}
	_others_port(name, wanted)
	not _asked(name)
	not _behind_service(name)
	count(spared - {_by_annotation}) == 0
}

# It is a neighbour's; annotation-unknown-port speaks of one that nobody has.
_others_port(name, wanted) if {
	some other, who in input.pod.who
	other != name
	some port in who.ports
	sprintf("%d", [port.port]) == wanted
}

# A Service leads to it, by which it may be scraped.
_behind_service(name) if {
	some service in input.related.services
	some port in service.ports
	name in port.containers
}

# The monitors that are meant for this pod rather than for anything.
_monitors := [monitor |
	some monitor in input.related.monitors
	monitor.labels > 0
	count(monitor.ports) > 0
]

# One of a sibling folder need not belong to this pod.
_aside(monitor) := [{"certainty": "guessed", "reason": "the monitor stands in a sibling folder"}] if {
	monitor.near == "sibling"
} else := []

# What a monitor asks for in vain may be meant for the exporter.
_astray := [end.name |
	some end in input.pod.references
	end.source in {"pod-monitor", "service-monitor"}
	end.found == false
]

_exporter(name, exporter) := {
	"certainty": exporter.known_certainty,
	"reason": sprintf("%q is an exporter by the name of its image", [name]),
}

# The port at which it serves its metrics.
_port(exporter) := [port |
	some port in exporter.ports
	port.purpose in {"metrics", ""}
	port.address != "loopback"
][0]

_scraped(_, exporter) if {
	some monitor in input.related.monitors
	some wanted in monitor.ports
	some port in exporter.ports
	wanted in {port.name, sprintf("%d", [port.port])}
}

# The port of a Service that leads to it.
_scraped(name, _) if {
	some monitor in input.related.monitors
	some service in input.related.services
	some port in service.ports
	port.name in monitor.ports
	name in port.containers
}

# A neighbour takes its metrics and hands them on.
_asked(name) if {
	some dial in input.pod.connections
	dial.via == "dial"
	some server in dial.to
	server.container == name
	dial.from != name
}

# METADATA
# description: Why the exporter may be scraped by other means.
spared contains _by_annotation if {
	some key, _ in input.pod.annotations
	regex.match(`(?i)prometheus|scrape|metrics|datadoghq|telemetry|newrelic|dynatrace`, key)
}

_by_annotation := "an annotation hands the pod to another scraper"

spared contains "an annotation of a Service's workload hands it to another scraper" if {
	some key, _ in input.pod.workload.annotations
	regex.match(`(?i)prometheus|scrape|datadoghq`, key)
}

spared contains "an injected container may gather the metrics" if count(object.get(input.pod, "injectors", [])) > 0
