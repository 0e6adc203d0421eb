# METADATA
# title: Container may not do what it asks of the Kubernetes API
# description: |
#   ## What
#   A container whose image is known to watch or list objects, or to review tokens, runs under a service account whose roles do not allow it.
#   The bindings of the account and all roles that they name are in the set.
#
#   ## Why it hurts
#   The API server answers 403 again and again. A helper that collects ConfigMaps and Secrets hands nothing out, an authenticating proxy can check
#   no token, and an init container of that kind holds the pod back for ever.
#
#   ## When it is fine
#   Without a binding in the set, or where a binding names a role that is not in it (`view`, `cluster-admin`) or that is aggregated, podlint is silent.
#
#   ## How to fix
#   Allow it, where it is needed, or tell the container to ask for less.
#
#   ```yaml
#   apiVersion: rbac.authorization.k8s.io/v1
#   kind: ClusterRole
#   metadata: {name: alerts-sidecar}
#   rules:
#     - {apiGroups: [""], resources: [configmaps, secrets], verbs: [get, list, watch]}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/reference/access-authn-authz/rbac/
#     description: Roles and bindings
#   - ref: https://github.com/kiwigrid/k8s-sidecar
#     description: What RESOURCE, METHOD and NAMESPACE make the sidecar ask for
#   - ref: https://github.com/brancz/kube-rbac-proxy
#     description: What the proxy needs in order to check tokens
# custom:
#   severity: error
#   confidence: strong
#   fix: Allow it in a role of the service account.
package podlint.rules.security.api_client_lacks_permission

import data.podlint.lib.certainty
import data.podlint.lib.rights

violation contains {
	"msg": sprintf("container %q may not %s %s%s: no role of service account %q allows it", [
		container.name, concat(" and ", missing), call.resource, _place(namespace), input.related.account.name,
	]),
	"path": call.path,
	"container": container.name,
	"related": [{"msg": sprintf("what %q allows", [grant.role]), "path": grant.path} |
		some i, grant in input.related.account.grants
		i == 0
	],
	"certainty": certainty.of([call], []),
} if {
	input.related.account.complete == true
	some container in input.pod.containers
	some call in container.api_calls
	some namespace in call.namespaces
	missing := [verb | some verb in call.verbs; not _allowed(call, namespace, verb)]
	count(missing) > 0
}

_place("") := ""

_place("ALL") := " in every namespace"

_place(namespace) := sprintf(" in namespace %q", [namespace]) if not namespace in {"", "ALL"}

_allowed(call, namespace, verb) if {
	some grant in input.related.account.grants
	rights.allows(grant, call, namespace, verb)
}
