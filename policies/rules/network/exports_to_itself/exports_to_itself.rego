# METADATA
# title: Collector exports to its own receiver
# description: |
#   ## What
#   A container sends out what it takes in on one of its ports, and the address to which it sends it is that very port.
#
#   ## Why it hurts
#   The data circles: nothing leaves the pod, the collector is busy with itself until its queues are full, and every round adds to the load.
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
