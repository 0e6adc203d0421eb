# METADATA
# title: Localhost address that nobody serves
# description: |
#   ## What
#   A container connects to a port on localhost, and no container of the pod listens on it.
#
#   ## Why it hurts
#   Every attempt ends with `connection refused`. A proxy answers 502, an exporter reports its target down, a reload never
#   lands. All containers are running, so nothing but the missing effect tells. Most often it is a port that was changed on one
#   side only, or a default that meets a server on another port.
#
#   ## When it is fine
#   A program may serve ports that the manifest does not show. podlint reports only where every other container shows its ports
#   (by `ports`, by flags, or because its image is known), and only dials that cannot be calls to the program itself. It is silent on
#   the node's network, about databases beside a tunnel that nobody gives a port, beside injected containers, where an injector's container is meant (`injected-sidecar-assumed-but-absent`), and about proxy
#   settings, probes and hooks. Telemetry that nobody takes (`STATSD_HOST`, `JAEGER_AGENT_HOST`, `DD_AGENT_HOST`, an exporter of OpenTelemetry) is a
#   warning: it is lost, and the program goes on.
#
#   ## How to fix
#   Make both sides name the same port.
#
#   ```yaml
#   containers:
#     - name: kube-rbac-proxy
#       args: ["--secure-listen-address=:8443", "--upstream=http://127.0.0.1:8082/"]
#     - name: manager
#       args: ["--metrics-bind-address=127.0.0.1:8082"]
#   ```
# related_resources:
#   - ref: https://github.com/perses/perses-operator/issues/342
#     description: A proxy's upstream port differs from the port that the manager serves
#   - ref: https://github.com/oliver006/redis_exporter/issues/336
#     description: An exporter that asks the wrong address
#   - ref: https://github.com/bitnami/charts/issues/2930
#     description: An exporter that does not follow the port of its server
# custom:
#   severity: error
#   confidence: strong
#   fix: Make the address and the listener name the same port.
package podlint.rules.network.localhost_no_listener

import data.podlint.lib.certainty
import data.podlint.lib.net
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("container %q connects to %s:%d, but %s", [dial.from, dial.host, dial.port, _nobody(others, gaps)]),
	"path": dial.path,
	"container": dial.from,
	"severity": _severity(dial, others),
	"certainty": certainty.of([dial], certainty.absent(gaps)),
	"related": _related(others),
} if {
	some dial in input.pod.connections
	dial.answer == "nobody"
	dial.via in {"dial", "mention"}
	dial.protocol == "TCP"
	dial.ignorable == false
	not dial.phase in {"probe", "hook"}
	not dial.purpose in {"quit", "telemetry", "proxy"} # nothing breaks for these when they fail
	not net.wildcard(dial.host) # the program's own address
	count(spared) == 0
	not net.probed(dial.from, dial.port, "own")
	not net.probed(dial.from, dial.port, "nobody")
	not _of_an_injector(dial)
	not _behind_a_tunnel(dial)
	others := pods.beside(dial.from)
	count(others) > 0
	gaps := array.concat(net.unseen_beside(dial.from), array.concat(_itself(dial), pods.added))
}

# Telemetry that nobody takes is lost, and the program goes on.
violation contains {
	"msg": sprintf("container %q sends telemetry to %s:%d, where no container of the pod listens", [dial.from, dial.host, dial.port]),
	"path": dial.path,
	"container": dial.from,
	"severity": "warning",
	"certainty": certainty.of([dial], certainty.absent(array.concat(net.unseen_beside(dial.from), pods.added))),
} if {
	some dial in input.pod.connections
	dial.answer == "nobody"
	dial.via == "dial"
	dial.purpose == "telemetry"
	dial.origin in {"env", "flag", "config", "script"} # what nobody told it may be off
	dial.ignorable == false
	not dial.phase in {"probe", "hook"}
	count(spared) == 0
	not _of_an_injector(dial)
	not _taken(dial.port)
	pods.accompanied(dial.from)
}

# Somebody takes the port, whatever the transport.
_taken(port) if {
	some binding in input.pod.bindings
	binding.port == port
}

# injected-sidecar-assumed-but-absent says whose container is missing there.
_of_an_injector(dial) if {
	some use in input.pod.expectations
	use.carried == false
	use.container == dial.from
	use.path == dial.path
}

# A tunnel that nobody gives a port takes the usual one of the database to which it leads.
_behind_a_tunnel(dial) if {
	dial.purpose == "database"
	some other in pods.beside(dial.from)
	input.pod.who[other].role == "db-tunnel"
	input.pod.who[other].seen.listens == "some"
	not input.pod.who[other].main
}

spared contains "somebody else on the node's network may listen" if input.pod.host_network

spared contains "somebody else on the node may listen" if input.pod.host_process

spared contains "a controller adds containers" if input.pod.managed

# The program may call itself, unless it is known or the purpose says that it does not.
_itself(dial) := [] if {
	dial.purpose in {"upstream", "scrape", "reload"}
} else := [] if {
	input.pod.who[dial.from].own_program
} else := [] if {
	dial.purpose == "database"
	_database_beside(dial.from)
} else := [{"who": dial.from, "seen": input.pod.who[dial.from].seen.listens}]

# What a client of a database is told of is the one beside it, on whatever port.
_database_beside(name) if {
	some other in pods.beside(name)
	input.pod.who[other].own_program
	input.pod.who[other].role in {"datastore", "cache", "db-tunnel", "db-pool"}
}

# A status page that an exporter asks for often goes undeclared.
_severity(dial, others) := "warning" if {
	dial.purpose == "scrape"
	not _in_sight(others)
} else := "error"

# Nobody of them serves more than what is in sight.
_in_sight(others) if {
	every other in others { input.pod.who[other].seen.listens == "all" }
}

_nobody(others, gaps) := sprintf("%q listens on %d only", [other, main.port]) if {
	_in_sight(others)
	[other, main] := _only(others)
} else := sprintf("%q shows port %d only", [other, main.port]) if {
	[other, main] := _only(others)
} else := sprintf("no container of the pod %s on that port", [net.listens(gaps)])

_related(others) := [{"msg": sprintf("%q listens here", [other]), "path": main.path}] if {
	[other, main] := _only(others)
} else := []

# The only one beside it, with the port that it is there for.
_only(others) := [other, input.pod.who[other].main] if {
	count(others) == 1
	some other in others
}
