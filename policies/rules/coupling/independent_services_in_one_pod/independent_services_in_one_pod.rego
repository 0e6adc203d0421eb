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
#   Ports for metrics, health and administration, proxies and other helpers do not count. A tie may be out of sight: where only what the
#   servers are told is known, the report is at level info; where one of them is not known at all (a gateway may call its neighbour by an image
#   default), or both images come from one vendor, it is a doubt.
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

import data.podlint.lib.certainty
import data.podlint.lib.pods
import data.podlint.lib.services

violation contains {
	"msg": sprintf(
		"%q and %q are separate servers (Services %s and %s), but when one is not ready both lose traffic",
		[pair.first, pair.second, _address(pair.first_port), _address(pair.second_port)],
	),
	"path": input.pod.who[pair.second].name_path,
	"container": pair.second,
	"certainty": certainty.of([], certainty.absent(_unseen(pair))),
	"related": [
		{"msg": sprintf("leads to %q", [pair.first]), "path": pair.first_port.path},
		{"msg": sprintf("leads to %q", [pair.second]), "path": pair.second_port.path},
	],
} if {
	count(input.related.services) > 0
	count(spared) == 0
	some pair in services.apart
}

_address(port) := sprintf("%s:%d", [port.service, port.port])

# Who of the two could be tied to the other unseen: the one of whose connections less is in sight speaks for both.
_unseen(pair) := array.concat(
	[gap |
		least := [name | some seen in ["some", "told"]; some name in [pair.first, pair.second]; input.pod.who[name].seen.dials == seen][0]
		gap := {
			"who": least,
			"seen": input.pod.who[least].seen.dials,
			"reason": sprintf("what %q connects to is not all in sight", [least]),
		}
	],
	array.concat(
		[{"who": name, "seen": "some", "reason": sprintf("%q may serve a neighbour, by the name of its image", [name])} |
			some name in [pair.first, pair.second]
			_may_help(input.pod.who[name])
		],
		[{"who": pair.second, "seen": "some", "reason": sprintf("both images come from %s", [maker])} | maker := pods.maker(pair.first, pair.second)],
	),
)

_may_help(m) if m.helps == true

_may_help(m) if m.part == "helper"

# METADATA
# description: Why the composition of the pod is nobody's choice of neighbours.
spared contains reason if some reason in pods.grouped
