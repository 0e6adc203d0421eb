# METADATA
# title: Vault agent that cannot take over what it is told to
# description: |
#   ## What
#   An annotation tells the Vault agent injector to run as the app's user (`agent-run-as-same-user`), but the first container sets
#   no `runAsUser` of its own; or to copy the mounts of a container (`agent-copy-volume-mounts`) that does not exist.
#
#   ## Why it hurts
#   The injector refuses the pod, or adds an agent without the volumes it needs. The user of the pod's own security context does not
#   count: the injector looks at the first container alone.
#
#   ## When it is fine
#   No case is known.
#
#   ## How to fix
#   Set the user on the first container:
#   ```yaml
#   containers:
#     - name: app
#       securityContext: {runAsUser: 10001}
#   ```
# related_resources:
#   - ref: https://developer.hashicorp.com/vault/docs/platform/k8s/injector/annotations
#     description: Annotations of the Vault agent injector
# custom:
#   severity: warning
#   confidence: certain
#   fix: Set `runAsUser` on the first container, or name a container of the pod.
package podlint.rules.injection.vault_agent_user_precondition

import data.podlint.lib.pods

violation contains {
	"msg": sprintf("the Vault agent shall run as the user of %q, which sets no runAsUser%s", [pods.first, _hint(user)]),
	"path": _at("agent-run-as-same-user"),
	"container": pods.first,
} if {
	some injector in input.pod.injectors
	injector.id == "vault-agent"
	input.pod.annotations[_key("agent-run-as-same-user")] == "true"
	some container in input.pod.containers
	container.name == pods.first
	user := container.security.run_as_user
	not user.origin == "container"
}

violation contains {
	"msg": sprintf("the Vault agent shall copy the mounts of %q, which the pod does not have", [name]),
	"path": _at("agent-copy-volume-mounts"),
} if {
	some injector in input.pod.injectors
	injector.id == "vault-agent"
	name := input.pod.annotations[_key("agent-copy-volume-mounts")]
	name != ""
	not regex.match(`\{\{|\$[{(]|<.*>`, name)
	not input.pod.who[name].class
}

_hint(user) := " of its own (the pod's does not count)" if {
	user.origin == "pod"
} else := ""

_at(key) := array.concat(input.pod.metadata_path, ["annotations", _key(key)])

_key(key) := sprintf("vault.hashicorp.com/%s", [key])
