# METADATA
# title: Proxy that ends before the app is done
# description: |
#   ## What
#   The app goes on for some seconds after the pod is told to end (its preStop hook sleeps), and the proxy through which it reaches its servers
#   ends at once: it has no preStop hook and no setting by which it drains, or drains for a shorter time.
#
#   ## Why it hurts
#   All containers of a pod are told to end at the same time. In the last seconds of each rollout the app's connections are refused or cut:
#   requests fail, and what it writes to its database at the end is lost.
#
#   ## When it is fine
#   A native sidecar ends after the app. Without a preStop hook nobody sees how long the app needs. Where the proxy runs by a script, or its
#   settings are out of sight, podlint is silent or in doubt.
#
#   ## How to fix
#   Make the proxy a native sidecar, or let it wait as long as the app:
#   ```yaml
#   initContainers:
#     - name: db-proxy
#       restartPolicy: Always
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
#     description: Native sidecars end after the app
#   - ref: https://github.com/istio/istio/issues/7136
#     description: The proxy ends before the app
#   - ref: https://github.com/GoogleCloudPlatform/cloud-sql-proxy
#     description: Waiting for connections to close (max-sigterm-delay)
# custom:
#   severity: warning
#   confidence: strong
#   fix: Make the proxy a native sidecar, or set its drain time to at least the app's preStop sleep.
package podlint.rules.lifecycle.proxy_exits_before_app

import data.podlint.lib.certainty
import data.podlint.lib.order

violation contains {
	"msg": sprintf("%q works on for %vs after the pod is told to end, but %q, through which it connects to %s, ends at once", [
		app.name, hook.sleep_seconds, proxy.name, order.address(dial),
	]),
	"path": proxy.path,
	"container": proxy.name,
	"certainty": certainty.of([dial, _known(proxy.name)], certainty.absent(_settings(proxy))),
	"related": [{"msg": sprintf("%q sleeps here", [app.name]), "path": hook.path}, {"msg": "it connects here", "path": dial.path}],
} if {
	input.pod.runs == "always"
	some proxy in input.pod.containers
	proxy.class == "regular"
	proxy.own_program == true
	proxy.role in {"db-tunnel", "db-pool", "proxy", "tunnel", "mesh-proxy"}
	not _drains_itself(proxy)
	some dial in input.pod.connections
	dial.via == "dial"
	dial.answer == "neighbour"
	dial.phase in {"start", "run"}
	dial.to[0].container == proxy.name
	some app in input.pod.containers
	app.name == dial.from
	app.class == "regular"
	hook := _works_on(app)
	not _earlier(proxy.name, app)
}

violation contains {
	"msg": sprintf("%q works on for %vs after the pod is told to end, but the injected %q drains for %vs only (%s)", [
		app.name, hook.sleep_seconds, proxy.name, drain.seconds, drain.setting,
	]),
	"path": drain.path,
	"container": app.name,
	"certainty": certainty.of([_known(proxy.name)], []),
	"related": [{"msg": sprintf("%q sleeps here", [app.name]), "path": hook.path}],
} if {
	input.pod.runs == "always"
	some proxy in input.pod.containers
	proxy.class == "injected"
	input.pod.who[proxy.name].injected_as == "regular"
	input.pod.who[proxy.name].role == "mesh-proxy"
	drains := [drain | some drain in proxy.drains; drain.how in {"wait", "hook"}]
	count(drains) == 1
	drain := drains[0]
	app := _longest[0]
	hook := _works_on(app)
	drain.seconds < hook.sleep_seconds
}

# The first app whose preStop hook sleeps for longest.
_longest := [app |
	some app in input.pod.containers
	app.class == "regular"
	hook := _works_on(app)
	every other in input.pod.containers { _sleep(other) <= hook.sleep_seconds }
]

_sleep(container) := hook.sleep_seconds if {
	container.class == "regular"
	hook := _works_on(container)
} else := 0

# Its preStop hook holds back the end.
_works_on(app) := [hook |
	some hook in app.hooks
	hook.kind == "pre-stop"
	hook.sleep_seconds > 0
][0]

# One report for a proxy: the first container that connects through it and works on.
_earlier(proxy, app) if {
	some dial in input.pod.connections
	dial.via == "dial"
	dial.answer == "neighbour"
	dial.to[0].container == proxy
	some other in input.pod.containers
	other.name == dial.from
	input.pod.who[other.name].order < input.pod.who[app.name].order
	_works_on(other)
}

_drains_itself(proxy) if {
	some hook in proxy.hooks
	hook.kind == "pre-stop"
}

_drains_itself(proxy) if {
	some flag in proxy.flags
	regex.match(_words, flag.name)
}

_drains_itself(proxy) if {
	some variable in proxy.env
	regex.match(_words, lower(variable.name))
}

# Such as --max-sigterm-delay, -term_timeout, --drain-time-s, EXIT_ON_ZERO_ACTIVE_CONNECTIONS.
_words := `sigterm|term[-_]timeout|drain|shutdown|grace|exit_on_zero|wait[-_]before[-_]exit`

_known(name) := {"certainty": input.pod.who[name].known_certainty, "reason": sprintf("what %q does is known by the name of its image", [name])}

# A file of settings may say how it ends.
_settings(proxy) := [{"who": proxy.name, "seen": "some", "reason": sprintf("the settings of %q are out of sight", [proxy.name])} | _hidden(proxy)]

_hidden(proxy) if proxy.config_hidden == true

_hidden(proxy) if proxy.env_unresolved == true
