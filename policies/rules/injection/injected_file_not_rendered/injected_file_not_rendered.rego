# METADATA
# title: Injected agent renders another file
# description: |
#   ## What
#   The pod switches Vault's agent on, and a container reads a file below `/vault/secrets` that no annotation of the pod asks for.
#
#   ## Why it hurts
#   The agent renders one file for each `agent-inject-secret-NAME`, under that name or the one that `agent-inject-file-NAME` gives. The file that is
#   read is never there: the program fails at its start, or starts without its secrets.
#
#   ## When it is fine
#   An agent with a configuration of its own (`agent-configmap`) or another directory (`secret-volume-path`) may render what it likes; podlint
#   says nothing then.
#
#   ## How to fix
#   Let both sides name the same file:
#   ```yaml
#   annotations:
#     vault.hashicorp.com/agent-inject: "true"
#     vault.hashicorp.com/agent-inject-secret-db: secret/data/shop/db   # /vault/secrets/db
#   ```
# related_resources:
#   - ref: https://developer.hashicorp.com/vault/docs/platform/k8s/injector/annotations
#     description: Annotations of the agent injector
# custom:
#   severity: error
#   confidence: strong
#   fix: Give the annotation the name of the file that is read, or read the file that it renders.
package podlint.rules.injection.injected_file_not_rendered

import data.podlint.lib.certainty
import data.podlint.lib.words

violation contains {
	"msg": sprintf("container %q reads %s, but the annotations make Vault's agent render %s", [use.container, use.text, _list]),
	"path": use.path,
	"container": use.container,
	"certainty": certainty.of([use], []),
} if {
	some use in input.pod.expectations
	use.injector == "vault-agent"
	use.via == "file"
	some injector in input.pod.injectors
	injector.id == use.injector
	use.ignorable == false
	startswith(use.text, "/vault/secrets/")
	not regex.match(`[*?\[]`, use.text)
	not words.placeholder(use.text)
	count(spared) == 0
	not _by_a_template(use.text)
	every file in _rendered { not _meets(use.text, sprintf("/vault/secrets/%s", [file])) }
}

spared contains "a configuration of the agent's own may render more" if {
	some key, _ in input.pod.annotations
	key == "vault.hashicorp.com/agent-configmap"
}

spared contains "the files lie elsewhere" if {
	some key, _ in input.pod.annotations
	startswith(key, "vault.hashicorp.com/secret-volume-path")
}

# A template may write files beside the one that it renders: writeToFile "/vault/secrets/user".
_by_a_template(file) if {
	some key, text in input.pod.annotations
	startswith(key, "vault.hashicorp.com/agent-inject-template-")
	contains(text, file)
}

# The names of the files, below the directory.
_rendered contains trim_prefix(object.get(input.pod.annotations, sprintf("vault.hashicorp.com/agent-inject-file-%s", [name]), name), "/") if {
	some key, _ in input.pod.annotations
	some kind in ["secret", "template", "template-file"]
	prefix := sprintf("vault.hashicorp.com/agent-inject-%s-", [kind])
	startswith(key, prefix)
	name := trim_prefix(key, prefix)
}

_rendered contains "token" if input.pod.annotations["vault.hashicorp.com/agent-inject-token"] == "true"

_meets(file, rendered) if file == rendered

_meets(file, rendered) if startswith(rendered, sprintf("%s/", [trim_suffix(file, "/")]))

_list := "none" if count(_rendered) == 0

_list := words.short(concat(", ", sort(_rendered)), 40) if count(_rendered) > 0
