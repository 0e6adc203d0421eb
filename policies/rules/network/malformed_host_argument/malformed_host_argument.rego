# METADATA
# title: URL or port where a program takes the name of a host
# description: |
#   ## What
#   A command gives a URL, or host and port in one word, to a program that wants a host alone: `nc -z http://db 5432`,
#   `pg_isready -h db:5432`, `redis-cli -h redis://cache`.
#
#   ## Why it hurts
#   The program looks the whole word up as a name, which fails each time (`bad address 'http://db'`). An init container that waits so
#   never ends, and a probe never passes, however healthy the other side is.
#
#   ## When it is fine
#   Never. Programs that take URLs (`curl`, `wget`, `redis-cli -u`, `psql postgres://...`) are left alone, and so is a word that a
#   variable makes up.
#
#   ## How to fix
#   Give the host alone, and the port as the argument that the program has for it:
#
#   ```yaml
#   command: ["sh", "-c", "until nc -z db 5432; do sleep 2; done"]
#   ```
# related_resources:
#   - ref: https://man.openbsd.org/nc.1
#     description: nc takes a destination and a port
#   - ref: https://www.postgresql.org/docs/current/app-pg-isready.html
#     description: pg_isready takes a host name and a port
# custom:
#   severity: error
#   confidence: strong
#   fix: Give the host alone, and the port as an argument of its own.
package podlint.rules.network.malformed_host_argument

import data.podlint.lib.certainty
import data.podlint.lib.words

violation contains {
	"msg": sprintf("%s of %q is given %s, which is %s: it wants a host alone, and fails each time", [command.name, c.name, words.short(host, 30), _form(host)]),
	"path": command.path,
	"container": c.name,
	"severity": _severity(c, command),
	"certainty": certainty.of([{"certainty": "shown"}], certainty.absent(_takes_both(c, command, host))),
} if {
	some c in input.pod.containers
	some command in c.commands
	some host in command.hosts
	_more_than_a_host(host)
}

_more_than_a_host(host) if _url(host)
_more_than_a_host(host) if regex.match("^[A-Za-z][A-Za-z0-9._-]*:[0-9]{1,5}$", host)

# The nc of busybox, which most small images hold, takes a host and its port in one word.
_takes_both(c, command, host) := [{"who": c.name, "seen": "some", "reason": sprintf("the nc of %q may be that of busybox, which takes both in one", [c.name])} |
	command.name == "nc"
	not _url(host)
]

_url(host) if {
	contains(host, "://")
	not contains(host, "://[") # a socket's name in some notations
}

_form(host) := "a URL" if {
	_url(host)
} else := "a host with its port"

# What waits for it never goes on, what asks it never passes; elsewhere a step of the work fails.
_severity(c, command) := "error" if {
	command.ignorable == false
	command.phase == "probe"
} else := "error" if {
	command.ignorable == false
	_waits(c, command)
} else := "error" if {
	command.ignorable == false
	command.phase == "init"
	command.condition == false
} else := "warning"

_waits(c, command) if {
	some dial in input.pod.connections
	dial.wait == true
	dial.from == c.name
	dial.path == command.path
}
