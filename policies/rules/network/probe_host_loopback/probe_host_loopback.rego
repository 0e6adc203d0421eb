# METADATA
# title: Probe of the node's loopback
# description: |
#   ## What
#   A probe or a lifecycle hook sets `host` to `localhost` or `127.0.0.1`, in a pod that has a network of its own.
#
#   ## Why it hurts
#   The kubelet connects from the node, so the address is the loopback of the node, not that of the pod. The probe fails and the
#   container is restarted for ever, or it succeeds because something else on the node listens there.
#
#   ## When it is fine
#   With `hostNetwork: true` both are the same, and podlint is silent.
#
#   ## How to fix
#   Remove `host`: the kubelet uses the pod's address then. A program that listens on loopback only needs an `exec` probe, or a
#   listener on all addresses.
#
#   ```yaml
#   livenessProbe:
#     httpGet:
#       path: /healthz
#       port: 8080
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/website/issues/13815
#     description: What localhost means in a probe
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
#     description: The field host of a probe
# custom:
#   severity: error
#   confidence: certain
#   fix: Remove `host`, so that the kubelet connects to the pod's address.
package podlint.rules.network.probe_host_loopback

import data.podlint.lib.fixes

violation contains {
	"msg": sprintf("the %s %s of %q asks %s on the node, not in the pod: remove host", [probe.kind, probe.via, probe.from, probe.host]),
	"path": array.concat(array.slice(probe.path, 0, count(probe.path) - 1), ["host"]),
	"container": probe.from,
	"fix": fixes.remove("Remove `host`.", array.concat(array.slice(probe.path, 0, count(probe.path) - 1), ["host"])),
} if {
	some probe in input.pod.connections
	probe.via in {"probe", "hook"}
	probe.host_class == "loopback"
	not _on_the_node
}

# A pod on the node's network has the node's loopback for its own.
_on_the_node if input.pod.host_network

_on_the_node if input.pod.host_process
