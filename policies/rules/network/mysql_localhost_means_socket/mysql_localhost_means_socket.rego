# METADATA
# title: MySQL host that means a socket file
# description: |
#   ## What
#   A MySQL or MariaDB client is given the host `localhost`, and the server is a neighbour that it can reach over TCP only.
#
#   ## Why it hurts
#   The client library takes the word `localhost` for the socket file of its own container, not for an address: `Can't connect to
#   local MySQL server through socket '/var/run/mysqld/mysqld.sock'`. The server beside it is up and listening.
#
#   ## When it is fine
#   When both containers mount a volume in which the socket may lie, or when `--protocol=tcp` is given. Drivers that always use TCP (Go,
#   Java, Python's own) are not reported.
#
#   ## How to fix
#   Write the address.
#
#   ```yaml
#   env:
#     - name: WORDPRESS_DB_HOST
#       value: 127.0.0.1:3306
#   ```
# related_resources:
#   - ref: https://github.com/MariaDB/mariadb-docker/issues/157
#     description: localhost is the socket for the client library
#   - ref: https://dev.mysql.com/doc/refman/8.4/en/connecting.html
#     description: How the client chooses socket or TCP
# custom:
#   severity: warning
#   confidence: strong
#   fix: Write 127.0.0.1 in place of localhost.
package podlint.rules.network.mysql_localhost_means_socket

import data.podlint.lib.certainty
import data.podlint.lib.fixes

violation contains {
	"msg": sprintf("container %q connects to MySQL on \"localhost\", which means a socket file; %q only serves TCP port %d", [
		dial.from,
		server.container,
		dial.port,
	]),
	"path": dial.path,
	"container": dial.from,
	"certainty": certainty.of([dial, server, _library(dial)], []),
	"fix": fixes.word("Write 127.0.0.1 in place of localhost.", dial.path, "localhost", "127.0.0.1"),
} if {
	some dial in input.pod.connections
	dial.host == "localhost"
	dial.port == 3306
	dial.answer == "neighbour"
	dial.library in {"mysqlnd", "libmysqlclient", "libmariadb"}
	dial.origin != "image" # nobody has written it
	input.pod.who[dial.from].class != "init"
	server := dial.to[0]
	not contains(dial.text, "--protocol")
	not _shares(dial.from, server.container)
}

# They mount a volume in which the socket may lie.
_shares(client, server) if {
	some share in input.pod.shares
	share.settings == false
	{end.container | some end in share.ends} == {client, server}
}

# The library of a command that the manifest writes is the command's; that of an image is knowledge of it.
_library(dial) := dial if dial.origin == "script"

_library(dial) := {"certainty": input.pod.who[dial.from].known_certainty, "reason": sprintf("that %q uses %s", [dial.from, dial.library])} if {
	dial.origin != "script"
}
