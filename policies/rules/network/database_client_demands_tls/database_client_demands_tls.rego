# METADATA
# title: Database client demands TLS of a server that has none
# description: |
#   ## What
#   A container connects to the database in its own pod and insists on TLS, by `sslmode=require` or `tls=true` in the address or because that is what
#   its driver does when the address says nothing. The server beside it serves no TLS.
#
#   ## Why it hurts
#   The connection is refused each time (`pq: SSL is not enabled on the server`). An exporter has no metrics, an app has no database.
#
#   ## When it is fine
#   A server that is told to use TLS, by a flag or in a configuration that is in sight, is left alone. Where a server that is known to serve none
#   by default has settings out of sight, the report is a doubt. Where only metrics are at stake it is a warning.
#
#   ## How to fix
#   Within one pod TLS protects nothing: say `sslmode=disable`.
#
#   ```yaml
#   containers:
#     - name: exporter
#       image: quay.io/prometheuscommunity/postgres-exporter:v0.15.0
#       env:
#         - {name: DATA_SOURCE_NAME, value: "postgresql://exporter@127.0.0.1:5432/postgres?sslmode=disable"}
#   ```
# related_resources:
#   - ref: https://github.com/prometheus-community/postgres_exporter/issues/301
#     description: What the exporter says when the server has no TLS
#   - ref: https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-SSL
#     description: A PostgreSQL server has TLS off by default
# custom:
#   severity: error
#   confidence: strong
#   fix: Say in the address that the connection is plain.
package podlint.rules.network.database_client_demands_tls

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q demands TLS of %q on port %d, which serves none", [dial.from, server.container, dial.port]),
	"path": dial.path,
	"container": dial.from,
	"severity": _severity(dial),
	"related": [{"msg": sprintf("%q serves it", [server.container]), "path": server.path}],
	"certainty": certainty.of([dial, dial.speaks, server.speaks], certainty.absent([{
		"who": server.container,
		"seen": _settings_of(server),
		"reason": sprintf("settings of %q are out of sight", [server.container]),
	}])),
} if {
	some dial in input.pod.connections
	dial.via == "dial"
	dial.host_class in {"loopback", "socket"}
	dial.answer == "neighbour"
	dial.speaks.tls == "yes"
	dial.speaks.protocol in {"postgres", "mongodb", "redis", "mysql", "amqp"}
	server := dial.to[0]
	server.speaks.tls == "no"
	server.speaks.protocol == dial.speaks.protocol
	not _told_of_tls(server.container)
}

# The scripts that a database runs when it makes its first files may turn TLS on as well.
_settings_of(server) := "some" if _sets_up(server)

_settings_of(server) := "all" if not _sets_up(server)

_sets_up(server) if input.pod.who[server.container].config_hidden

_sets_up(server) if {
	some container in input.pod.containers
	container.name == server.container
	some mount in container.mounts
	startswith(mount.mount_path, "/docker-entrypoint-initdb.d")
}

# Some word of its command line or environment speaks of TLS.
_told_of_tls(name) if {
	some container in input.pod.containers
	container.name == name
	some word in container.argv
	regex.match(`(?i)(^|[^a-z])(ssl|tls)`, word)
}

_told_of_tls(name) if {
	some container in input.pod.containers
	container.name == name
	some variable in container.env
	regex.match(`(?i)(^|[^a-z])(ssl|tls)`, concat("=", [variable.name, object.get(variable, "value", "")]))
}

_severity(dial) := "warning" if dial.purpose == "scrape"

_severity(dial) := "error" if dial.purpose != "scrape"
