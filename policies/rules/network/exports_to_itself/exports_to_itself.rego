# METADATA
# title: Collector exports to its own receiver
# description: |
#   ## What
#   A container sends out what it takes in on one of its ports, and the address to which it sends it is that very port. Or an exporter is told to
#   ask its own port for the metrics of its neighbour, directly or by a Service that leads there.
#
#   ## Why it hurts
#   The data circles: nothing leaves the pod, the collector is busy with itself until its queues are full, and every round adds to the load. An
#   exporter meets its own page, which is none that it can read: `failed to parse response body`, and there are no metrics.
#
#   ## When it is fine
#   A collector that sends its own logs and metrics, or those of another pipeline, to its receiver does not circle; podlint looks at what the
#   pipelines join.
#
#   ## How to fix
#   Export to the backend.
#
#   ```yaml
#   exporters:
#     otlp: {endpoint: "tempo.observability:4317", tls: {insecure: true}}
#   ```
# related_resources:
#   - ref: https://opentelemetry.io/docs/collector/configuration/#service
#     description: How pipelines join receivers and exporters
#   - ref: https://github.com/nginx/kubernetes-ingress/issues/4106
#     description: An exporter that is told the port on which it answers
# custom:
#   severity: warning
#   confidence: strong
#   fix: Export to the backend instead of localhost.
package podlint.rules.network.exports_to_itself

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q sends what it takes in on port %d back to that port", [dial.from, dial.port]),
	"path": dial.path,
	"container": dial.from,
	"certainty": certainty.of([dial], []),
} if {
	some dial in input.pod.connections
	dial.via == "dial"
	dial.answer == "own"
	dial.port in dial.carries
}

violation contains {
	"msg": sprintf("exporter %q asks %s:%d for metrics, which is its own port", [dial.from, dial.host, dial.port]),
	"path": dial.path,
	"container": dial.from,
	"certainty": certainty.of([dial, _role(dial.from)], []),
} if {
	some dial in input.pod.connections
	dial.via == "dial"
	dial.purpose == "scrape"
	input.pod.who[dial.from].role == "exporter"
	_own(dial)
}

_own(dial) if dial.answer == "own"

# The Service leads to the port on which the exporter itself answers in every pod.
_own(dial) if {
	dial.answer == "away"
	dial.service != ""
	count(dial.to) > 0
	every server in dial.to {
		server.container == dial.from
		server.binds == true
	}
}

_role(name) := {"certainty": input.pod.who[name].known_certainty, "reason": sprintf("%q is an exporter by the name of its image", [name])}
