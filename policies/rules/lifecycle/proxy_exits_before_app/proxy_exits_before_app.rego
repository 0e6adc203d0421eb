# METADATA
# title: Proxy ends while the app still works
# description: |
#   ## What
#   The app has a preStop hook that waits, so that it can finish what is under way, and it connects through a proxy in the same pod. The proxy is
#   an ordinary container without a hook or a setting that lets it go on.
#
#   ## Why it hurts
#   All ordinary containers are told to end at the same moment, and each of them runs its own hook first. The proxy has none and ends at once;
#   for as long as the app's hook waits, and while the app shuts down, its connections fail: "connection refused" in the last seconds of every
#   rollout.
#
#   ## When it is fine
#   A native sidecar is told to end after the app. A proxy that is told to wait, or to end when its last connection does, is in order; of one
#   that podlint does not know it is a doubt whether it does.
#
#   ## How to fix
#   Make the proxy a native sidecar, or give it a hook or a setting that waits as long:
#   ```yaml
#   initContainers:
#     - name: cloud-sql-proxy
#       image: gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.14.1
#       restartPolicy: Always
#       args: ["--port=5432", "project:region:instance"]
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
#     description: How a pod ends
#   - ref: https://github.com/GoogleCloudPlatform/cloud-sql-proxy/blob/main/docs/cmd/cloud-sql-proxy.md
#     description: cloud-sql-proxy, settings about SIGTERM
#   - ref: https://github.com/istio/istio/issues/7136
#     description: A proxy that ends before the app
# custom:
#   severity: warning
#   confidence: strong
#   fix: Make the proxy a native sidecar, or let it wait as long as the app does.
package podlint.rules.lifecycle.proxy_exits_before_app

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q ends at once when the pod does, but %q waits %vs in preStop and connects through it", [name, dial.from, hook.sleep_seconds]),
	"path": proxy.name_path,
	"container": name,
	"certainty": certainty.of([dial, _known(name, proxy)], certainty.absent(_settings(name, proxy))),
	"related": [{"msg": sprintf("%q waits here", [dial.from]), "path": hook.path}],
} if {
	some name, proxy in input.pod.who
	proxy.class == "regular"
	proxy.role in _proxies
	proxy.own_program == true
	dial := [d |
		some d in input.pod.connections
		d.via == "dial"
		d.answer == "neighbour"
		d.to[0].container == name
		d.phase in {"start", "run"}
		not d.purpose in {"health", "metrics", "scrape", "quit", "admin"}
		_hook(d.from)
	][0]
	hook := _hook(dial.from)
	not _goes_on(name)
}

# An injected proxy drains for a shorter time than the app goes on.
violation contains {
	"msg": sprintf("container %q waits %vs in preStop, but the injected %q drains for %vs only (%s)", [
		name, hook.sleep_seconds, proxy.name, drain.seconds, drain.setting,
	]),
	"path": drain.path,
	"container": name,
	"certainty": certainty.of([_known(proxy.name, input.pod.who[proxy.name])], []),
	"related": [{"msg": sprintf("%q waits here", [name]), "path": hook.path}],
} if {
	input.pod.runs == "always"
	some proxy in input.pod.containers
	proxy.class == "injected"
	input.pod.who[proxy.name].injected_as == "regular"
	input.pod.who[proxy.name].role in _proxies
	drains := [drain | some drain in proxy.drains; drain.how in {"wait", "hook"}]
	count(drains) == 1
	drain := drains[0]
	name := _longest
	hook := _hook(name)
	drain.seconds < hook.sleep_seconds
}

# The container whose hook waits for longest, the first of several.
_longest := max({[_hook(m).sleep_seconds, 0 - order, m] |
	some m, who in input.pod.who
	order := who.order
	_hook(m)
})[2]

_proxies := {"db-tunnel", "proxy", "tunnel", "mesh-proxy"}

# The app's hook that waits.
_hook(name) := [hook |
	some container in input.pod.containers
	container.name == name
	container.class == "regular"
	some hook in container.hooks
	hook.kind == "pre-stop"
	hook.sleep_seconds > 0
][0]

# A hook of its own, or a setting that names the end, a signal or connections that are drained.
_goes_on(name) if {
	some container in input.pod.containers
	container.name == name
	some hook in container.hooks
	hook.kind == "pre-stop"
}

_goes_on(name) if {
	some container in input.pod.containers
	container.name == name
	some word in array.concat(object.get(container, "argv", []), [variable.name | some variable in object.get(container, "env", [])])
	regex.match(`(?i)(sigterm|term.?timeout|drain|grace|shutdown|zero.?active|exit.?wait)`, word)
}

_goes_on(name) if {
	some container in input.pod.containers
	container.name == name
	count(container.drains) > 0
}

_known(name, proxy) := {"certainty": proxy.known_certainty, "reason": sprintf("%q is a proxy by the name of its image", [name])}

# A configuration out of sight may let it go on.
_settings(name, proxy) := [{"who": name, "seen": "some", "reason": sprintf("the settings of %q are out of sight", [name])}] if {
	proxy.config_hidden == true
} else := []
