# METADATA
# title: Default container that does not exist
# description: |
#   ## What
#   The annotation `kubectl.kubernetes.io/default-container` names a container that the pod does not have.
#
#   ## Why it hurts
#   `kubectl logs` warns and falls back to the first container, `kubectl exec` and `kubectl cp` fail or land in the wrong one,
#   and a dashboard that follows the annotation shows nothing. Mostly the container was renamed, or the annotation was copied.
#
#   ## When it is fine
#   An injector adds the container: podlint knows the names that the common ones use (`istio-proxy`, `vault-agent`, `daprd`...)
#   and is silent for them. The retired key `default-logs-container` is left alone.
#
#   ## How to fix
#   Write the container's present name.
#
#   ```yaml
#   metadata:
#     annotations:
#       kubectl.kubernetes.io/default-container: app
#   ```
# related_resources:
#   - ref: https://github.com/ngrok/ngrok-operator/issues/178
#     description: The annotation names a container that is not there
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-cli/2227-kubectl-default-container
#     description: The annotation that names the default container
# custom:
#   severity: warning
#   confidence: certain
#   fix: Let the annotation name one of the pod's containers.
package podlint.rules.logging.default_container_unknown

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("annotation names the default container %q, but the pod has no such container%s", [named.name, _hint(named)]),
	"path": named.path,
	"certainty": certainty.of([], certainty.absent([])),
	"fix": _fix(named),
} if {
	some named in input.pod.references
	named.key == "kubectl.kubernetes.io/default-container"
	named.found == false
	named.injectable == false
}

_fix(named) := fixes.nearest(named.path, named.name, named.nearest) if {
	named.nearest != ""
} else := fixes.nearest(named.path, named.name, pods.only_app) if {
	pods.only_app
} else := null

_hint(named) := sprintf("; perhaps %q", [named.nearest]) if {
	named.nearest != ""
} else := sprintf("; perhaps %q", [pods.only_app]) if {
	pods.only_app
} else := ""
