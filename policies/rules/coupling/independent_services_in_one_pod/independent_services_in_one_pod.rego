# METADATA
# title: Independent servers in one pod
# description: |
#   ## What
#   Two containers of the pod are servers of their own: Services lead to a main port of each, and no volume, connection, probe or
#   signal ties them together.
#
#   ## Why it hurts
#   Readiness belongs to the pod. When one server is not ready, the endpoints of both Services go; a bad release of one takes the
#   other out of service, and they can only be scaled as one.
#
#   ## When it is fine
#   Ports for metrics, health and administration, proxies and other helpers, and images of one vendor do not count. Where what one of
#   the servers does is not fully known (a gateway may call its neighbour by an image default), the report is at level info.
#
#   ## How to fix
#   Give each server a workload of its own and point its Service there:
#   ```yaml
#   apiVersion: v1
#   kind: Service
#   metadata:
#     name: admin
#   spec:
#     selector: {app: admin}
#     ports:
#       - port: 80
#         targetPort: 9000
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/
#     description: How pods manage multiple containers
#   - ref: https://github.com/kubernetes/website/issues/51422
#     description: Guidance on what belongs into one pod
# custom:
#   severity: warning
#   confidence: strong
#   fix: Move one of the servers to a workload of its own, with its own Service.
package podlint.rules.coupling.independent_services_in_one_pod

violation contains object.union(
	{
		"msg": sprintf(
			"%q and %q are separate servers (Services %s), but when one is not ready both lose traffic",
			[pair.other, pair.container, _services(pair)],
		),
		"path": pair.path,
		"container": pair.container,
		"related": [
			{"msg": sprintf("leads to %q", [pair.other]), "path": pair.other_path},
			{"msg": sprintf("leads to %q", [pair.container]), "path": pair.service_path},
		],
	},
	_level(pair),
) if {
	some pair in input.pod.coupling.services_apart
}

_level(pair) := {"severity": "info"} if pair.opaque

else := {}

_services(pair) := sprintf("%s:%d and %s:%d", [pair.other_service, pair.other_port, pair.service, pair.port])
