# METADATA
# title: Hand-made copy of an injected container
# description: |
#   ## What
#   An injector is switched on for the pod, and the manifest carries a container with that injector's own image under another name.
#
#   ## Why it hurts
#   The pod gets two of them: two proxies fight for the same ports and the same redirection, two agents send everything twice, and
#   the second costs memory on every replica. It happens when injection is introduced and the container that was written by hand
#   stays.
#
#   ## When it is fine
#   A container of the injector's own name is meant to be merged with the injected one or keeps it away. A proxy that is the pod's
#   own work, such as a gateway, is left alone, and so is a second Vault agent.
#
#   ## How to fix
#   Remove the container, or switch the injection off for this pod:
#   ```yaml
#   template:
#     metadata:
#       labels:
#         sidecar.istio.io/inject: "false"
#   ```
# related_resources:
#   - ref: https://github.com/istio/istio/issues/33283
#     description: Own settings for an injected proxy
#   - ref: https://github.com/istio/istio/issues/52614
#     description: Two proxies in one pod
# custom:
#   severity: warning
#   confidence: strong
#   fix: Remove the hand-made container, or switch the injection off.
package podlint.rules.injection.injected_twice

violation contains {
	"msg": sprintf("container %q is %s made by hand, but %s adds %q as well", [copy.container, copy.injector, copy.switch, copy.adds]),
	"path": copy.path,
	"container": copy.container,
	"related": [{"msg": "the injection is switched on here", "path": copy.switch_path}],
} if {
	some copy in input.pod.injection.twice
}
