# METADATA
# title: App's secret in a helper that has no use for it
# description: |
#   ## What
#   A helper is given a Secret that the app uses (by `envFrom`, a variable or a mount), and it does nothing that needs credentials:
#   it follows a log, waits, serves files.
#
#   ## Why it hurts
#   Every container that holds a credential is one more place to steal it from: a crash dump, a debug endpoint, the environment in
#   `/proc`. Most often the `envFrom` block was copied from one container to all of them.
#
#   ## When it is fine
#   Exporters, proxies, backup agents and migrations need the credentials of what they talk to; podlint reports only helpers that
#   certainly do not: command lines that it understands to the last word, that talk to nobody and name no unknown variable, web
#   servers and log handlers that take a whole Secret into their environment.
#
#   ## How to fix
#   Leave the Secret out of the helper, or give it the one key that it needs:
#   ```yaml
#   env:
#     - name: TOKEN
#       valueFrom:
#         secretKeyRef: {name: shipper, key: token}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/security/secrets-good-practices/
#     description: Good practices for Secrets
#   - ref: https://github.com/gke-labs/kube-agents/issues/1749
#     description: Credentials of the app in a helper
# custom:
#   severity: warning
#   confidence: strong
#   fix: Remove the Secret from the helper.
package podlint.rules.security.app_secret_in_sidecar

import data.podlint.lib.certainty
import data.podlint.lib.rights

violation contains {
	"msg": sprintf("helper %q %s, but gets %s by %s like %q", [container.name, does, _what(use), use.as, theirs.container]),
	"path": use.path,
	"container": container.name,
	"certainty": certainty.of([_evidence(container)], []),
	"related": [{"msg": sprintf("%q gets it here", [theirs.container]), "path": theirs.path}],
} if {
	rights.comparable
	some container in input.pod.containers
	container.part == "helper"
	does := _does(container)
	some use in _uses(container)
	_without_need(container, use)
	theirs := _of_an_app(use, container.name)
}

_what(use) := sprintf("Secret %q", [use.secret]) if {
	use.key == ""
} else := sprintf("%q of Secret %q", [use.key, use.secret])

# What a helper does that needs no credentials: a command line that is understood to the last word, talks to nobody and names no variable
# that a Secret could hold; or the trade of a known program.
_does(container) := sprintf("only runs %s", [commands[count(commands) - 1].name]) if {
	container.tools_only == true
	commands := [command | some command in container.commands; command.phase in {"init", "run"}]
	every command in commands { command.network == false }
	not _says_nothing(commands)
	container.names_unseen_env == false
} else := "serves files" if {
	container.own_program == true
	container.role == "web-front"
	container.names_unseen_env == false
	every mount in object.get(container, "mounts", []) {
		not rights.under(mount.mount_path, "/etc/nginx/templates")
	}
} else := _trades[container.role] if {
	container.own_program == true
}

# Other values may fill a script that only sets options.
_says_nothing(commands) if {
	every command in commands { command.name in {":", "set", "shopt", "true"} }
}

_trades := {
	"health-bridge": "asks for a neighbour's health",
	"log-stream": "handles logs",
	"log-rotate": "handles logs",
}

# A known program is a helper by what is known of it: one guess, not two.
_evidence(container) := rights.part(container.name) if {
	container.tools_only == true
} else := {"certainty": object.get(container.image, "certainty", "guessed"), "reason": sprintf("what the program of %q does", [container.name])}

# What a container gets from Secrets.
_uses(container) := array.concat(
	[_variable(container.name, variable) | some variable in container.env; variable.secret; not _hidden(variable.secret)],
	[{
		"container": container.name, "secret": volume.source, "key": object.get(mount, "sub_path", ""), "as": "volume",
		"path": mount.path, "at": mount.mount_path,
	} |
		some mount in container.mounts
		mount.kind == "secret"
		not _reads_below(container, mount.mount_path)
		some volume in input.pod.volumes
		volume.name == mount.volume
		volume.source
	],
)

_variable(name, variable) := {
	"container": name, "secret": variable.secret, "key": object.get(variable, "secret_key", ""), "as": _as(variable),
	"path": variable.path, "at": "",
}

_as(variable) := "envFrom" if {
	variable.name == "*"
} else := "env"

# Nobody knows which Secret it is.
_hidden(name) if regex.match(`\{\{|\$[{(]|<.*>`, name)

_reads_below(container, dir) if {
	container.part == "helper"
	some file in container.files
	rights.under(file.file, dir)
}

_reads_below(container, dir) if {
	container.part == "helper"
	some file in container.files
	rights.under(dir, file.file)
}

# A single key, or a mounted Secret, is given on purpose, unless every word of the command line is understood.
_without_need(_, use) if use.as == "envFrom"

_without_need(container, _) if container.tools_only == true

# A health bridge only calls its neighbour's socket.
_without_need(container, use) if {
	container.role == "health-bridge"
	use.as == "volume"
	every word in array.concat(object.get(container, "argv", []), [object.get(v, "value", "") | some v in container.env]) {
		not contains(word, use.at)
	}
}

_of_an_app(use, but) := [theirs |
	some app in input.pod.containers
	app.part == "app"
	app.class in {"regular", "sidecar"}
	app.name != but
	some theirs in _uses(app)
	theirs.secret == use.secret
	_same_key(theirs.key, use.key)
][0]

_same_key(first, second) if first == second

_same_key(first, second) if "" in {first, second}
