# METADATA
# title: OTLP over HTTP goes to the gRPC port, or the other way round
# description: |
#   ## What
#   A container exports telemetry as OTLP over HTTP to a port on which the collector beside it takes OTLP over gRPC, or as gRPC to the port for HTTP.
#
#   ## Why it hurts
#   The two do not understand each other. Nothing is exported, and few programs say so plainly.
#
#   ## When it is fine
#   Without `OTEL_EXPORTER_OTLP_PROTOCOL` the protocol is the choice of the language, so podlint is silent. It reports the pair where both ends say
#   what they speak.
#
#   ## How to fix
#   By custom 4317 is for gRPC and 4318 for HTTP.
#
#   ```yaml
#   env:
#     - {name: OTEL_EXPORTER_OTLP_PROTOCOL, value: http/protobuf}
#     - {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: "http://localhost:4318"}
#   ```
# related_resources:
#   - ref: https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specify-protocol
#     description: How programs are told the protocol
# custom:
#   severity: warning
#   confidence: strong
#   fix: Export to the port of the protocol that is spoken.
package podlint.rules.network.otlp_wrong_port

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q sends OTLP over %s to port %d, on which %q takes it over %s", [
		dial.from, _words[dial.speaks.protocol], dial.port, server.container, _words[server.speaks.protocol],
	]),
	"path": dial.path,
	"container": dial.from,
	"related": [{"msg": sprintf("%q takes it here", [server.container]), "path": server.speaks.path}],
	"certainty": certainty.of([dial, dial.speaks, server.speaks], []),
} if {
	some dial in input.pod.connections
	dial.via == "dial"
	dial.answer == "neighbour"
	dial.speaks.protocol in {"otlp-http", "otlp-grpc"}
	server := dial.to[0]
	server.speaks.protocol in {"otlp-http", "otlp-grpc"}
	server.speaks.protocol != dial.speaks.protocol
}

_words := {"otlp-http": "HTTP", "otlp-grpc": "gRPC"}
