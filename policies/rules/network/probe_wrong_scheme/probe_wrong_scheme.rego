# METADATA
# title: Probe speaks plain HTTP to a TLS port, or the other way round
# description: |
#   ## What
#   An `httpGet` probe without `scheme: HTTPS`, or a `grpc` probe, asks a port that the container serves with TLS; or a probe with
#   `scheme: HTTPS` asks a port that is served without.
#
#   ## Why it hurts
#   The server answers a plain request on a TLS port with 400 or closes the connection, and no TLS session comes about on a plain port. The
#   probe never succeeds: the pod is never ready, or is restarted for ever.
#
#   ## When it is fine
#   Never. podlint reports it where it knows what is spoken on the port: from the program's flags and configuration, or from what it knows of
#   the image. Where that knowledge is not verified, or something out of sight may configure the program otherwise, the report is a step lower.
#
#   ## How to fix
#   Say in the probe what the port speaks. The kubelet takes any certificate.
#
#   ```yaml
#   containers:
#     - name: kube-rbac-proxy
#       args: ["--secure-listen-address=0.0.0.0:8443", "--upstream=http://127.0.0.1:9200/", "--ignore-paths=/healthz"]
#       readinessProbe:
#         httpGet: {path: /healthz, port: 8443, scheme: HTTPS}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#http-probes
#     description: What the kubelet sends, and what it takes for a success
# custom:
#   severity: error
#   confidence: strong
#   fix: Set the scheme of the probe to the one that the port speaks.
package podlint.rules.network.probe_wrong_scheme

import data.podlint.lib.certainty
import data.podlint.lib.net

violation contains {
	"msg": sprintf("the %s probe of %q speaks %s to port %d, which %q serves %s", [
		probe.kind, probe.from, _words[probe.speaks.protocol], probe.port, server.container, _tls[server.speaks.tls],
	]),
	"path": probe.path,
	"container": probe.from,
	"related": [{"msg": sprintf("%q listens here", [server.container]), "path": server.speaks.path}],
	"certainty": certainty.of([probe, server.speaks, server], []),
} if {
	some probe in input.pod.connections
	probe.via == "probe"
	probe.answer in {"own", "neighbour"}
	probe.host in {"", "localhost", "127.0.0.1"}
	server := probe.to[0]
	net.tls_differs(probe.speaks, server.speaks)
	net.like_http(server.speaks.protocol)
}

_words := {"http": "plain HTTP", "https": "HTTPS", "grpc": "plain gRPC"}

_tls := {"yes": "with TLS", "no": "without TLS"}
