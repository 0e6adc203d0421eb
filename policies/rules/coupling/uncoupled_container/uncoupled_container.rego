# METADATA
# title: Container without a tie to its neighbours
# description: |
#   ## What
#   Nothing ties the container to another one of its pod: no shared volume that both use, no connection over localhost or a Unix
#   socket, no probe, signal or shared memory, no helper image whose work fits a neighbour. Configuration that everybody mounts
#   and scratch space at /tmp are no ties.
#
#   ## Why it hurts
#   The containers of a pod are scheduled, scaled, updated and evicted as one. Programs that do not need each other still need one
#   node that is big enough for both, restart together for a change in one image, and make the pod unready together.
#
#   ## When it is fine
#   The tie may be out of sight: a default inside an image, a file that is not among the manifests, an abstract socket. Where
#   podlint cannot see everything that the containers in question do, it reports at level info and says that no tie is in sight; when
#   an image name also says proxy, ambassador, exporter or agent, it says nothing.
#   Node agents on the host network, test pods and pods that a controller composes are left alone. A tie that podlint cannot see
#   can be declared, see the documentation of annotations.
#
#   ## How to fix
#   Give each program a workload of its own:
#   ```yaml
#   apiVersion: apps/v1
#   kind: Deployment
#   metadata:
#     name: worker
#   spec:
#     replicas: 2
#     selector:
#       matchLabels: {app: worker}
#     template:
#       metadata:
#         labels: {app: worker}
#       spec:
#         containers:
#           - name: worker
#             image: registry.example/worker:1.4.2
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/concepts/workloads/pods/
#     description: How pods manage multiple containers
#   - ref: https://kubernetes.io/blog/2025/04/22/multi-container-pods-overview/
#     description: Patterns of pods with several containers
#   - ref: https://github.com/kubernetes/website/issues/51422
#     description: Guidance on what belongs into one pod
# custom:
#   severity: warning
#   confidence: heuristic
#   fix: Move the container to a workload of its own.
package podlint.rules.coupling.uncoupled_container

violation contains {
	"msg": sprintf("container %q is not tied to %s: no shared volume, connection, probe, signal or socket", [alone.container, _others(alone)]),
	"path": alone.path,
	"container": alone.container,
} if {
	some alone in input.pod.coupling.isolated
	not _apart(alone)
	not _doubt(alone)
}

violation contains {
	"msg": sprintf("no tie in sight between container %q and %s (%s)", [alone.container, _others(alone), _doubt(alone)]),
	"path": alone.path,
	"container": alone.container,
	"severity": "info",
} if {
	some alone in input.pod.coupling.isolated
	not _apart(alone)
	not _guesswork(alone)
	_doubt(alone)
}

# A program that nobody can see into and whose name speaks of a neighbour.
_guesswork(alone) if {
	alone.opaque
	alone.worded
}

# independent-services-in-one-pod says more about the same pair.
_apart(alone) if {
	some pair in input.pod.coupling.services_apart
	alone.container in {pair.container, pair.other}
}

_doubt(alone) := sprintf("what %q does is not fully known", [alone.opaque[0]]) if alone.opaque

else := sprintf("both images come from %s", [alone.vendor]) if alone.vendor

else := sprintf("an image name says %s", [alone.worded]) if alone.worded

else := sprintf("they use separate parts of volume %q", [alone.partitioned]) if alone.partitioned

_others(alone) := sprintf("%q", [alone.others[0]]) if count(alone.others) == 1

_others(alone) := sprintf("any of the other %d", [count(alone.others)]) if count(alone.others) > 1
