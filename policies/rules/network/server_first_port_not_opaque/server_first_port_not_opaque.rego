# METADATA
# title: Server that speaks first, behind a proxy that waits for the client
# description: |
#   ## What
#   Linkerd's proxy is injected, and a container connects to a server outside of the cluster whose protocol lets the server speak first (MySQL,
#   SMTP, FTP, IMAP), on a port that is neither one of Linkerd's default opaque ports nor skipped.
#
#   ## Why it hurts
#   The proxy waits for the client's first bytes to learn the protocol, and the client waits for the server. After ten seconds the proxy gives up
#   and passes the connection on: every new connection hangs for that long, and pools and probes time out before.
#
#   ## When it is fine
#   The customary ports (25, 587, 3306, 4444, 5432, 6379, 9300, 11211) are opaque by default. Ports in `config.linkerd.io/skip-outbound-ports` go
#   around the proxy. With TLS from the start (465, 993, 995) the client speaks first. Servers in the cluster are left alone: their own
#   annotations decide.
#
#   ## How to fix
#   ```yaml
#   annotations:
#     linkerd.io/inject: enabled
#     config.linkerd.io/skip-outbound-ports: "3307"
#   ```
# related_resources:
#   - ref: https://linkerd.io/2/features/protocol-detection/
#     description: How Linkerd learns the protocol, and its default opaque ports
#   - ref: https://linkerd.io/2/reference/proxy-configuration/
#     description: The annotation that lets ports around the proxy
# custom:
#   severity: warning
#   confidence: heuristic
#   fix: Add the port to `config.linkerd.io/skip-outbound-ports`.
package podlint.rules.network.server_first_port_not_opaque

import data.podlint.lib.certainty
import data.podlint.lib.words

violation contains {
	"msg": sprintf("%q connects to %s, where the server speaks first: the proxy injected by %s waits ten seconds each time", [
		dial.from,
		words.short(sprintf("%s:%d", [dial.host, dial.port]), 48),
		injector.switch,
	]),
	"path": dial.path,
	"container": dial.from,
	"certainty": certainty.of([dial], []),
	"related": [{"msg": "the proxy is injected here", "path": injector.path}],
} if {
	some injector in input.pod.injectors
	injector.outbound.waits == true
	injector.outbound.narrowed == false
	some dial in input.pod.connections
	dial.via == "dial"
	dial.host_class == "external"
	dial.protocol == "TCP"
	dial.phase in {"start", "run"}
	dial.port > 0
	not dial.port in _client_first
	not dial.purpose in {"scrape", "metrics", "health", "telemetry"}
	not regex.match(`(?i)https?://`, dial.text)
	_server_first(dial)
	not _treated(dial, injector) # opaque, or around the proxy
	input.pod.who[dial.from].class in {"regular", "sidecar"}
}

_treated(dial, injector) if {
	some range in injector.outbound.ports
	dial.port >= range.from
	dial.port <= range.to
}

# SMTP, IMAP and POP3 with TLS from the start, MySQL's X protocol, and what is HTTP in any case.
_client_first := {465, 993, 995, 33060, 80, 443}

# The host, or the setting that names it, speaks of such a protocol.
_server_first(dial) if {
	some text in [dial.host, dial.text]
	regex.match(`(?i)(^|[^a-z])(mysql|mariadb|smtp|imap|pop3|ftp)([^a-z]|$)`, text)
}
