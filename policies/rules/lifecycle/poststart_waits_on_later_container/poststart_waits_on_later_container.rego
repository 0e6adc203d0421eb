# METADATA
# title: postStart hook that needs a container which starts later
# description: |
#   ## What
#   A postStart hook waits for a port of a container further down the list, or calls it.
#
#   ## Why it hurts
#   The kubelet starts the containers of a pod one after the other and goes on only when the postStart hook has returned. A hook that
#   waits for a later container waits for ever: the pod stays in `ContainerCreating` with one container running. A single call fails
#   at once, and the kubelet kills the container whose hook failed.
#
#   ## When it is fine
#   A later container may wait for an earlier one; that is how a proxy holds back the app. A loop that gives up is fine.
#
#   ## How to fix
#   List the container first that the hook waits for, or wait inside the program instead of in the hook. Where the first
#   container is a helper, name the app by an annotation:
#
#   ```yaml
#   metadata:
#     annotations:
#       kubectl.kubernetes.io/default-container: web
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/kubernetes/issues/81450
#     description: The postStart hook blocks the start of the next container
#   - ref: https://github.com/istio/istio/issues/24737
#     description: A postStart hook that holds the app until the proxy serves
#   - ref: https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/
#     description: How hooks are run
# custom:
#   severity: error
#   confidence: strong
#   fix: List the container that the hook needs before the one with the hook, or wait inside the program.
package podlint.rules.lifecycle.poststart_waits_on_later_container

import data.podlint.lib.certainty
import data.podlint.lib.order

violation contains {
	"msg": sprintf("postStart of %q %s %q (%s), which the kubelet starts only when the hook has returned", [hook.from, _verb(hook), server, _address(hook)]),
	"path": hook.path,
	"container": hook.from,
	"severity": _severity(hook),
	"certainty": certainty.of([hook], []),
} if {
	some hook in input.pod.connections
	hook.kind == "post-start"
	hook.phase == "hook"
	hook.answer == "neighbour"
	input.pod.who[hook.from].class in {"regular", "sidecar"}
	server := hook.to[0].container
	input.pod.who[server].class != "injected"
	input.pod.who[server].order > input.pod.who[hook.from].order
	_needs(hook)
}

# The kubelet asks once and takes no for an answer; a command that does not wait may well go on without.
_needs(hook) if {
	hook.via == "hook"
	hook.host_class in {"pod", "loopback"}
}

_needs(hook) if {
	hook.via == "dial"
	hook.wait
	not hook.ignorable
}

# A loop with a last round costs time alone.
_severity(hook) := "warning" if {
	hook.gives_up
} else := "error"

_verb(hook) := "waits for" if {
	hook.wait
} else := "calls"

_address(hook) := sprintf("port %d", [hook.port]) if {
	hook.via == "hook"
} else := order.address(hook)
