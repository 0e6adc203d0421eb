# METADATA
# title: Client is older than the server that it refuses to serve
# description: |
#   ## What
#   A container runs a client such as `pg_dump` against the server beside it, and the client's major version, by the tag of its image, is below the
#   server's. This client refuses newer servers.
#
#   ## Why it hurts
#   Every run ends with `aborting because of server version mismatch`. There is no backup, and often nobody looks.
#
#   ## When it is fine
#   Clients of a newer version, and those that get along with any server (`psql`), are left alone. Tags that name no version say nothing.
#
#   ## How to fix
#   Raise the client with the server.
#
#   ```yaml
#   containers:
#     - name: postgres
#       image: postgres:16.3
#     - name: backup
#       image: prodrigestivill/postgres-backup-local:16
#   ```
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/app-pgdump.html#PG-DUMP-NOTES
#     description: pg_dump refuses servers newer than its own major version
# custom:
#   severity: error
#   confidence: strong
#   fix: Take an image of the client that is at least as new as the server.
package podlint.rules.network.client_older_than_server

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q runs %s %d, which refuses the server %d of %q", [
		container.name, client.program, client.major, server.major, other.name,
	]),
	"path": client.path,
	"container": container.name,
	"related": [{"msg": sprintf("%q runs the server", [other.name]), "path": server.path}],
	"certainty": certainty.of([client, server], []),
} if {
	some container in input.pod.containers
	some client in container.releases
	client.refuses_newer == true
	some other in input.pod.containers
	some server in other.releases
	server.part == "server"
	server.product == client.product
	client.major < server.major
	_asks(container.name, other.name)
}

# It connects to the server; a variable that the program may not read does not show that.
_asks(client, server) if {
	some dial in input.pod.connections
	dial.via == "dial"
	dial.from == client
	dial.answer == "neighbour"
	dial.to[0].container == server
	certainty.sure(dial)
}
