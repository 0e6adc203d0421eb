# METADATA
# title: Client of the Kubernetes API without a token
# description: |
#   ## What
#   The pod (or its ServiceAccount) switches the service account token off, and one of its containers is a program that talks to the
#   Kubernetes API.
#
#   ## Why it hurts
#   The program does not find its credentials: `open /var/run/secrets/kubernetes.io/serviceaccount/token: no such file or
#   directory`. It ends, or serves nothing, and with it the pod. It happens when the token is switched off for the app's sake.
#
#   ## When it is fine
#   A projected token at the usual place, a kubeconfig or an address of the API server on the command line are other ways; podlint
#   is silent then, and for meshes, which bring tokens of their own.
#
#   ## How to fix
#   Mount a token into this container alone; the app still goes without:
#   ```yaml
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
#   - ref: https://github.com/kumahq/kuma/issues/4029
#     description: A sidecar without the token it needs
#   - ref: https://github.com/googleforgames/agones/issues/150
#     description: Tokens for the sidecar alone
# custom:
#   severity: error
#   confidence: strong
#   fix: Mount a projected service account token into the container.
package podlint.rules.security.api_sidecar_without_token

import data.podlint.lib.certainty
import data.podlint.lib.fixes
import data.podlint.lib.rights

violation contains {
	"msg": sprintf("container %q talks to the Kubernetes API, but the %s leaves the service account token out", [container.name, input.pod.api_token.by]),
	"path": container.image.path,
	"container": container.name,
	"certainty": certainty.of([_client(container)], []),
	"related": [{"msg": "the token is switched off here", "path": input.pod.api_token.path}],
	"fix": fixes.unsafe(fixes.set("Set `automountServiceAccountToken` to true.", input.pod.api_token.path, true)),
} if {
	input.pod.api_token.mounted == false
	input.pod.windows == false
	some container in input.pod.containers
	container.image.uses_api == true
	container.own_program == true
	container.part == "helper"
	not _brings_its_own(container)
}

_client(container) := {"certainty": container.image.certainty, "reason": sprintf("that the program of %q asks the API", [container.name])}

# Proxies of meshes get tokens from their injector.
_brings_its_own(container) if container.role == "mesh-proxy"

_brings_its_own(container) if {
	some mount in container.mounts
	some dir in {"/var/run/secrets/kubernetes.io/serviceaccount", "/run/secrets/kubernetes.io"}
	rights.under(mount.mount_path, dir)
}

_brings_its_own(container) if container.env_unresolved

_brings_its_own(container) if {
	some variable in container.env
	variable.name == "KUBECONFIG"
}

_brings_its_own(container) if {
	some argument in container.argv
	regex.match(`kubeconfig|^--(master|token)`, argument)
}
