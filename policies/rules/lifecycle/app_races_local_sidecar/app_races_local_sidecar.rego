# METADATA
# title: App that needs a local helper at start
# description: |
#   ## What
#   An app connects to a helper of its pod when it starts, most often to its database through a proxy on localhost, and both are
#   regular containers.
#
#   ## Why it hurts
#   Regular containers start without waiting for each other. When the app is first it gets `connect: connection refused`, exits
#   and is restarted, once or twice on every rollout. A Job fails an attempt.
#
#   ## When it is fine
#   The app tries again by itself, or a script waits first; a helper listed first whose postStart hook waits until it serves
#   is fine too. podlint leaves out connections that programs make per request: reverse proxies, HTTP proxies, scrapers, telemetry.
#   Where the address stands in a ConfigMap outside the set the rule only gives advice.
#
#   ## How to fix
#   Make the helper a native sidecar with a startup probe (Kubernetes 1.29):
#
#   ```yaml
#   initContainers:
#     - name: database
#       image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.1
#       restartPolicy: Always
#       args: ["--health-check", "--http-address=0.0.0.0", "project:region:instance"]
#       startupProbe:
#         httpGet: {path: /startup, port: 9090}
#   ```
# related_resources:
#   - ref: https://github.com/GoogleCloudPlatform/cloud-sql-proxy/issues/1757
#     description: The app starts before the database proxy
#   - ref: https://github.com/istio/istio/issues/11130
#     description: The app starts before the mesh proxy
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers
#     description: Native sidecars
# custom:
#   severity: warning
#   confidence: strong
#   picture: true
#   fix: Make the helper a native sidecar with a startup probe, or wait for it in the app's script.
package podlint.rules.lifecycle.app_races_local_sidecar

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.order
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("container %q connects to %q (%s) at start and does not wait until it serves", [dial.from, server, order.address(dial)]),
	"path": dial.path,
	"container": dial.from,
	"certainty": certainty.of([dial], certainty.absent(array.concat(order.idle(dial), _gaps(dial.from, server)))),
	"related": [{"msg": sprintf("%q serves it", [server]), "path": input.pod.who[server].name_path}],
	"fix": fixes.also(
		fixes.native_sidecar(
			sprintf("Make %q a native sidecar with a startup probe, or wait for it in the app's script.", [server]),
			input.pod.who[server].name_path, fixes.last_init,
		),
		fixes.startup_probe(server),
	),
} if {
	some i, dial in input.pod.connections
	i == _racing[0] # once for a pod
	server := _helper(dial)
}

violation contains {
	"msg": sprintf("container %q connects to %q (%d) at start and does not wait until it serves", [name, server, listener.port]),
	"path": tunnel.name_path,
	"container": name,
	"certainty": certainty.of([], certainty.absent([{"who": name, "seen": "some", "reason": sprintf("the address that %q connects to is in a ConfigMap out of sight", [name])}])),
	"related": [{"msg": sprintf("%q serves it", [server]), "path": tunnel.name_path}],
} if {
	some server, tunnel in input.pod.who
	tunnel.class == "regular"
	tunnel.role in {"db-tunnel", "db-pool"}
	listener := tunnel.ports[0]
	some container in input.pod.containers
	container.class == "regular"
	container.env_unresolved == true
	name := container.name
	not pods.helper(name)
	container.own_program == false
	container.idle == false
	_unseen_address(container)
	not _connects(name)
	not order.ordered(server, name)
}

_racing := [i | some i, dial in input.pod.connections; _late(dial, _helper(dial))]

_late(dial, server) if {
	order.at_start(dial)
	input.pod.who[dial.from].class == "regular"
	not pods.helper(dial.from)
	input.pod.who[server].class == "regular"
	not order.ordered(server, dial.from)
	_at_once(dial, server)
}

# One report for a pod: whoever makes one container wait makes them all wait.
# Who answers, unless it is the work of the pod for sure; or the pod's one database tunnel, whose port its settings do not tell (it follows the
# kind of the database).
_helper(dial) := server if {
	dial.answer == "neighbour"
	server := dial.to[0].container
	not _work(server)
} else := tunnels[0] if {
	dial.answer == "nobody"
	dial.purpose == "database"
	tunnels := [name | some name, m in input.pod.who; m.role == "db-tunnel"; not m.ports]
	count(tunnels) == 1
}

_work(name) if {
	pods.app(name)
	input.pod.who[name].part_certainty != "guessed"
}

# Programs open their database when they start; a script connects where it stands.
_at_once(dial, _) if dial.purpose == "database"

_at_once(dial, server) if {
	dial.origin == "script"
	pods.helper(server)
}

_at_once(_, server) if input.pod.who[server].role in {"db-tunnel", "db-pool"}

# A program of which nothing is known may try again, and a neighbour of which nothing is known may be no helper.
_gaps(from, server) := array.concat(
	[{"who": from, "seen": "told", "reason": sprintf("%q may try again", [from])} | input.pod.who[from].opaque],
	[{"who": server, "seen": "told", "reason": sprintf("whether %q serves %q is not known", [server, from])} | not pods.helper(server)],
)

_connects(name) if {
	some dial in input.pod.connections
	dial.from == name
	order.at_start(dial)
	_helper(dial)
}

_unseen_address(container) if {
	some variable in container.env
	variable.config_map
	variable.known == false
}
