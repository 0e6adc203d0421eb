# METADATA
# title: Monitor that selects nothing
# description: |
#   ## What
#   A ServiceMonitor selects no Service of the manifests, or a PodMonitor no pod, although one of them differs in a single label.
#
#   ## Why it hurts
#   Prometheus has no target: there are no metrics and no error, and alerts on them never fire.
#
#   ## When it is fine
#   What it is meant for is made elsewhere. Where neither the names nor the values speak against that, it is an info.
#
#   ## How to fix
#   Let the selector ask for labels that the Service bears itself; those of the pods do not count for a ServiceMonitor:
#   ```yaml
#   kind: Service
#   metadata:
#     labels: {app: analyzer, component: core}
#   ---
#   kind: ServiceMonitor
#   spec:
#     selector:
#       matchLabels: {app: analyzer, component: core}
#   ```
# related_resources:
#   - ref: https://github.com/prometheus-operator/prometheus-operator/blob/main/Documentation/platform/troubleshooting.md
#     description: How to find out why a monitor has no target
#   - ref: https://github.com/prometheus-operator/prometheus-operator/issues/1470
#     description: A monitor without targets
# custom:
#   severity: warning
#   confidence: heuristic
#   fix: Correct the selector, or label what it is meant for.
package podlint.rules.network.monitor_selects_nothing

import data.podlint.lib.certainty
import data.podlint.lib.selectors

violation contains {
	"msg": sprintf("%s %q selects nothing: %s", [near.kind, near.name, selectors.missed(near)]),
	"path": near.path,
	"certainty": certainty.of(selectors.doubts(near), certainty.absent(selectors.unseen(near))), # all of the set was looked at
} if {
	some near in input.related.near_selectors
	near.kind in {"ServiceMonitor", "PodMonitor"}
	selectors.meant(near)
}
