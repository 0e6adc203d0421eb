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
#   fix: Make the helper a native sidecar with a startup probe, or wait for it in the app's script.
package podlint.rules.lifecycle.app_races_local_sidecar

violation contains {
	"msg": sprintf("container %q connects to %q (%s) at start, but nothing makes it wait until the helper serves", [
		dial.from,
		dial.to,
		dial.address,
	]),
	"path": dial.path,
	"container": dial.from,
	"severity": _severity(dial),
	"related": [{"msg": sprintf("%q serves it", [dial.to]), "path": dial.to_path}],
} if {
	some dial in input.pod.lifecycle.start_dials
	dial.class == "regular"
	not dial.ordered
	_at_once(dial)
}

_at_once(dial) if dial.database

_at_once(dial) if dial.scripted

_severity(dial) := "info" if dial.unresolved

_severity(dial) := "warning" if not dial.unresolved
