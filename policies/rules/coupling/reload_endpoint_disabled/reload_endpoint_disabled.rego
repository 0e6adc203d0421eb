# METADATA
# title: Reloader calls an endpoint that is switched off
# description: |
#   ## What
#   A container tells Prometheus by HTTP to read its configuration again, and Prometheus is started without `--web.enable-lifecycle`.
#
#   ## Why it hurts
#   Prometheus answers 403, "Lifecycle API is not enabled": a changed configuration is not read until somebody restarts the pod, and the reloader
#   fails at every change.
#
#   ## When it is fine
#   Never; a reloader that sends SIGHUP needs the pod's processes in common instead.
#
#   ## How to fix
#   ```yaml
#   args: ["--config.file=/etc/prometheus/prometheus.yml", "--web.enable-lifecycle"]
#   ```
# related_resources:
#   - ref: https://prometheus.io/docs/prometheus/latest/configuration/configuration/
#     description: "Prometheus, how a configuration is reloaded: /-/reload when the flag is set"
#   - ref: https://prometheus.io/docs/prometheus/latest/command-line/prometheus/
#     description: Prometheus, --web.enable-lifecycle
# custom:
#   severity: error
#   confidence: strong
#   fix: Add --web.enable-lifecycle to Prometheus' arguments.
package podlint.rules.coupling.reload_endpoint_disabled

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q asks %q to reload at %s, which it refuses without --web.enable-lifecycle", [call.from, server, call.url]),
	"path": call.path,
	"container": call.from,
	"certainty": certainty.of(
		[call, {
			"certainty": input.pod.who[server].known_certainty,
			"reason": sprintf("%q is Prometheus by the name of its image", [server]),
		}],
		[],
	),
	"related": [{"msg": sprintf("%q is started without the flag", [server]), "path": input.pod.who[server].name_path}],
} if {
	some call in input.pod.connections
	call.via == "dial"
	call.answer == "neighbour"
	call.url in {"/-/reload", "/-/quit"}
	call.ignorable == false
	server := call.to[0].container
	input.pod.who[server].known == "prometheus"
	input.pod.who[server].own_program == true
	not _enabled(server)
}

_enabled(name) if {
	some container in input.pod.containers
	container.name == name
	some flag in container.flags
	flag.name == "web.enable-lifecycle"
	flag.value != "false"
}

# What stands in its arguments is not all known.
_enabled(name) if {
	some container in input.pod.containers
	container.name == name
	some word in container.argv
	regex.match(`\$|\x{FFFD}|\{\{`, word)
}
