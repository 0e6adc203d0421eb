# METADATA
# title: Token of a helper in a container that serves
# description: |
#   ## What
#   A helper asks the Kubernetes API, roles of the manifests let the pod's service account read Secrets or change what runs in the cluster,
#   and a neighbour that a Service leads to, which is not known to ask the API, is given the same token.
#
#   ## Why it hurts
#   The service account is the pod's, and so is its token: Kubernetes mounts it into every container. Whoever takes over the container that
#   faces the network finds at `/var/run/secrets/kubernetes.io/serviceaccount` what the helper alone was meant to have.
#
#   ## When it is fine
#   The token is switched off and projected into the helper, or the neighbour hides the directory under a volume of its own. A program that
#   is a client of the API itself, by its image, its name or its arguments, needs it. Where nothing is known of the program, it is a doubt.
#
#   ## How to fix
#   Switch the token off for the pod, and mount one into the helper:
#   ```yaml
#   automountServiceAccountToken: false
#   containers:
#     - name: sync
#       volumeMounts:
#         - name: api-token
#           mountPath: /var/run/secrets/kubernetes.io/serviceaccount
#           readOnly: true
#   volumes:
#     - name: api-token
#       projected:
#         sources:
#           - serviceAccountToken: {path: token, expirationSeconds: 3600}
#           - configMap: {name: kube-root-ca.crt, items: [{key: ca.crt, path: ca.crt}]}
#           - downwardAPI: {items: [{path: namespace, fieldRef: {fieldPath: metadata.namespace}}]}
#   ```
# related_resources:
#   - ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
#     description: Service accounts and their tokens
#   - ref: https://github.com/kubernetes/kubernetes/issues/45386
#     description: One service account for all containers of a pod
# custom:
#   severity: warning
#   confidence: heuristic
#   fix: Switch the token off for the pod and mount a projected one into the helper.
package podlint.rules.security.token_shared_with_non_api_container

import data.podlint.lib.certainty
import data.podlint.lib.rights
import data.podlint.lib.services
import data.podlint.lib.words

violation contains {
	"msg": sprintf("%q, which Service %q leads to, holds the token by which %q may %s (role %q)", [
		name, port.service, client.name, right.text, right.grant.role,
	]),
	"path": input.pod.who[name].name_path,
	"container": name,
	"certainty": certainty.of([_asks(client)], certainty.absent([_sight(name)])),
	"related": array.concat(
		[{"msg": sprintf("role %q allows it to service account %q", [right.grant.role, input.related.account.name]), "path": right.grant.path}],
		[{"msg": sprintf("%q needs it for this", [client.name]), "path": call.path} | some call in _calls(client, right.grant)],
	),
} if {
	input.pod.api_token.mounted == true
	rights.comparable
	not rights.serves_node
	client := _clients[0]
	right := _rights[0]
	some name, m in input.pod.who
	m.class == "regular"
	m.part != "helper"
	port := services.main_port(name)
	not _is_client(name)
	not _hides_it(name)
}

# The helpers that ask the API.
_clients := [container |
	some container in input.pod.containers
	container.running == true
	container.own_program == true
	container.part == "helper"
	_by_trade(container)
]

_by_trade(container) if container.image.uses_api == true

_by_trade(container) if count(container.api_calls) > 0

_asks(client) := {"certainty": object.get(client.image, "certainty", "guessed"), "reason": sprintf("that %q asks the API", [client.name])}

# What somebody who breaks in could use, the worst first.
_rights := array.concat(
	[{"grant": grant, "text": sprintf("%s %s", [verb, resource])} |
		some grant in input.related.account.grants
		not grant.names
		some group in grant.groups
		group in {"", "*"}
		some resource in grant.resources
		resource in {"secrets", "*"}
		verb := [v | some v in ["*", "list", "get", "watch"]; v in grant.verbs][0]
	],
	[{"grant": grant, "text": sprintf("%s %s", [verb, resource])} |
		some grant in input.related.account.grants
		not grant.names
		some resource in grant.resources
		resource in _powerful
		verb := [v | some v in ["*", "create", "update", "patch", "escalate", "bind", "impersonate"]; v in grant.verbs][0]
	],
)

# Who makes or changes these runs what he likes, or gives himself more.
_powerful := {
	"*", "pods", "pods/exec", "deployments", "daemonsets", "statefulsets", "jobs", "cronjobs", "serviceaccounts/token", "roles", "rolebindings",
	"clusterroles", "clusterrolebindings", "nodes", "validatingwebhookconfigurations", "mutatingwebhookconfigurations",
}

# What the helper is known to ask for, by the same role.
_calls(client, grant) := [call |
	some call in client.api_calls
	some namespace in call.namespaces
	some verb in call.verbs
	rights.allows(grant, call, namespace, verb)
]

# By its image, its name or what it is told it asks the API itself.
_is_client(name) if {
	some container in input.pod.containers
	container.name == name
	_by_trade(container)
}

_is_client(name) if {
	some container in input.pod.containers
	container.name == name
	some text in array.concat([name, container.image.repository], object.get(container, "argv", []))
	words.any(text, {"operator", "controller", "manager", "kubernetes", "k8s", "kube", "kubectl", "kubeconfig", "namespace", "namespaces", "leader"})
}

_is_client(name) if {
	some container in input.pod.containers
	container.name == name
	some variable in container.env
	regex.match(`KUBE|K8S|NAMESPACE`, variable.name)
}

# Something else lies where the token would.
_hides_it(name) if {
	some container in input.pod.containers
	container.name == name
	some mount in container.mounts
	rights.under("/var/run/secrets/kubernetes.io/serviceaccount", mount.mount_path)
}

# A program of which nothing is known may well be a client. A known one would be known as that.
_sight(name) := {"who": name, "seen": "all"} if {
	input.pod.who[name].own_program == true
	input.pod.who[name].known_certainty == "known"
} else := {"who": name, "seen": "some", "reason": sprintf("%q may ask the Kubernetes API itself", [name])}
