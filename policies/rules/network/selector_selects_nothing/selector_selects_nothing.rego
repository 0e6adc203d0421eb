# METADATA
# title: Selector that misses its pods by one label
# description: |
#   ## What
#   A Service, a NetworkPolicy or a PodDisruptionBudget selects no pod of the manifests, although a workload differs in a single label.
#
#   ## Why it hurts
#   The Service has no endpoint and refuses every connection; the policy protects nothing; the budget lets all pods be evicted at once.
#   Nothing reports an error.
#
#   ## When it is fine
#   What it is meant for is made elsewhere, by an operator for one. Where neither the names nor the values speak against that, it is an
#   info. Labels that change while pods live (a role, a leader) or with a rollout (a version, a track) are left alone.
#
#   ## How to fix
#   Let selector and template name the same labels:
#   ```yaml
#   kind: Service
#   spec:
#     selector: {app: shop, tier: web}
#   ---
#   kind: Deployment
#   spec:
#     template:
#       metadata:
#         labels: {app: shop, tier: web}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/#does-the-service-have-any-endpointslices
#     description: A Service without endpoints
#   - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
#     description: All requirements of a selector must be met
# custom:
#   severity: warning
#   confidence: heuristic
#   fix: Correct the selector, or label the pods.
package podlint.rules.network.selector_selects_nothing

import data.podlint.lib.certainty
import data.podlint.lib.selectors

violation contains {
	"msg": sprintf("%s %q selects nothing: %s", [near.kind, near.name, selectors.missed(near)]),
	"path": near.path,
	"certainty": certainty.of(selectors.doubts(near), certainty.absent(selectors.unseen(near))), # all of the set was looked at
} if {
	some near in input.related.near_selectors
	near.kind in {"Service", "NetworkPolicy", "PodDisruptionBudget"}
	selectors.meant(near)
}
