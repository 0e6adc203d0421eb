# METADATA
# title: Probe is refused by an authenticating proxy
# description: |
#   ## What
#   An `httpGet` probe asks a port on which a proxy demands a login or a token, and the path is none of those that the proxy answers without.
#
#   ## Why it hurts
#   The kubelet has neither a session nor a token. It gets 401 or 403, which is a failure: the pod is never ready, or is restarted for ever.
#
#   ## When it is fine
#   A probe that sends an `Authorization` or `Cookie` header is left alone, and so is a proxy that redirects to its provider
#   at once (`--skip-provider-button`), because the kubelet takes a redirect to another host for a success. Where the proxy's configuration is out
#   of sight, the report is a doubt.
#
#   ## How to fix
#   Ask the path at which the proxy reports its own health, or take the path out of its authentication.
#
#   ```yaml
#   containers:
#     - name: oauth2-proxy
#       readinessProbe:
#         httpGet: {path: /ping, port: 4180}
#     - name: kube-rbac-proxy
#       args: ["--secure-listen-address=0.0.0.0:8443", "--upstream=http://127.0.0.1:9200/", "--ignore-paths=/healthz"]
#       livenessProbe:
#         httpGet: {path: /healthz, port: 8443, scheme: HTTPS}
#   ```
# related_resources:
#   - ref: https://github.com/brancz/kube-rbac-proxy
#     description: "--ignore-paths and --allow-paths"
#   - ref: https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview
#     description: "--ping-path, --ready-path and --skip-auth-route"
# custom:
#   severity: error
#   confidence: strong
#   fix: Ask a path that the proxy answers without a login, or exempt the path.
package podlint.rules.network.probe_needs_login

import data.podlint.lib.certainty
import data.podlint.lib.net

violation contains {
	"msg": sprintf("the %s probe of %q asks %s, which %q answers with %s without a login", [
		probe.kind, probe.from, _asked(probe), server.container, door.answers,
	]),
	"path": _place(probe),
	"container": probe.from,
	"related": [{"msg": sprintf("%q listens here", [server.container]), "path": server.path}],
	"certainty": certainty.of([probe, server, door], certainty.absent([{
		"who": server.container,
		"seen": door.seen,
		"reason": sprintf("not all that %q answers without a login is in sight", [server.container]),
	}])),
} if {
	some probe in input.pod.connections
	probe.via == "probe"
	probe.speaks.protocol in {"http", "https"}
	probe.answer in {"own", "neighbour"}
	probe.host in {"", "localhost", "127.0.0.1"}
	server := probe.to[0]
	door := net.door(server.container, probe.port)
	not net.tls_differs(probe.speaks, server.speaks)
	not net.open(door, probe.url)
	not _brings_credentials(probe)
}

# What is wrong is the path, where there is one.
_place(probe) := array.concat(array.slice(probe.path, 0, last), ["path"]) if {
	probe.url != ""
	last := count(probe.path) - 1
	probe.path[last] == "port"
} else := probe.path

_brings_credentials(probe) if {
	some header in probe.headers
	header in {"authorization", "cookie"}
}

_asked(probe) := probe.url if probe.url != ""

_asked(probe) := "/" if probe.url == ""
