# METADATA
# title: Default container is the wrong one
# description: |
#   ## What
#   The pod has several containers and names no default one. `kubectl logs` and `kubectl exec` then take the first regular
#   container, and that is a helper, or an app whose log comes out of another container.
#
#   ## Why it hurts
#   Whoever looks into a broken pod reads the log of the proxy or of the probe, or nothing at all, and may take it for the
#   app's. `kubectl exec` opens a shell in the wrong file system or fails because the helper's image has none. Old clients
#   refuse to choose: `a container name must be specified for pod`.
#
#   ## When it is fine
#   The first container is the app and logs to stdout: nothing is reported then. A pod of helpers only has no app to name. What a Service
#   leads to is the app, whatever its image is made for; of a proxy or guard it is what that fronts. In the controller of a storage driver
#   the helpers do the work, so that it is a doubt there.
#
#   ## How to fix
#   Name the container in the annotation of the pod (the template's metadata, not the workload's), or list it first.
#
#   ```yaml
#   template:
#     metadata:
#       annotations:
#         kubectl.kubernetes.io/default-container: app
#   ```
# related_resources:
#   - ref: https://github.com/kubernetes/enhancements/tree/master/keps/sig-cli/2227-kubectl-default-container
#     description: The annotation that names the default container
#   - ref: https://github.com/istio/istio/issues/26764
#     description: kubectl picks the proxy instead of the app
#   - ref: https://github.com/kubernetes/kubernetes/issues/96986
#     description: The first container is taken when none is named
# custom:
#   severity: info
#   confidence: strong
#   fix: Name the main container in the annotation `kubectl.kubernetes.io/default-container` of the pod template.
package podlint.rules.logging.default_container_missing

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.pods

violation contains {
	"msg": sprintf("kubectl picks the first container %q, a helper; no default-container annotation names %q", [name, wanted]),
	"path": first.name_path,
	"container": name,
	"certainty": certainty.of([{"certainty": first.part_certainty, "reason": sprintf("%q is a helper: %s", [name, first.part_by])}], _rivals(name, first)),
	"related": [{"msg": sprintf("container %q is the one to name", [wanted]), "path": input.pod.who[wanted].name_path}],
	"fix": _fix(wanted),
} if {
	some name, first in input.pod.who
	first.class == "regular"
	first.part == "helper"
	name == pods.first
	not _named
	pods.complete
	wanted := _app
	_serves(name, first, wanted)
}

violation contains {
	"msg": sprintf("kubectl logs picks %q, whose log reaches stdout only in %q; no default-container annotation", [name, log.to]),
	"path": first.name_path,
	"container": name,
	"certainty": certainty.of([log], []),
	"related": [{"msg": sprintf("container %q is the one to name", [log.to]), "path": log.path}],
	"fix": _fix(log.to),
} if {
	some log in input.pod.log_streams
	log.printed == true
	log.aside == false
	log.from == pods.first
	name := log.from
	first := input.pod.who[name]
	first.part != "helper"
	first.stdout == false
	input.pod.who[log.to].class == "regular"
	log.to == _first_printer(name)
	not _named
	pods.complete
}

_fix(name) := fixes.annotation(
	sprintf("Name %q in the annotation `kubectl.kubernetes.io/default-container`.", [name]),
	"kubectl.kubernetes.io/default-container",
	name,
)

# The second key is retired, but old clients read it.
_named if {
	some key in ["kubectl.kubernetes.io/default-container", "kubectl.kubernetes.io/default-logs-container"]
	input.pod.annotations[key] != ""
}

# The likeliest app that does more than wait.
_app := [member.container | some member in input.pod.app; input.pod.who[member.container].idle == false][0]

# A program of a kind that serves a neighbour as often as not is a helper of this app by a tie alone.
_serves(_, first, _) if first.serves != "often"

_serves(name, _, app) if pods.joined(name, app)

_first_printer(name) := [log.to |
	some log in input.pod.log_streams
	log.from == name
	log.printed == true
	log.aside == false
	input.pod.who[log.to].class == "regular"
][0]

# Beside a storage driver the helpers do a part of the work: whose log is wanted, nobody can say.
_rivals(name, helper) := [{"who": name, "seen": "some", "reason": "the helpers of a storage driver do a part of the work"}] if {
	helper.role in {"csi", "health-bridge"}
} else := []
