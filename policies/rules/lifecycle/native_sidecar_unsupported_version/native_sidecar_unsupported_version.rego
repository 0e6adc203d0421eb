# METADATA
# title: Native sidecar on a cluster that knows none
# description: |
#   ## What
#   An init container has `restartPolicy: Always`, and the target version of Kubernetes is older than 1.29.
#
#   ## Why it hurts
#   Before 1.28 the field does not exist there: strict decoding refuses the manifest, and where the field is dropped silently the pod waits for ever
#   for the end of an init container that never ends. In 1.28 it is there behind a feature gate that is off.
#
#   ## When it is fine
#   From 1.29 on native sidecars are on by default. Without a target version podlint says nothing.
#
#   ## How to fix
#   Upgrade the cluster, or make the sidecar a regular container:
#
#   ```yaml
#   containers:
#     - name: proxy
#       image: example.org/proxy:1.2.3
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers
#     description: Native sidecars and the versions that have them
#   - ref: https://github.com/kubernetes/website/issues/42762
#     description: The field before the feature was on
# custom:
#   severity: error
#   confidence: certain
#   fix: Upgrade the cluster to Kubernetes 1.29, or move the container to `containers`.
package podlint.rules.lifecycle.native_sidecar_unsupported_version

import data.podlint.lib.certainty

violation contains {
	"msg": sprintf("container %q is a native sidecar, %s Kubernetes %s", [container.name, _why, input.target.kubernetes]),
	"path": array.concat(container.path, ["restartPolicy"]),
	"container": container.name,
	"certainty": certainty.of([], []),
} if {
	input.target.minor < 29
	some container in input.pod.containers
	container.class == "sidecar"
	container.restart_policy == "Always"
}

_why := "a feature that is off by default in" if {
	input.target.minor == 28
} else := "which is unknown to"
