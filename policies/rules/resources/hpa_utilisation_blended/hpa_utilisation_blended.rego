# METADATA
# title: Autoscaler that averages over large helpers
# description: |
#   ## What
#   A HorizontalPodAutoscaler scales on the utilisation of the whole pod, and helpers hold a large part of the requests that it
#   averages over.
#
#   ## Why it hurts
#   Utilisation is the sum of all use over the sum of all requests. An idle helper with a large request hides an app at its limit; a
#   busy proxy scales out an app that has nothing to do.
#
#   ## When it is fine
#   When helper and app carry load together and in proportion, the blend is what one wants. Helpers below the threshold do not
#   matter.
#
#   ## How to fix
#   Scale on the app alone, on Kubernetes 1.27 and newer:
#   ```yaml
#   metrics:
#     - type: ContainerResource
#       containerResource:
#         name: cpu
#         container: app
#         target: {type: Utilization, averageUtilization: 70}
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/86349
#     description: Sidecars distort the pod average
#   - ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#container-resource-metrics
#     description: Container resource metrics
# custom:
#   severity: info
#   confidence: strong
#   fix: Use a `ContainerResource` metric for the app.
#   parameters:
#     share_percent:
#       description: Part of all requests that helpers must hold before it is reported, in percent.
#       schema: {type: integer, minimum: 1, maximum: 100}
#       default: 30
package podlint.rules.resources.hpa_utilisation_blended

import data.podlint.lib.certainty
import data.podlint.lib.pods

violation contains {
	"msg": sprintf(
		"autoscaler %q averages over the pod, in which %s holds %d %% of the %s requests: it scales on that, too",
		[autoscaler.name, concat(", ", [sprintf("%q", [h]) | some h in helpers]), percent, request.resource],
	),
	"path": metric.path,
	"certainty": certainty.of([{"certainty": input.pod.who[h].part_certainty} | some h in helpers], []),
} if {
	some request in input.pod.requests
	request.complete == true
	some autoscaler in input.related.autoscalers
	some metric in autoscaler.metrics
	metric.type == "Resource"
	metric.utilization == true
	metric.resource == request.resource
	not input.related.limit_range
	shares := [share | some share in request.shares; share.class in {"regular", "sidecar"}]
	helpers := [share.container | some share in shares; share.amount > 0; pods.helper(share.container)]
	count(helpers) > 0
	count(helpers) < count(shares)
	percent := floor((sum([share.amount | some share in shares; share.container in helpers]) * 100) / request.steady)
	percent < 100
	percent >= input.parameters["hpa-utilisation-blended"].share_percent
}
