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

import data.podlint.lib.certainty
import data.podlint.lib.rights

violation contains {
	"msg": sprintf("container %q is %s made by hand, but %s adds %q as well", [container.name, injector.id, injector.switch, added]),
	"path": container.image.path,
	"container": container.name,
	"certainty": certainty.of([rights.part(container.name)], []),
	"related": [{"msg": "the injection is switched on here", "path": injector.path}],
} if {
	some injector in input.pod.injectors
	injector.id != "vault-agent" # whose image is that of every Vault
	count(input.pod.app) > 0
	added := _adds(injector.id)
	some container in input.pod.containers
	container.class in {"regular", "sidecar"}
	injector.id in container.image.injectors
	container.part == "helper"
	not "router" in object.get(container, "argv", []) # a gateway
}

# The container that runs beside the others. Of the same name in the manifest it is overridden, or kept by design, and nothing is added.
_adds(id) := [name |
	some name, m in input.pod.who
	m.class == "injected"
	m.known == id
	m.injected_as in {"regular", "sidecar"}
][0]
