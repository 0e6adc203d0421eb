# METADATA
# title: Container without the request that an autoscaler needs
# description: |
#   ## What
#   A HorizontalPodAutoscaler scales on the average utilisation of a resource, and a container of its workload (native sidecars
#   included) declares neither a request nor a limit for that resource. An injected proxy counts: annotations decide on its requests.
#
#   ## Why it hurts
#   Utilisation is use divided by request, over all containers. One container without a request makes the sum impossible: `failed to
#   get cpu utilization: missing request for cpu in container proxy of Pod ...`, the target shows `<unknown>`, and nothing scales,
#   neither up nor down. Usually a sidecar was added after the autoscaler.
#
#   ## When it is fine
#   Metrics of type `ContainerResource`, and targets of type `AverageValue`, do not look at the other requests. podlint is silent
#   when a LimitRange of the namespace gives defaults and when the pod declares its resources as a whole.
#
#   What whoever installed Linkerd asks for in all proxies is not in sight: a proxy without annotations is reported a step lower.
#
#   ## How to fix
#   Give the container a request (an injected one by its annotations, both of them with Istio: `sidecar.istio.io/proxyMemory` alone takes
#   the default for CPU away), or scale on the app alone:
#   ```yaml
#   metrics:
#     - type: ContainerResource
#       containerResource:
#         name: cpu
#         container: app
#         target: {type: Utilization, averageUtilization: 70}
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/79365
#     description: One container without a request stops the autoscaler
#   - ref: https://github.com/istio/istio/issues/35905
#     description: One annotation of Istio's proxy takes its other default away
#   - ref: https://github.com/dapr/dapr/issues/7813
#     description: An injected sidecar without a request
#   - ref: https://github.com/linkerd/linkerd2/issues/1480
#     description: The same with another mesh
#   - ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
#     description: How the autoscaler computes utilisation
# custom:
#   severity: error
#   confidence: certain
#   fix: Add the request to the container, or use a `ContainerResource` metric.
package podlint.rules.resources.hpa_sidecar_missing_request

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf(
		"container %q has no %s request, so autoscaler %q cannot compute the pod's utilisation and never scales",
		[share.container, request.resource, autoscaler.name],
	),
	"path": share.path,
	"container": share.container,
	"certainty": certainty.of([], certainty.absent([])),
	"related": [{"msg": "the metric that needs it", "path": metric.path}],
} if {
	some request in input.pod.requests
	request.complete == false
	count([1 | some share in request.shares; _counts(share)]) > 1
	some autoscaler in input.related.autoscalers
	some metric in autoscaler.metrics
	metric.type == "Resource"
	metric.utilization == true
	metric.resource == request.resource
	not input.related.limit_range
	some share in request.shares
	share.class in {"regular", "sidecar"}
	share.declared == false
	share.unknown == false
}

violation contains {
	"msg": sprintf("injected %q has no %s request%s, so autoscaler %q cannot compute the pod's utilisation and never scales", [
		helper.name,
		none.resource,
		_by(none),
		autoscaler.name,
	]),
	"path": none.path,
	"certainty": certainty.of([none], certainty.absent([])),
	"related": [{"msg": "the metric that needs it", "path": metric.path}],
} if {
	some helper in input.pod.containers
	helper.class == "injected"
	some none in helper.unrequested
	some request in input.pod.requests
	request.resource == none.resource
	request.complete == true
	some autoscaler in input.related.autoscalers
	some metric in autoscaler.metrics
	metric.type == "Resource"
	metric.utilization == true
	metric.resource == none.resource
	not input.related.limit_range
}

_by(none) := sprintf(" with %s", [none.text]) if {
	none.text != ""
} else := ""

# What runs, and an init container that somebody has given a request.
_counts(share) if share.class in {"regular", "sidecar"}

_counts(share) if {
	share.class == "init"
	share.declared == true
}
