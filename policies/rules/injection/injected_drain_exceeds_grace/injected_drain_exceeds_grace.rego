# METADATA
# title: Injected helper that drains longer than the pod lives
# description: |
#   ## What
#   An annotation tells an injected container (Istio's proxy, Dapr, Linkerd, Consul, Kuma, the Vault agent) to go on for some time after the pod is
#   told to end, and that time is longer than `terminationGracePeriodSeconds`.
#
#   ## Why it hurts
#   When the grace period is over the kubelet kills every container that is left. The proxy dies in the middle of its drain, with the connections
#   that the setting was to save; a preStop hook that sleeps that long never gets to its work, such as revoking Vault's token. Nobody notices,
#   because the setting stands in an annotation and the grace period in the pod.
#
#   ## When it is fine
#   A grace period of 0 asks for a kill. A limit that is rarely reached (`dapr.io/graceful-shutdown-seconds`, Istio with
#   `EXIT_ON_ZERO_ACTIVE_CONNECTIONS`, Dapr with a health check of the app) is advice only. Pods that run to completion are left out, and so are
#   settings that have no effect: Linkerd's wait in a native sidecar, Vault's grace without `agent-revoke-on-shutdown`.
#
#   ## How to fix
#   Give the pod the drain and what its app needs to stop:
#
#   ```yaml
#   metadata:
#     annotations:
#       proxy.istio.io/config: |
#         terminationDrainDuration: 60s
#   spec:
#     terminationGracePeriodSeconds: 75
#   ```
# related_resources:
#   - ref: https://github.com/istio/istio/issues/34855
#     description: The settings of Istio's proxy and the pod's grace period
#   - ref: https://docs.dapr.io/reference/arguments-annotations-overview/
#     description: Dapr's annotations for its shutdown
#   - ref: https://linkerd.io/2/tasks/graceful-shutdown
#     description: How Linkerd's proxy ends
# custom:
#   severity: warning
#   confidence: strong
#   fix: Raise `terminationGracePeriodSeconds` above the drain, or shorten the drain.
package podlint.rules.injection.injected_drain_exceeds_grace

import data.podlint.lib.certainty

violation contains object.union(_severity(drain), {
	"msg": sprintf("%q %s %vs (%s), but the grace period is %ds: it is killed %s", [
		container.name,
		_does[drain.how],
		drain.seconds,
		_short(drain.setting),
		input.pod.grace_period_seconds,
		_before[drain.how],
	]),
	"path": drain.path,
	"certainty": certainty.of([_rung(container)], []),
}) if {
	input.pod.runs == "always"
	input.pod.grace_period_seconds > 0
	some container in input.pod.containers
	some drain in container.drains
	_exceeds(drain)
}

# What sleeps in a preStop hook has no time left at the very end of the grace period; a drain is done by then.
_exceeds(drain) if drain.seconds > input.pod.grace_period_seconds

_exceeds(drain) if {
	drain.how == "hook"
	drain.seconds == input.pod.grace_period_seconds
}

_does := {"wait": "drains for", "limit": "may drain for", "hook": "sleeps before it stops for"}

_before := {"wait": "in the middle of it", "limit": "before that", "hook": "with no time to stop"}

# Whether the time is used up is not in sight.
_severity(drain) := {"severity": "info"} if drain.how == "limit"

_severity(drain) := {} if drain.how != "limit"

_rung(container) := {"certainty": input.pod.who[container.name].known_certainty, "reason": sprintf("what is known of %q is not verified", [container.name])}

_short(setting) := regex.replace(setting, `^.*/`, "")
