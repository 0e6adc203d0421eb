# METADATA
# title: Init container that needs a helper which starts later
# description: |
#   ## What
#   An init container connects to a proxy, an agent or a server of the same pod that is a regular container, or a native
#   sidecar further down the list.
#
#   ## Why it hurts
#   Regular containers start when all init containers have ended, and native sidecars start in the order of the list. Nobody listens
#   yet: `connect: connection refused` on 127.0.0.1, then `Init:CrashLoopBackOff` for ever, because the one waits for the other.
#
#   ## When it is fine
#   The init container starts its own copy of the proxy, or an earlier native sidecar answers, or the failure is tolerated.
#
#   ## How to fix
#   Make the helper a native sidecar (Kubernetes 1.29) in front of the init container that needs it, with a startup probe so that it
#   really serves:
#
#   ```yaml
#   initContainers:
#     - name: database
#       image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.1
#       restartPolicy: Always
#       args: ["--health-check", "--http-address=0.0.0.0", "project:region:instance"]
#       startupProbe:
#         httpGet: {path: /startup, port: 9090}
#     - name: migrate
#       image: example.org/migrate:1.0.0
#   ```
# related_resources:
#   - ref: https://github.com/GoogleCloudPlatform/cloud-sql-proxy/issues/949
#     description: An init container that needs the database proxy
#   - ref: https://github.com/openfga/helm-charts/issues/202
#     description: A migration that cannot reach its proxy
#   - ref: https://github.com/istio/istio/issues/11130
#     description: Start order of the proxy and the app
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers
#     description: Native sidecars
# custom:
#   severity: error
#   confidence: strong
#   fix: Make the helper a native sidecar in front of the init container, with a startup probe.
package podlint.rules.lifecycle.init_needs_late_sidecar

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.order
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("init container %q connects to %q on %s, which starts only when the init container has ended", [dial.from, server, order.address(dial)]),
	"path": dial.path,
	"container": dial.from,
	"certainty": certainty.of(array.concat([dial], _common(dial)), certainty.absent(order.early_gaps(dial))),
	"fix": fixes.also(
		fixes.native_sidecar(
			sprintf("Make %q a native sidecar in front of the init container, with a startup probe.", [server]),
			input.pod.who[server].name_path, _before(dial.from),
		),
		fixes.startup_probe(server),
	),
} if {
	some dial in input.pod.connections
	dial.phase == "init"
	dial.ignorable == false
	dial.host_class in {"loopback", "socket"}
	not dial.purpose in {"telemetry", "quit"}
	server := order.late_server(dial)
	not _waits_on_app(dial, server)
}

# Settings of the app that the init container takes as a whole: what it reads of them nobody knows.
_common(dial) := [{"certainty": "guessed", "reason": "a later container takes the same variable"}] if {
	dial.origin == "env"
	not dial.wait
	some own in input.pod.containers
	own.name == dial.from
	own.own_program == false
	some other in input.pod.containers
	other.class == "regular"
	some variable in other.env
	startswith(dial.text, sprintf("%s=", [variable.name]))
	variable.value == [mine.value | some mine in own.env; mine.name == variable.name][0]
} else := []

# How many init containers come before one of them.
_before(name) := count([other |
	some other, m in input.pod.who
	m.class in {"init", "sidecar"}
	m.order < input.pod.who[name].order
])

# init-waits-on-app tells of these.
_waits_on_app(dial, server) if {
	dial.wait
	not pods.helper(server)
}
